"""The SQL statements for one film in a server: the spread of its ratings, and its moments."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.core.storage.sql import Reader, Writer
from bot.ids import FilmId, GuildId, RatingId, UserId
from bot.tears.rules.moment import Moment

OF_FILM = "guild_id = :guild_id AND film_id = :film_id"


class MomentRow(Struct, frozen=True):
    """The columns of a rating from which a moment is built."""

    id: RatingId
    tissues: int
    moment: str
    user_id: UserId


async def count_by_tissues(reader: Reader, guild_id: GuildId, film_id: FilmId) -> Mapping[int, int]:
    """Return how many people in a server gave each number of tissues to a film; unused numbers are left out."""
    sql = f"SELECT tissues, count(*) FROM tear_rating WHERE {OF_FILM} GROUP BY tissues"
    return {row[0]: row[1] for row in await reader.execute(sql, {"guild_id": guild_id, "film_id": film_id})}


async def count_moments(reader: Reader, guild_id: GuildId, film_id: FilmId) -> int:
    """Count the moments of a film in a server."""
    sql = f"SELECT count(*) FROM tear_rating WHERE {OF_FILM} AND moment IS NOT NULL"
    count: int = (await reader.execute(sql, {"guild_id": guild_id, "film_id": film_id}))[0][0]
    return count


async def newest_moments(  # noqa: PLR0913  # a page of one film in one server, for one reader
    reader: Reader, guild_id: GuildId, film_id: FilmId, user_id: UserId, *, offset: int, limit: int
) -> Sequence[Moment]:
    """Return up to `limit` moments after the first `offset`, latest rating first; mark those that `user_id` wrote."""
    sql = (
        f"SELECT id, tissues, moment, user_id FROM tear_rating WHERE {OF_FILM} AND moment IS NOT NULL"
        " ORDER BY rated_at DESC, id DESC LIMIT :limit OFFSET :offset"
    )
    values = {"guild_id": guild_id, "film_id": film_id, "limit": limit, "offset": offset}
    rows = await reader.select(MomentRow, sql, values)
    return [Moment(row.id, row.tissues, row.moment, is_own=row.user_id == user_id) for row in rows]


async def delete_moment(writer: Writer, guild_id: GuildId, rating_id: RatingId, user_id: UserId | None) -> None:
    """Delete a moment but not its rating; if `user_id` is not None, only if this person wrote the moment."""
    whose = "" if user_id is None else " AND user_id = :user_id"
    sql = f"UPDATE tear_rating SET moment = NULL WHERE id = :id AND guild_id = :guild_id{whose}"
    await writer.execute(sql, {"id": rating_id, "guild_id": guild_id, "user_id": user_id})
