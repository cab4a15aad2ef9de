"""The SQL statements for ratings; all except `film_of` are limited to one server."""

from collections.abc import Collection, Sequence

from bot.core.storage.sql import Reader, Row, SqlFragment, Writer
from bot.ids import FilmId, GuildId, RatingId, UserId
from bot.tears.rules.board import FilmTears
from bot.tears.rules.rating import Rating, RatingKey

COLUMNS = "id, film_id, tissues, moment, rated_at"
TOTALS = "count(*) AS count, CAST(sum(tissues) AS BIGINT) AS total"
RATED_FILM = "rated.film_id"
"""A condition on the films of a board applies to this column."""
IS_THEIRS = "guild_id = :guild_id AND user_id = :user_id"


async def save(writer: Writer, key: RatingKey, tissues: int, moment: str | None, now: int) -> Rating:
    """Store a rating in place of an earlier one, and return it; if `moment` is None, keep the earlier moment."""
    sql = (
        "INSERT INTO tear_rating (guild_id, user_id, film_id, tissues, moment, rated_at)"
        " VALUES (:guild_id, :user_id, :film_id, :tissues, :moment, :now)"
        " ON CONFLICT (guild_id, user_id, film_id) DO UPDATE SET tissues = excluded.tissues,"
        " moment = coalesce(excluded.moment, tear_rating.moment), rated_at = excluded.rated_at"
        f" RETURNING {COLUMNS}"
    )
    values = {**key.values(), "tissues": tissues, "moment": moment, "now": now}
    return (await writer.select(Rating, sql, values))[0]


async def set_moment(writer: Writer, key: RatingKey, moment: str | None) -> None:
    """Replace the moment of a rating, or delete it if `moment` is None."""
    sql = f"UPDATE tear_rating SET moment = :moment WHERE {IS_THEIRS} AND film_id = :film_id"
    await writer.execute(sql, {**key.values(), "moment": moment})


async def delete(writer: Writer, key: RatingKey) -> None:
    """Delete a rating with its moment."""
    await writer.execute(f"DELETE FROM tear_rating WHERE {IS_THEIRS} AND film_id = :film_id", key.values())


async def find(reader: Reader, key: RatingKey) -> Rating | None:
    """Return a rating, or None if there is none."""
    sql = f"SELECT {COLUMNS} FROM tear_rating WHERE {IS_THEIRS} AND film_id = :film_id"
    rows = await reader.select(Rating, sql, key.values())
    return rows[0] if rows else None


async def film_totals(reader: Reader, guild_id: GuildId, film_id: FilmId) -> FilmTears | None:
    """Return the number and the sum of a film's ratings in a server, or None if there are none."""
    sql = f"SELECT {TOTALS} FROM tear_rating WHERE guild_id = :guild_id AND film_id = :film_id"
    ((count, total),) = await reader.execute(sql, {"guild_id": guild_id, "film_id": film_id})
    return FilmTears(film_id, count, total) if count else None


async def of_user(reader: Reader, guild_id: GuildId, user_id: UserId) -> Sequence[Rating]:
    """Return a person's ratings in a server, the most tissues first, then the latest."""
    sql = f"SELECT {COLUMNS} FROM tear_rating WHERE {IS_THEIRS} ORDER BY tissues DESC, rated_at DESC, id DESC"
    return await reader.select(Rating, sql, {"guild_id": guild_id, "user_id": user_id})


async def totals(
    reader: Reader, guild_id: GuildId, condition: SqlFragment, since: int, until: int
) -> Sequence[FilmTears]:
    """Return the totals of each film that meets the condition, for ratings at or after `since` and before `until`."""
    sql = (
        f"SELECT film_id, count, total FROM (SELECT film_id, {TOTALS} FROM tear_rating"
        " WHERE guild_id = :guild_id AND rated_at >= :since AND rated_at < :until GROUP BY film_id) AS rated"
        f" WHERE {condition.sql}"
    )
    values = {**condition.values, "guild_id": guild_id, "since": since, "until": until}
    return _build_tears(await reader.execute(sql, values))


async def all_totals(
    reader: Reader, guild_id: GuildId, condition: SqlFragment, film_ids: Collection[FilmId] = ()
) -> Sequence[FilmTears]:
    """Return the totals of each film that meets the condition; if `film_ids` are given, only of these films.

    The statement reads only an index of the ratings.
    """
    values = {f"rated{i}": film_id for i, film_id in enumerate(film_ids)}
    only = f" AND film_id IN ({', '.join(f':{name}' for name in values)})" if values else ""
    sql = (
        f"SELECT film_id, count, total FROM (SELECT film_id, {TOTALS} FROM tear_rating"
        f" WHERE guild_id = :guild_id{only} GROUP BY film_id) AS rated WHERE {condition.sql}"
    )
    return _build_tears(await reader.execute(sql, {**condition.values, **values, "guild_id": guild_id}))


async def film_of(reader: Reader, rating_id: RatingId) -> tuple[GuildId, FilmId] | None:
    """Return the server and the film of a rating, or None if there is no such rating."""
    rows = await reader.execute("SELECT guild_id, film_id FROM tear_rating WHERE id = :id", {"id": rating_id})
    return (GuildId(rows[0][0]), FilmId(rows[0][1])) if rows else None


def _build_tears(rows: Sequence[Row]) -> Sequence[FilmTears]:
    return [FilmTears(*row) for row in rows]  # faster than by column names; a server can have thousands of rows
