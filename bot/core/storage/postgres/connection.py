"""A connection to a PostgreSQL server during one unit of work."""

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct
from psycopg import AsyncConnection

from bot.core.storage.changes import Change
from bot.core.storage.sql import ColumnName, R, Row, T, Values, build_rows, storable

RawConnection = AsyncConnection[tuple[Any, ...]]
CHANNEL = "nunmul_changed"
SELECT_NOTIFY = "SELECT pg_notify(:channel, :payload)"
PARTS = re.compile(
    r"(?P<kept>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|::)|:(?P<name>[A-Za-z_]\w*)|%", re.DOTALL
)
"""What `translate` looks at: strings, comments and casts, which it keeps, and parameters and percent signs."""
SELECT_COLUMNS = """
    SELECT attname AS name, coalesce(attnum = ANY(indkey), FALSE) AS is_key FROM pg_attribute
    LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary
    WHERE attrelid = to_regclass(quote_ident(:table)) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


class PostgresConnection(Struct, frozen=True):
    """Runs SQL with named parameters inside the transaction that is open on `raw`.

    `payload` returns the payload of the notification that tells other processes of a change.
    """

    raw: RawConnection
    payload: Callable[[Change], str] = repr

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Run a statement and return all of its rows."""
        cursor = await self.raw.execute(translate(sql), storable(values))
        return await cursor.fetchall() if cursor.description else []

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        """Run a statement and return each row as a struct whose fields are named like the columns."""
        cursor = await self.raw.execute(translate(sql), storable(values))
        return build_rows(row_type, cursor.description or (), await cursor.fetchall())

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values, in a single round trip."""
        async with self.raw.cursor() as cursor:
            await cursor.executemany(translate(sql), [storable(row) for row in rows])

    async def columns(self, table: str) -> Sequence[ColumnName]:
        """Return the columns of a table, in order."""
        return [ColumnName(*row) for row in await self.execute(SELECT_COLUMNS, {"table": table})]

    async def compute(self, work: Callable[[], T]) -> T:
        """Run a function in another thread, and return its result."""
        return await asyncio.to_thread(work)

    async def notify(self, topic: str, changed_id: int) -> None:
        """Tell the other processes the topic and the id of what changed, once this transaction is committed."""
        await self.execute(SELECT_NOTIFY, {"channel": CHANNEL, "payload": self.payload(Change(topic, changed_id))})


@lru_cache(maxsize=2048)
def translate(sql: str) -> bytes:
    """Return SQL with parameters in the syntax of the driver: `:name` becomes `%(name)s`."""
    return PARTS.sub(_translate_part, sql).encode()


def _translate_part(found: re.Match[str]) -> str:
    return f"%({found['name']})s" if found["name"] else found[0].replace("%", "%%")
