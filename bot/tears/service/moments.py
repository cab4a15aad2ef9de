"""The use cases of a film's board: the spread of its ratings, and its moments."""

from msgspec import Struct

from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.ids import FilmId, GuildId, RatingId, UserId
from bot.tears.queries import moments
from bot.tears.rules.moment import MOMENTS_PER_PAGE, FilmSpread, MomentPage
from bot.tears.rules.page import page_bounds


class Moments(Struct, frozen=True):
    """Reads the ratings and moments of a film in a server, and deletes moments."""

    database: Database

    async def spread(self, guild_id: GuildId, film_id: FilmId) -> FilmSpread:
        """Return how a film was rated in a server."""

        async def work(reader: Reader) -> FilmSpread:
            by_tissues = await moments.count_by_tissues(reader, guild_id, film_id)
            return FilmSpread(film_id, by_tissues, await moments.count_moments(reader, guild_id, film_id))

        return await self.database.read(work)

    async def page(self, guild_id: GuildId, film_id: FilmId, user_id: UserId, page_index: int) -> MomentPage:
        """Return a page of a film's moments for this reader; an index beyond the last page means the last page."""

        async def work(reader: Reader) -> MomentPage:
            count = await moments.count_moments(reader, guild_id, film_id)
            index, pages = page_bounds(page_index, count, MOMENTS_PER_PAGE)
            shown = await moments.newest_moments(
                reader, guild_id, film_id, user_id, offset=index * MOMENTS_PER_PAGE, limit=MOMENTS_PER_PAGE
            )
            return MomentPage(film_id, shown, index, pages)

        return await self.database.read(work)

    async def delete(self, guild_id: GuildId, rating_id: RatingId, user_id: UserId, *, is_moderator: bool) -> None:
        """Delete a moment for its writer or a moderator; do nothing for anyone else."""
        writer_id = None if is_moderator else user_id
        await self.database.write(lambda writer: moments.delete_moment(writer, guild_id, rating_id, writer_id))
