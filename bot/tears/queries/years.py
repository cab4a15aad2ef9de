"""The SQL statements for a server's year in tears."""

from collections.abc import Mapping, Sequence

from bot.core.storage.sql import Reader, SqlFragment
from bot.ids import FilmId, GuildId
from bot.tears.rules.year import CRIED_FROM

IN_YEAR = "rated.guild_id = :guild_id AND rated.rated_at >= :since AND rated.rated_at < :until"
FROM_YEAR = f"FROM tear_rating AS rated WHERE {IN_YEAR}"


async def count_cried(reader: Reader, guild_id: GuildId, since: int, until: int) -> Mapping[FilmId, int]:
    """Count the people who cried at each film in the period; films at which nobody cried are left out."""
    sql = f"SELECT film_id, count(*) {FROM_YEAR} AND tissues >= :cried_from GROUP BY film_id"
    values = {"guild_id": guild_id, "since": since, "until": until, "cried_from": CRIED_FROM}
    return {FilmId(film_id): count for film_id, count in await reader.execute(sql, values)}


async def count_people(reader: Reader, guild_id: GuildId, condition: SqlFragment, since: int, until: int) -> int:
    """Count the people who, in the period, rated a film that meets the condition."""
    sql = f"SELECT count(DISTINCT rated.user_id) {FROM_YEAR} AND {condition.sql}"
    values = {**condition.values, "guild_id": guild_id, "since": since, "until": until}
    count: int = (await reader.execute(sql, values))[0][0]
    return count


async def tissues_by_month(
    reader: Reader, guild_id: GuildId, condition: SqlFragment, starts: Sequence[int], until: int
) -> Sequence[int]:
    """Return the tissues in each month for films that meet the condition; the months begin at `starts`."""
    later = " + ".join(f"CAST(rated.rated_at >= :start{i} AS INTEGER)" for i in range(1, len(starts)))
    sql = f"SELECT {later} AS month, CAST(sum(tissues) AS BIGINT) {FROM_YEAR} AND {condition.sql} GROUP BY 1"
    bounds = {f"start{i}": start for i, start in enumerate(starts) if i}
    values = {**condition.values, **bounds, "guild_id": guild_id, "since": starts[0], "until": until}
    found = {row[0]: row[1] for row in await reader.execute(sql, values)}
    return [found.get(month, 0) for month in range(len(starts))]
