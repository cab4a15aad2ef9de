"""Every SQL statement of privacy, made of the tables and columns that the features tell of."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.core.personal_data import PersonalDataTable
from bot.core.storage.sql import Reader, Values, Writer
from bot.privacy.rules import ExportedTable, Row, RowCounts

DEPARTURE_TABLE = "departure"
"""The table of the servers that the bot is not in."""
IDENTIFIER = re.compile(r"[a-z_]+")


def quoted(name: str) -> str:
    """A table's or a column's name as SQL; raises ValueError for one that is none of ours."""
    if not IDENTIFIER.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a table or column of ours")
    return f'"{name}"'


def _column_equals(column: str | None, parameter: str) -> str:
    return f"{quoted(column or '')} = :{parameter}"


def _anonymized_condition(declaration: PersonalDataTable) -> str:
    """What is true of the rows that stay without a name."""
    if not declaration.anonymize:
        return "0"
    return f"{quoted(declaration.anonymize_where[0])} IS :stays" if declaration.anonymize_where else "1"


def _user_parameters(declaration: PersonalDataTable, user_id: int) -> Values:
    return {"person": user_id, "stays": declaration.anonymize_where[1] if declaration.anonymize_where else None}


async def count_user_rows(reader: Reader, declaration: PersonalDataTable, user_id: int) -> RowCounts:
    """How many rows of a person a table has."""
    condition = _column_equals(declaration.user_column, "person")
    sql = (
        f"SELECT count(*), coalesce(sum({_anonymized_condition(declaration)}), 0)"
        f" FROM {quoted(declaration.table)} WHERE {condition}"
    )
    ((total, anonymized),) = await reader.execute(sql, _user_parameters(declaration, user_id))
    return RowCounts(declaration, total - anonymized, anonymized)


async def erase_user_rows(writer: Writer, declaration: PersonalDataTable, user_id: int) -> None:
    """Take a person's id out of a table, with the rows or without them."""
    table, condition, values = (
        quoted(declaration.table),
        _column_equals(declaration.user_column, "person"),
        _user_parameters(declaration, user_id),
    )
    if declaration.anonymize:
        column, anonymized = quoted(declaration.user_column or ""), _anonymized_condition(declaration)
        await writer.execute(f"UPDATE {table} SET {column} = NULL WHERE {condition} AND {anonymized}", values)
    await writer.execute(f"DELETE FROM {table} WHERE {condition}", values)


async def user_rows(reader: Reader, table: ExportedTable, user_id: int) -> Sequence[Row]:
    """Every row of a person in a table, always in the same order."""
    columns = await _column_names(reader, table.name)
    names = ", ".join(quoted(column) for column in columns)
    labels = "".join(f", ({_select_label(table.name, *label_column)})" for label_column in table.label_columns)
    condition = " OR ".join(_column_equals(column, "person") for column in table.user_columns)
    if table.parent:
        parent, column = table.parent
        condition = f"{quoted(column)} IN (SELECT id FROM {quoted(parent)} WHERE {condition})"
    sql = f"SELECT {names}{labels} FROM {quoted(table.name)} WHERE {condition} ORDER BY {names}"
    keys = [*columns, *(f"{column}_{name}" for column, _, name in table.label_columns)]
    return [dict(zip(keys, row, strict=True)) for row in await reader.execute(sql, {"person": user_id})]


def _select_label(table: str, column: str, target: str, name: str) -> str:
    """What the row says that a number refers to."""
    value, target_table, reference = quoted(name), quoted(target), f"{quoted(table)}.{quoted(column)}"
    return f"SELECT {value} FROM {target_table} AS target WHERE target.id = {reference}"


async def count_guild_rows(reader: Reader, declaration: PersonalDataTable, guild_id: int) -> RowCounts:
    """How many rows of a server a table has."""
    condition = _column_equals(declaration.guild_column, "server")
    sql = f"SELECT count(*) FROM {quoted(declaration.table)} WHERE {condition}"
    return RowCounts(declaration, (await reader.execute(sql, {"server": guild_id}))[0][0])


async def guilds_with_rows(reader: Reader, declarations: Iterable[PersonalDataTable]) -> frozenset[int]:
    """Every server with a row in any of these tables."""
    columns_and_tables = [
        (quoted(declaration.guild_column or ""), quoted(declaration.table)) for declaration in declarations
    ]
    parts = [f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL" for column, table in columns_and_tables]
    return frozenset(row[0] for row in await reader.execute(" UNION ".join(parts))) if parts else frozenset()


async def departures(reader: Reader) -> Mapping[int, int]:
    """The servers that the bot is not in, each with the epoch second at which that was first seen."""
    return {
        row[0]: row[1] for row in await reader.execute("SELECT server, since FROM departure ORDER BY since, server")
    }


async def insert_departures(writer: Writer, guild_ids: Collection[int], since: int) -> None:
    """Note that the bot is not in these servers, unless that is known already."""
    sql = "INSERT INTO departure (server, since) VALUES (:server, :since) ON CONFLICT DO NOTHING"
    await writer.execute_many(sql, [{"server": guild_id, "since": since} for guild_id in guild_ids])


async def delete_departures(writer: Writer, guild_ids: Collection[int]) -> None:
    """Note that the bot is in these servers, or that nothing of them is left."""
    await writer.execute_many(
        "DELETE FROM departure WHERE server = :server", [{"server": guild_id} for guild_id in guild_ids]
    )


async def has_guild_rows(reader: Reader, declaration: PersonalDataTable, guild_id: int) -> bool:
    """Whether a table has any row of a server."""
    return await _exists(
        reader, declaration.table, _column_equals(declaration.guild_column, "server"), {"server": guild_id}
    )


async def delete_guild_rows(writer: Writer, declaration: PersonalDataTable, guild_id: int, limit: int) -> None:
    """Delete rows of a server, at most so many."""
    await _delete_limited(
        writer,
        declaration.table,
        _column_equals(declaration.guild_column, "server"),
        {"server": guild_id, "most": limit},
    )


async def has_expired_rows(reader: Reader, declaration: PersonalDataTable, before: int) -> bool:
    """Whether a table has any row of an epoch second, or of one before it."""
    return await _exists(
        reader,
        declaration.table,
        f"{quoted(declaration.created_column or '')} <= :before",
        {"before": before},
    )


async def delete_expired_rows(writer: Writer, declaration: PersonalDataTable, before: int, limit: int) -> None:
    """Delete rows of an epoch second and of those before it, at most so many."""
    condition = f"{quoted(declaration.created_column or '')} <= :before"
    await _delete_limited(writer, declaration.table, condition, {"before": before, "most": limit})


async def _exists(reader: Reader, table: str, condition: str, values: Values) -> bool:
    sql = f"SELECT EXISTS (SELECT 1 FROM {quoted(table)} WHERE {condition})"
    return bool((await reader.execute(sql, values))[0][0])


async def _delete_limited(writer: Writer, table: str, condition: str, values: Values) -> None:
    key, quoted_table = await _row_key(writer, table), quoted(table)
    selected = f"SELECT {key} FROM {quoted_table} WHERE {condition} LIMIT :most"
    await writer.execute(f"DELETE FROM {quoted_table} WHERE ({key}) IN ({selected})", values)


async def _row_key(reader: Reader, table: str) -> str:
    """What tells the rows of a table apart; SQLite numbers them, unless the table says WITHOUT ROWID."""
    table_info = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = :table"
    primary_key = "SELECT name FROM pragma_table_info(:table) WHERE pk > 0 ORDER BY pk"
    if not (await reader.execute(table_info, {"table": table}))[0][0]:
        return "rowid"
    return ", ".join(quoted(row[0]) for row in await reader.execute(primary_key, {"table": table}))


async def _column_names(reader: Reader, table: str) -> Sequence[str]:
    """The columns of a table, as SQLite tells them."""
    return [row[0] for row in await reader.execute("SELECT name FROM pragma_table_info(:table)", {"table": table})]
