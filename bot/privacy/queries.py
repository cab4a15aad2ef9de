"""Every SQL statement of privacy, made of the tables and columns that the features tell of."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.core.personal_data import PersonalDataTable
from bot.core.storage.sql import Reader, Values, Writer
from bot.privacy.rules import ExportedTable, Row, RowCounts

DEPARTURE = "departure"
"""The table of the servers that the bot is not in."""
NAME = re.compile(r"[a-z_]+")


def quoted(name: str) -> str:
    """A table's or a column's name as SQL; raises ValueError for one that is none of ours."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a table or column of ours")
    return f'"{name}"'


def _of(column: str | None, parameter: str) -> str:
    return f"{quoted(column or '')} = :{parameter}"


def _stays(keeps: PersonalDataTable) -> str:
    """What is true of the rows that stay without a name."""
    if not keeps.anonymize:
        return "0"
    return f"{quoted(keeps.anonymize_where[0])} IS :stays" if keeps.anonymize_where else "1"


def _with_stays(keeps: PersonalDataTable, person: int) -> Values:
    return {"person": person, "stays": keeps.anonymize_where[1] if keeps.anonymize_where else None}


async def kept(reader: Reader, keeps: PersonalDataTable, person: int) -> RowCounts:
    """How many rows of a person a table has."""
    sql = f"SELECT count(*), coalesce(sum({_stays(keeps)}), 0) FROM {quoted(keeps.table)} WHERE "  # noqa: S608  # our names
    all_of_them, stays = (await reader.execute(sql + _of(keeps.user_column, "person"), _with_stays(keeps, person)))[0]
    return RowCounts(keeps, all_of_them - stays, stays)


async def erase(writer: Writer, keeps: PersonalDataTable, person: int) -> None:
    """Take a person's id out of a table, with the rows or without them."""
    table, theirs, values = quoted(keeps.table), _of(keeps.user_column, "person"), _with_stays(keeps, person)
    if keeps.anonymize:
        nobodys = f"UPDATE {table} SET {quoted(keeps.user_column or '')} = NULL WHERE {theirs} AND {_stays(keeps)}"  # noqa: S608  # our names
        await writer.execute(nobodys, values)
    await writer.execute(f"DELETE FROM {table} WHERE {theirs}", values)  # noqa: S608  # our names


async def rows(reader: Reader, table: ExportedTable, person: int) -> Sequence[Row]:
    """Every row of a person in a table, always in the same order."""
    columns = await _columns(reader, table.name)
    names = ", ".join(quoted(column) for column in columns)
    told = "".join(f", ({_name(table.name, *named)})" for named in table.label_columns)
    theirs = " OR ".join(_of(column, "person") for column in table.user_columns)
    if table.parent:
        whole, column = table.parent
        theirs = f"{quoted(column)} IN (SELECT id FROM {quoted(whole)} WHERE {theirs})"  # noqa: S608  # our names
    sql = f"SELECT {names}{told} FROM {quoted(table.name)} WHERE {theirs} ORDER BY {names}"  # noqa: S608  # our names
    keys = [*columns, *(f"{column}_{name}" for column, _, name in table.label_columns)]
    return [dict(zip(keys, row, strict=True)) for row in await reader.execute(sql, {"person": person})]


def _name(table: str, column: str, of: str, name: str) -> str:
    """What the row says that a number refers to."""
    return f"SELECT {quoted(name)} FROM {quoted(of)} AS told WHERE told.id = {quoted(table)}.{quoted(column)}"  # noqa: S608  # our names


async def of_server(reader: Reader, keeps: PersonalDataTable, server: int) -> RowCounts:
    """How many rows of a server a table has."""
    sql = f"SELECT count(*) FROM {quoted(keeps.table)} WHERE {_of(keeps.guild_column, 'server')}"  # noqa: S608  # our names
    return RowCounts(keeps, (await reader.execute(sql, {"server": server}))[0][0])


async def servers(reader: Reader, told: Iterable[PersonalDataTable]) -> frozenset[int]:
    """Every server with a row in any of these tables."""
    each = [(quoted(keeps.guild_column or ""), quoted(keeps.table)) for keeps in told]
    parts = [f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL" for column, table in each]  # noqa: S608  # our names
    return frozenset(row[0] for row in await reader.execute(" UNION ".join(parts))) if parts else frozenset()


async def departures(reader: Reader) -> Mapping[int, int]:
    """The servers that the bot is not in, each with the epoch second at which that was first seen."""
    return {
        row[0]: row[1] for row in await reader.execute("SELECT server, since FROM departure ORDER BY since, server")
    }


async def put_departures(writer: Writer, gone: Collection[int], since: int) -> None:
    """Note that the bot is not in these servers, unless that is known already."""
    sql = "INSERT INTO departure (server, since) VALUES (:server, :since) ON CONFLICT DO NOTHING"
    await writer.execute_many(sql, [{"server": server, "since": since} for server in gone])


async def drop_departures(writer: Writer, back: Collection[int]) -> None:
    """Note that the bot is in these servers, or that nothing of them is left."""
    await writer.execute_many("DELETE FROM departure WHERE server = :server", [{"server": server} for server in back])


async def has_of_server(reader: Reader, keeps: PersonalDataTable, server: int) -> bool:
    """Whether a table has any row of a server."""
    return await _has(reader, keeps.table, _of(keeps.guild_column, "server"), {"server": server})


async def take_of_server(writer: Writer, keeps: PersonalDataTable, server: int, most: int) -> None:
    """Delete rows of a server, at most so many."""
    await _take(writer, keeps.table, _of(keeps.guild_column, "server"), {"server": server, "most": most})


async def has_old(reader: Reader, keeps: PersonalDataTable, before: int) -> bool:
    """Whether a table has any row of an epoch second, or of one before it."""
    return await _has(reader, keeps.table, f"{quoted(keeps.created_column or '')} <= :before", {"before": before})


async def take_old(writer: Writer, keeps: PersonalDataTable, before: int, most: int) -> None:
    """Delete rows of an epoch second and of those before it, at most so many."""
    old = f"{quoted(keeps.created_column or '')} <= :before"
    await _take(writer, keeps.table, old, {"before": before, "most": most})


async def _has(reader: Reader, table: str, condition: str, values: Values) -> bool:
    sql = f"SELECT EXISTS (SELECT 1 FROM {quoted(table)} WHERE {condition})"  # noqa: S608  # our names
    return bool((await reader.execute(sql, values))[0][0])


async def _take(writer: Writer, table: str, condition: str, values: Values) -> None:
    key, of = await _key(writer, table), quoted(table)
    some = f"SELECT {key} FROM {of} WHERE {condition} LIMIT :most"  # noqa: S608  # our names
    await writer.execute(f"DELETE FROM {of} WHERE ({key}) IN ({some})", values)  # noqa: S608  # our names


async def _key(reader: Reader, table: str) -> str:
    """What tells the rows of a table apart; SQLite numbers them, unless the table says WITHOUT ROWID."""
    listed = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = :table"
    keyed = "SELECT name FROM pragma_table_info(:table) WHERE pk > 0 ORDER BY pk"
    if not (await reader.execute(listed, {"table": table}))[0][0]:
        return "rowid"
    return ", ".join(quoted(row[0]) for row in await reader.execute(keyed, {"table": table}))


async def _columns(reader: Reader, table: str) -> Sequence[str]:
    """The columns of a table, as SQLite tells them."""
    return [row[0] for row in await reader.execute("SELECT name FROM pragma_table_info(:table)", {"table": table})]
