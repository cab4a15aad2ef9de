"""Reads information about a PostgreSQL database from its server, without changing anything."""

import asyncio
from collections.abc import Sequence

from msgspec import Struct
from psycopg import Error

from bot.core.storage.database import Database
from bot.core.storage.location import BOT, PostgresUrl
from bot.core.storage.postgres.engine import connect, is_pooled
from bot.core.storage.postgres.errors import unusable_error

SELECT_SERVER = """
    SELECT split_part(current_setting('server_version'), ' ', 1),
        pg_size_pretty(pg_database_size(current_database())),
        (SELECT count(*) FROM pg_stat_activity WHERE application_name = 'nunmul'
            AND datname = current_database() AND pid <> pg_backend_pid()),
        has_schema_privilege(current_schema(), 'CREATE'), to_regclass('migration') IS NOT NULL
"""
SELECT_BOTS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = :bot AND datname = current_database()"
CHECKS, PAUSE = 10, 0.1
"""The number of checks, and the seconds between them: a session that has ended can still be listed for a moment."""


class ServerSummary(Struct, frozen=True):
    """The server's version, the database's size, the number of bot connections, and the schema's version.

    A database without a schema has version 0. `can_create_tables` is whether our user has that right, and
    `is_pooled` whether the connection goes through a pooler.
    """

    server: str
    size: str
    connections: int
    version: int
    can_create_tables: bool = True
    is_pooled: bool = False


async def inspect(url: PostgresUrl) -> ServerSummary:
    """Connect to a database and summarise it; raise StartupError with the remedy if that fails."""
    try:
        async with await connect(url.unpooled) as raw:
            row: Sequence[object] = await (await raw.execute(SELECT_SERVER.encode())).fetchone() or ()
            server, size, connections, can_create, has_ledger = row
            version = 0
            if has_ledger:
                newest = await (await raw.execute("SELECT coalesce(max(version), 0) FROM migration")).fetchone()
                version = int(newest[0]) if newest else 0
            pooled = await is_pooled(raw)
            return ServerSummary(str(server), str(size), int(str(connections)), version, bool(can_create), pooled)
    except Error as error:
        raise unusable_error(url, error) from error


async def is_in_use(database: Database) -> bool:
    """Return whether a bot is connected to a database."""
    for _ in range(CHECKS):
        if not (await database.read(lambda reader: reader.execute(SELECT_BOTS, {"bot": BOT})))[0][0]:
            return False
        await asyncio.sleep(PAUSE)
    return True
