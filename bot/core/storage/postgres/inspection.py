"""Reads information about a PostgreSQL database from its server, without changing anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Error

from bot.core.storage.location import PostgresUrl
from bot.core.storage.postgres.engine import connect
from bot.core.storage.postgres.errors import unusable_error

SELECT_SERVER = """
    SELECT current_setting('server_version'), pg_size_pretty(pg_database_size(current_database())),
        (SELECT count(*) FROM pg_stat_activity WHERE application_name = 'nunmul' AND datname = current_database()),
        to_regclass('migration') IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class ServerSummary:
    """The server's version, the database's size, the connections of bots, and the schema's version, 0 if none."""

    server: str
    size: str
    connections: int
    version: int


async def inspect(url: PostgresUrl) -> ServerSummary:
    """Connect to a database and summarise it; raise StartupError with the remedy if that fails."""
    try:
        async with await connect(url) as raw:
            row: Sequence[object] = await (await raw.execute(SELECT_SERVER.encode())).fetchone() or ()
            server, size, connections, has_ledger = row
            version = 0
            if has_ledger:
                newest = await (await raw.execute("SELECT coalesce(max(version), 0) FROM migration")).fetchone()
                version = int(newest[0]) if newest else 0
            return ServerSummary(str(server), str(size), int(str(connections)), version)
    except Error as error:
        raise unusable_error(url, error) from error
