"""How many polls there are, and the dropping of those that ended long ago."""

from bot.core.storage.sql import Reader, Values, Writer

IS_FINISHED = (
    "settled = 1 AND state <> 'open' AND (lost IS NOT NULL"
    " OR (state = 'cancelled' OR announced IS NOT NULL) AND (message IS NULL OR shown >= revision))"
)
"""What is true of an ended poll for which there is nothing left to do."""


async def count_open(reader: Reader, guild_id: int, host_id: int | None) -> tuple[int, int]:
    """Return how many polls are open in a server: those of a host, and all."""
    sql = "SELECT count(*), coalesce(sum(host IS :host), 0) FROM poll WHERE server = :server AND state = 'open'"
    open_in_guild, open_by_host = (await reader.execute(sql, {"server": guild_id, "host": host_id}))[0]
    return open_by_host, open_in_guild


async def delete_oldest_finished(writer: Writer, guild_id: int, host_id: int | None, keep: int) -> None:
    """Delete all of a host's finished polls in a server but the newest; without a host, of those who were forgotten."""
    is_ended = f"server = :server AND host IS :host AND {IS_FINISHED}"
    newest = f"SELECT id FROM poll WHERE {is_ended} ORDER BY id DESC LIMIT :kept"
    values: Values = {"server": guild_id, "host": host_id, "kept": keep}
    await writer.execute(f"DELETE FROM poll WHERE {is_ended} AND id NOT IN ({newest})", values)
