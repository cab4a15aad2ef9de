"""SQL statements for tests, each its own unit of work."""

from collections.abc import Sequence

from bot.core.storage.database import Database
from bot.core.storage.sql import Row, Values


async def select(database: Database, sql: str, values: Values | None = None) -> Sequence[Row]:
    """Return the rows of a statement that only reads."""
    return await database.read(lambda reader: reader.execute(sql, values))


async def execute(database: Database, sql: str, values: Values | None = None) -> Sequence[Row]:
    """Run a statement, and return its rows."""
    return await database.write(lambda writer: writer.execute(sql, values))
