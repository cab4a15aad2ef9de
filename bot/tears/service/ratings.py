"""The use cases of ratings: each is one unit of work, and nothing is confirmed before it is saved."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, T, Writer, WritingWork
from bot.films.service.lookup import film_exists
from bot.ids import GuildId, UserId
from bot.tears.queries import ratings
from bot.tears.rules.rating import RatedFilm, Rating, RatingKey, clean_moment
from bot.tears.service.boards import BOARD_TOPIC, RATING_TOPIC, Boards


class Ratings(Struct, frozen=True):
    """Stores ratings, and informs `boards` of every rating that is stored or withdrawn."""

    database: Database
    boards: Boards
    clock: Clock

    async def rate(self, key: RatingKey, tissues: int, moment: str = "") -> RatedFilm:
        """Store a rating in place of an earlier one; raise UserError if the server does not see the film.

        The moment of the earlier rating stays unless there is a new one.
        """
        now, cleaned = self.clock(), clean_moment(moment)

        async def work(writer: Writer) -> RatedFilm:
            if not await film_exists(writer, key.film_id, key.guild_id):
                raise UserError("films.gone")
            rating = await ratings.save(writer, key, tissues, cleaned, now)
            await writer.notify(RATING_TOPIC, rating.id)
            return RatedFilm(rating, await ratings.film_totals(writer, key.guild_id, key.film_id))

        return await self._write(key, work)

    async def set_moment(self, key: RatingKey, user_input: str) -> RatedFilm:
        """Replace the moment of a rating, or delete it if the text is empty; raise UserError if there is no rating."""
        cleaned = clean_moment(user_input)

        async def work(writer: Writer) -> RatedFilm:
            await ratings.set_moment(writer, key, cleaned)
            rated = await _find_rated_film(writer, key)
            if rated.rating is None:
                raise UserError("tears.not-rated")
            return rated

        return await self.database.write(work)

    async def withdraw(self, key: RatingKey) -> RatedFilm:
        """Delete a rating with its moment, and return the film with the ratings that are left."""

        async def work(writer: Writer) -> RatedFilm:
            await ratings.delete(writer, key)
            await writer.notify(BOARD_TOPIC, key.guild_id)
            return RatedFilm(None, await ratings.film_totals(writer, key.guild_id, key.film_id))

        return await self._write(key, work)

    async def find(self, key: RatingKey) -> RatedFilm:
        """Return a person's rating of a film, and everybody's."""
        return await self.database.read(lambda reader: _find_rated_film(reader, key))

    async def of_user(self, guild_id: GuildId, user_id: UserId) -> Sequence[Rating]:
        """Return a person's ratings in a server, the most tissues first, then the latest."""
        return await self.database.read(lambda reader: ratings.of_user(reader, guild_id, user_id))

    async def _write(self, key: RatingKey, work: WritingWork[T]) -> T:
        try:
            return await self.database.write(work)
        finally:  # the commit may have succeeded even if the person's interaction was cancelled
            self.boards.rating_changed(key.guild_id, key.film_id)


async def _find_rated_film(reader: Reader, key: RatingKey) -> RatedFilm:
    rating = await ratings.find(reader, key)
    return RatedFilm(rating, await ratings.film_totals(reader, key.guild_id, key.film_id))
