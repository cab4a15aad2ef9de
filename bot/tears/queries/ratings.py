"""The SQL statements for ratings; each is limited to one server."""

from collections.abc import Sequence

from bot.core.storage.sql import Reader, SqlFragment, Writer
from bot.ids import GuildId, UserId
from bot.tears.rules.board import FilmTears
from bot.tears.rules.rating import Rating, RatingKey

COLUMNS = "id, film_id, tissues, moment, rated_at"
TOTALS = "count(*) AS count, CAST(sum(tissues) AS BIGINT) AS total"
RATED_FILM = "rated.film_id"
"""The column of film ids to which a condition on the films of a board applies."""
IS_THEIRS = "guild_id = :guild_id AND user_id = :user_id"


async def save(writer: Writer, key: RatingKey, tissues: int, moment: str | None, now: int) -> None:
    """Store a rating in place of an earlier one; if `moment` is None, keep the earlier moment."""
    sql = (
        "INSERT INTO tear_rating (guild_id, user_id, film_id, tissues, moment, rated_at)"
        " VALUES (:guild_id, :user_id, :film_id, :tissues, :moment, :now)"
        " ON CONFLICT (guild_id, user_id, film_id) DO UPDATE SET tissues = excluded.tissues,"
        " moment = coalesce(excluded.moment, tear_rating.moment), rated_at = excluded.rated_at"
    )
    await writer.execute(sql, {**key.values(), "tissues": tissues, "moment": moment, "now": now})


async def set_moment(writer: Writer, key: RatingKey, moment: str | None) -> None:
    """Replace the moment of a rating."""
    sql = f"UPDATE tear_rating SET moment = :moment WHERE {IS_THEIRS} AND film_id = :film_id"
    await writer.execute(sql, {**key.values(), "moment": moment})


async def delete(writer: Writer, key: RatingKey) -> None:
    """Delete a rating with its moment."""
    await writer.execute(f"DELETE FROM tear_rating WHERE {IS_THEIRS} AND film_id = :film_id", key.values())


async def find(reader: Reader, key: RatingKey) -> Rating | None:
    """Return a rating; None if there is none."""
    sql = f"SELECT {COLUMNS} FROM tear_rating WHERE {IS_THEIRS} AND film_id = :film_id"
    rows = await reader.select(Rating, sql, key.values())
    return rows[0] if rows else None


async def of_user(reader: Reader, guild_id: GuildId, user_id: UserId) -> Sequence[Rating]:
    """Return everything that a person rated in a server, the most tissues first."""
    sql = f"SELECT {COLUMNS} FROM tear_rating WHERE {IS_THEIRS} ORDER BY tissues DESC, rated_at DESC, id DESC"
    return await reader.select(Rating, sql, {"guild_id": guild_id, "user_id": user_id})


async def totals(
    reader: Reader, guild_id: GuildId, condition: SqlFragment, since: int, until: int
) -> Sequence[FilmTears]:
    """Return the ratings of each film that meets the condition, from `since` until before `until` (epoch seconds)."""
    sql = (
        f"SELECT film_id, count, total FROM (SELECT film_id, {TOTALS} FROM tear_rating"
        " WHERE guild_id = :guild_id AND rated_at >= :since AND rated_at < :until GROUP BY film_id) AS rated"
        f" WHERE {condition.sql}"
    )
    return await reader.select(
        FilmTears, sql, {**condition.values, "guild_id": guild_id, "since": since, "until": until}
    )


async def all_totals(reader: Reader, guild_id: GuildId, condition: SqlFragment) -> Sequence[FilmTears]:
    """Return all ratings of each film that meets the condition; an index covers this query."""
    sql = (
        f"SELECT film_id, count, total FROM (SELECT film_id, {TOTALS} FROM tear_rating"
        f" WHERE guild_id = :guild_id GROUP BY film_id) AS rated WHERE {condition.sql}"
    )
    return await reader.select(FilmTears, sql, {**condition.values, "guild_id": guild_id})
