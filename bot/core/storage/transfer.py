"""Copies everything between databases of either engine, and compares both before the copy is used."""

import hashlib
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import POSTGRES_MIGRATIONS, schema_script
from bot.core.storage.sql import Reader, Row, Values, Writer
from bot.core.storage.sqlite.engine import SqliteEngine

PAGE_ROWS = 1000
"""Rows that are copied at a time."""
CREATED = re.compile(r"^CREATE TABLE (\w+)", re.MULTILINE)
LEDGER, TRIGGER_TABLE = "migration", "poll_delivery"
TALLIES = """
    SELECT poll_id, option_id, count(*) FROM ballot_choice GROUP BY poll_id, option_id ORDER BY poll_id, option_id
"""
SELECT_TABLES_WITH_SEQUENCE = "SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'"
SELECT_IDENTITIES = """
    SELECT table_name FROM information_schema.columns WHERE is_identity = 'YES' AND table_schema = current_schema()
"""


class Mismatch(Exception):
    """Raised if the copy differs from the original, with the name of the table."""


class Table(Struct, frozen=True):
    """A table's name, its columns, and the columns of its primary key."""

    name: str
    columns: Sequence[str]
    key: Sequence[str]


class Content(Struct, frozen=True):
    """A summary of a database: the number of rows and a digest by table, and the tallies of all polls."""

    tables: Mapping[str, tuple[int, str]]
    tallies: Sequence[Row]

    @property
    def row_count(self) -> int:
        """The number of rows in all tables."""
        return sum(count for count, _ in self.tables.values())


def table_names() -> Sequence[str]:
    """Return our tables except the ledger, in an order in which foreign keys refer only to earlier tables.

    TRIGGER_TABLE is last: triggers on other tables update its rows, so it must be empty while those are copied.
    """
    script = schema_script(POSTGRES_MIGRATIONS).read_text(encoding="utf-8")
    return [*(name for name in CREATED.findall(script) if name not in {LEDGER, TRIGGER_TABLE}), TRIGGER_TABLE]


async def is_empty(database: Database) -> bool:
    """Return whether all of our tables except the ledger are empty."""

    async def work(reader: Reader) -> bool:
        return not any([await reader.execute(f"SELECT 1 FROM {name} LIMIT 1") for name in table_names()])

    return await database.read(work)


async def copy(source: Database, target: Database) -> Content:
    """Copy all rows into an empty database, and return a summary of them; raise Mismatch if the copy differs.

    A copy to PostgreSQL is one transaction, so a failed one leaves nothing behind. After a failed copy to SQLite, the
    caller removes the file.
    """
    if isinstance(target.engine, SqliteEngine):
        return await _copy_into_file(source, target)
    return await target.write(lambda writer: _copy_into_server(source, writer))


async def _copy_into_file(source: Database, target: Database) -> Content:
    for table in await source.read(_tables):
        async for rows in _pages(source, table):
            await target.write(partial(_insert, table=table, rows=rows))
    ids = await _last_ids(source)
    await target.write(lambda writer: _set_last_ids_in_file(writer, ids))
    return _require_equal(await content(source), await content(target))


async def _copy_into_server(source: Database, writer: Writer) -> Content:
    for table in await source.read(_tables):
        async for rows in _pages(source, table):
            await _insert(writer, table, rows)
    await _set_last_ids_on_server(writer, await _last_ids(source))
    return _require_equal(await content(source), await _content(writer))


def _require_equal(original: Content, copied: Content) -> Content:
    for name, summary in original.tables.items():
        if copied.tables.get(name) != summary:
            raise Mismatch(name)
    if list(map(tuple, original.tallies)) != list(map(tuple, copied.tallies)):
        raise Mismatch("ballot_choice")
    return original


async def content(database: Database) -> Content:
    """Return a summary of a database."""
    return await database.read(_content)


async def _content(reader: Reader) -> Content:
    tables = {table.name: await _digest(reader, table) for table in await _tables(reader)}
    return Content(tables, await reader.execute(TALLIES))


async def _digest(reader: Reader, table: Table) -> tuple[int, str]:
    count, digest, last = 0, hashlib.sha256(), None
    while rows := await _page(reader, table, last):
        for row in rows:
            digest.update(repr(tuple(row)).encode())
        count, last = count + len(rows), rows[-1]
    return count, digest.hexdigest()


async def _tables(reader: Reader) -> Sequence[Table]:
    tables = []
    for name in table_names():
        columns = await reader.columns(name)
        key = [column.name for column in columns if column.is_key]
        tables.append(Table(name, sorted(column.name for column in columns), key))
    return tables


async def _pages(database: Database, table: Table) -> AsyncIterator[Sequence[Row]]:
    last: Row | None = None
    while rows := await database.read(partial(_page, table=table, last=last)):
        yield rows
        last = rows[-1]


async def _page(reader: Reader, table: Table, last: Row | None) -> Sequence[Row]:
    """Return the next rows in key order, at most PAGE_ROWS: those after the row `last`, or the first if it is None."""
    key, columns = ", ".join(table.key), ", ".join(table.columns)
    names = [f"after_{column}" for column in table.key]
    after = f"WHERE ({key}) > ({', '.join(f':{name}' for name in names)})" if last else ""
    found = dict(zip(table.columns, last or (), strict=False))
    values: Values = {name: found.get(column) for name, column in zip(names, table.key, strict=True)}
    return await reader.execute(f"SELECT {columns} FROM {table.name} {after} ORDER BY {key} LIMIT {PAGE_ROWS}", values)


async def _insert(writer: Writer, table: Table, rows: Sequence[Row]) -> None:
    names = ", ".join(f":{column}" for column in table.columns)
    sql = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({names})"
    await writer.execute_many(sql, [dict(zip(table.columns, row, strict=True)) for row in rows])


async def _last_ids(database: Database) -> Mapping[str, int]:
    """Return the last id that each table with generated ids has assigned, even if its row has been deleted."""
    if isinstance(database.engine, SqliteEngine):
        sql = "SELECT name, seq FROM sqlite_sequence"
    else:
        sql = "SELECT CAST(sequencename AS TEXT), last_value FROM pg_sequences WHERE schemaname = current_schema()"
    rows = await database.read(lambda reader: reader.execute(sql))
    return {str(name).removesuffix("_id_seq"): last for name, last in rows if last}


async def _set_last_ids_in_file(writer: Writer, ids: Mapping[str, int]) -> None:
    known = {name for (name,) in await writer.execute(SELECT_TABLES_WITH_SEQUENCE)}
    for name, last in ids.items():
        if name in known:
            await writer.execute("DELETE FROM sqlite_sequence WHERE name = :name", {"name": name})
            await writer.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)", {"name": name, "last": last}
            )


async def _set_last_ids_on_server(writer: Writer, ids: Mapping[str, int]) -> None:
    for (name,) in await writer.execute(SELECT_IDENTITIES):
        ((newest,),) = await writer.execute(f"SELECT coalesce(max(id), 0) FROM {name}")
        if last := max(newest, ids.get(name, 0)):
            sql = "SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"
            await writer.execute(sql, {"table": name, "last": last})
