"""Counts how many voters of an open poll can watch each film, without revealing who they are."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.films.service.availability import FilmAvailability
from bot.films.service.films import Films
from bot.ids import FilmId, PollId
from bot.polls.queries import ballots
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.streaming import Streaming, StreamingCount, count_viewers, counted_voters
from bot.settings.rules.settings import UserSettings
from bot.settings.service import read_users_with_services


class StreamingCounter(Struct, frozen=True):
    """Counts from current ballots and settings; no count is stored."""

    database: Database
    films: Films
    availability: FilmAvailability

    async def count(self, poll: Poll, options: Sequence[Option]) -> Streaming | None:
        """Return how many voters can stream each film.

        Return None if the poll is not open, has no films, or has too few voters who listed services.
        """
        film_ids = [option.film_id for option in options if option.film_id]
        if poll.state is not PollState.OPEN or not film_ids:
            return None
        voters = counted_voters(await self.database.read(lambda reader: _list_voters(reader, poll.id)))
        if not voters:
            return None
        return Streaming(await self._count_films(poll, film_ids, voters), self.availability.tmdb.is_enabled)

    async def _count_films(
        self, poll: Poll, film_ids: Iterable[FilmId], voters: Sequence[UserSettings]
    ) -> Mapping[FilmId, StreamingCount]:
        region = self.availability.settings.for_guild(poll.guild_id).region
        countries = {voter.country or region for voter in voters}
        counts = {}
        for film_id in film_ids:
            if film := await self.films.visible_film(film_id, poll.guild_id):
                counts[film_id] = count_viewers(voters, region, await self.availability.services(film, countries))
        return counts


async def _list_voters(reader: Reader, poll_id: PollId) -> Sequence[UserSettings]:
    """Return the settings of the voters who listed services, in the order of their ballots."""
    users = await read_users_with_services(reader, ballots.voter_ids(poll_id))
    return [users[user_id] for user_id in await ballots.list_voter_ids(reader, poll_id) if user_id in users]
