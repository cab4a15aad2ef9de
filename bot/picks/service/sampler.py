"""Chooses random films to suggest, without drawing them from a deck."""

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Any

from msgspec import Struct

from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.availability import FilmAvailability
from bot.films.service.lookup import find_matching
from bot.ids import FilmId
from bot.picks.rules.moods import parse_moods
from bot.picks.rules.pick import Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.draw import PickSelector


class FilmSampler(Struct, frozen=True):
    """Chooses several films at once, by the same rules as a pick."""

    database: Database
    selector: PickSelector
    rng: Random

    async def sample(
        self, requester: Requester, pick_filter: PickFilter, count: int, excluded: Collection[FilmId] = ()
    ) -> tuple[FilmId, ...]:
        """Return at most `count` films that match, in random order; with a mood, those of its genres first.

        No film has a note that the person avoids; if they avoid any notes, only films with checked notes are chosen.
        """
        drawn: list[FilmId] = []
        for films in await self.database.read(lambda reader: self._matching(reader, requester, pick_filter)):
            others = [film for film in films if film not in excluded and film not in drawn]
            drawn += self.rng.sample(others, min(count - len(drawn), len(others)))
        return tuple(drawn)

    async def _matching(
        self, reader: Reader, requester: Requester, pick_filter: PickFilter
    ) -> Sequence[Sequence[FilmId]]:
        """Return groups of matching films, by priority; each group is ordered by id."""
        preferences = await self.selector.preferences(reader, requester)
        guild_id, offered_film = requester.guild_id, self.selector.availability.tmdb.offered_film
        return [
            sorted(await find_matching(reader, film_filter, guild_id, offered_film))
            for film_filter in self.selector.by_priority(pick_filter, preferences)
        ]


def film_sampler(
    database: Database,
    vocabulary: Mapping[str, Any],
    reference: ReferenceData,
    rng: Random,
    *,
    availability: FilmAvailability,
) -> FilmSampler:
    """Build a sampler with the moods of vocabulary.json; raise KeyError if a mood lacks a field."""
    return FilmSampler(database, PickSelector(parse_moods(vocabulary), reference, availability), rng)
