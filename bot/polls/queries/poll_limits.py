"""How many polls there are, and the dropping of those that ended long ago."""

from bot.core.storage.sql import Reader, Values, Writer

FINISHED = (
    "settled = 1 AND state <> 'open' AND (lost IS NOT NULL"
    " OR (state = 'cancelled' OR announced IS NOT NULL) AND (message IS NULL OR shown >= revision))"
)
"""What is true of an ended poll for which there is nothing left to do."""


async def count_open(reader: Reader, server: int, host: int | None) -> tuple[int, int]:
    """Return how many polls are open in a server: those of a host, and all."""
    sql = "SELECT count(*), coalesce(sum(host IS :host), 0) FROM poll WHERE server = :server AND state = 'open'"
    of_server, of_host = (await reader.execute(sql, {"server": server, "host": host}))[0]
    return of_host, of_server


async def drop_oldest(writer: Writer, server: int, host: int | None, kept: int) -> None:
    """Delete all of a host's finished polls in a server but the newest; without a host, of those who were forgotten."""
    ended = f"server = :server AND host IS :host AND {FINISHED}"
    newest = f"SELECT id FROM poll WHERE {ended} ORDER BY id DESC LIMIT :kept"
    values: Values = {"server": server, "host": host, "kept": kept}
    await writer.execute(f"DELETE FROM poll WHERE {ended} AND id NOT IN ({newest})", values)
