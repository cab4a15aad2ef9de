"""Generates rows for any table from the schema, so that new tables are tested automatically."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import psycopg

from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.core.storage.location import Location, PostgresUrl
from bot.core.storage.sql import Reader
from bot.ids import GuildId, UserId

SAM, JIWOO = UserId(111_222_333_444_555_666), UserId(777_888_999_000_111_222)
CLUB, CINEMA = GuildId(333_222_111_666_555_444), GuildId(999_888_777_222_111_000)
KINDS: Mapping[str, object] = {"INTEGER": 1, "TEXT": "x", "REAL": 1.0, "BLOB": b"x"}
VALUES: Mapping[str, object] = {
    "film.year": 2004,
    "person_setting.language": "en",
    "poll.method": "single",
    "poll_draft.method": "single",
    "poll_draft.tie_break": "draw",
    "poll.tie_break": "draw",
    "report.language": "en",
    "server_setting.language": "en",
    "tear_question.language": "en",
    "tear_year_post.language": "en",
}
"""Values for columns that accept only certain ones, or of which at least one must be set."""

NUMBERED = frozenset({"poll.draft_id", "film.slug"})
"""Columns whose values must differ in each row."""


class Column(NamedTuple):
    """A column as SQLite describes it. `key` is its position in the primary key, or 0 if it has none."""

    name: str
    kind: str
    is_needed: int
    default: str | None
    key: int


async def insert_row(database: Database, data: PersonalDataTable, person: int, server: int) -> None:
    """Insert a row with this person and server. If a row can have only one of the two, insert a row for each."""
    ids = {data.user_column: person, data.guild_column: server}
    await _insert_with_ids(database, data.table, {column: whom for column, whom in ids.items() if column})


async def fill_table(database: Database, table: str, person: int, server: int) -> None:
    """Insert a row into any table of a SQLite database, with this person and server where it has columns for them."""
    names = {column.name for column in await _columns(database, table)}
    ids = {"user_id": person, "host_id": person, "guild_id": server}
    await _insert_with_ids(database, table, {column: whom for column, whom in ids.items() if column in names})


async def _insert_with_ids(database: Database, table: str, ids: Mapping[str, int]) -> None:
    try:
        await _insert_one(database, table, ids)
    except sqlite3.IntegrityError:
        if len(ids) < 2:
            raise
        for column, whom in ids.items():
            await _insert_one(database, table, {column: whom})


async def _insert_one(database: Database, table: str, ids: Mapping[str, int]) -> None:
    row = {**await _needed_values(database, table, ids), **ids}
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"
    await database.write(lambda writer: writer.execute(sql, row))


async def _needed_values(database: Database, table: str, ids: Mapping[str, int]) -> Mapping[str, object]:
    """Return the values that a row needs besides its ids, except a row number, which SQLite assigns."""
    columns = await _columns(database, table)
    keys = [column for column in columns if column.key]
    numbered = keys[0].name if [column.kind for column in keys] == ["INTEGER"] else ""
    needed = [column for column in columns if column.name not in {*ids, numbered} and _is_needed(table, column)]
    return {column.name: await _valid_value(database, table, column, ids) for column in needed}


async def _columns(database: Database, table: str) -> Sequence[Column]:
    sql = 'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(:table)'
    return [Column(*row) for row in await database.read(lambda reader: reader.execute(sql, {"table": table}))]


def _is_needed(table: str, column: Column) -> bool:
    has_none = column.default is None
    return f"{table}.{column.name}" in VALUES or (has_none and bool(column.is_needed or column.key))


async def _valid_value(database: Database, table: str, column: Column, ids: Mapping[str, int]) -> object:
    """Return a valid value. A foreign key refers to a row of the same person or server, inserted if there is none."""
    sql = 'SELECT "table", coalesce("to", \'id\') FROM pragma_foreign_key_list(:table) WHERE "from" = :name'
    if not (parents := await database.read(lambda reader: reader.execute(sql, {"table": table, "name": column.name}))):
        return await _plain_value(database, table, column)
    ((parent, key),) = parents
    shared = {column_.name: ids[column_.name] for column_ in await _columns(database, parent) if column_.name in ids}
    theirs = " OR ".join(f"{name} = :{name}" for name in shared) or "true"
    sql = f"SELECT {key} FROM {parent} WHERE {theirs} LIMIT 1"
    if not await database.read(lambda reader: reader.execute(sql, shared)):
        await _insert_with_ids(database, parent, shared)
    return (await database.read(lambda reader: reader.execute(sql, shared)))[0][0]


async def _plain_value(database: Database, table: str, column: Column) -> object:
    if f"{table}.{column.name}" in NUMBERED:
        return (await database.read(lambda reader: reader.execute(f"SELECT 1 + count(*) FROM {table}")))[0][0]
    return VALUES.get(f"{table}.{column.name}", KINDS[column.kind])


async def dump_sql(database: Location) -> str:
    """Return everything in the database, as SQL."""
    if isinstance(database, PostgresUrl):
        return _dump_postgres(database)
    with closing(sqlite3.connect(database)) as connection:
        return "\n".join(connection.iterdump())


def _dump_postgres(url: PostgresUrl) -> str:
    with psycopg.connect(url.url) as connection:
        names = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        tables = {name: connection.execute(f'SELECT * FROM "{name}"'.encode()).fetchall() for name in names}
    return "\n".join(f'INSERT INTO "{name}" VALUES{row}' for name, rows in tables.items() for row in rows)


async def rows(reader: Reader, table: str, column: str, value: int) -> Sequence[Any]:
    """Return the rows of a table with this value in this column."""
    return await reader.execute(f"SELECT * FROM {table} WHERE {column} = :value", {"value": value})
