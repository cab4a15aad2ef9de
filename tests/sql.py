"""Runs SQL statements for tests, each in its own unit of work."""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.core.storage.database import Database
from bot.core.storage.sql import Row, Values
from bot.core.storage.sqlite.connection import Connection
from bot.core.storage.sqlite.engine import SqliteEngine


async def select(database: Database, sql: str, values: Values | None = None) -> Sequence[Row]:
    """Return the rows of a statement that only reads."""
    return await database.read(lambda reader: reader.execute(sql, values))


async def execute(database: Database, sql: str, values: Values | None = None) -> Sequence[Row]:
    """Run a statement, and return its rows."""
    return await database.write(lambda writer: writer.execute(sql, values))


def sqlite_engine(database: Database) -> SqliteEngine:
    """Return the engine of a database that is a SQLite file."""
    assert isinstance(database.engine, SqliteEngine)
    return database.engine


def replace_connections(
    database: Database, reader: Connection | None = None, writer: Connection | None = None
) -> Database:
    """Return a SQLite database with another connection for reading, for writing or for both."""
    engine = sqlite_engine(database)
    return Database(replace(engine, reader=reader or engine.reader, writer=writer or engine.writer))
