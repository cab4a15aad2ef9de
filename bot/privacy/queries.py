"""The SQL statements of privacy, built from the tables and columns that the features declare."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.core.personal_data import PersonalDataTable
from bot.core.storage.sql import Reader, Values, Writer
from bot.ids import GuildId, UserId
from bot.privacy.rules import ExportedTable, Row, RowCounts

DEPARTURE_TABLE = "departure"
"""The table of the servers that the bot has left."""
IDENTIFIER = re.compile(r"[a-z_]+")


def quoted(name: str) -> str:
    """Return the name of a table or column as an SQL identifier; raise ValueError if it does not look like ours."""
    if not IDENTIFIER.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of one of our tables or columns")
    return f'"{name}"'


def _column_equals(column: str | None, parameter: str) -> str:
    return f"{quoted(column or '')} = :{parameter}"


def _anonymized_condition(declaration: PersonalDataTable) -> str:
    """Return the condition for rows that are kept without their person's id."""
    if not declaration.anonymize:
        return "FALSE"
    return _column_equals(declaration.anonymize_where[0], "kept_value") if declaration.anonymize_where else "TRUE"


def _user_values(declaration: PersonalDataTable, user_id: UserId) -> Values:
    return {"user_id": user_id, "kept_value": declaration.anonymize_where[1] if declaration.anonymize_where else None}


async def count_user_rows(reader: Reader, declaration: PersonalDataTable, user_id: UserId) -> RowCounts:
    """Count a person's rows in a table: those that an erasure would delete, and those that it would anonymise."""
    sql = (
        f"SELECT count(*) AS total, count(*) FILTER (WHERE {_anonymized_condition(declaration)}) AS anonymized"
        f" FROM {quoted(declaration.table)} WHERE {_column_equals(declaration.user_column, 'user_id')}"
    )

    def row_counts(total: int, anonymized: int) -> RowCounts:
        return RowCounts(declaration, total - anonymized, anonymized)

    (counts,) = await reader.select(row_counts, sql, _user_values(declaration, user_id))
    return counts


async def erase_user_rows(writer: Writer, declaration: PersonalDataTable, user_id: UserId) -> None:
    """Delete a person's rows from a table, or only set the id in them to null where the declaration says so."""
    table, condition = quoted(declaration.table), _column_equals(declaration.user_column, "user_id")
    values = _user_values(declaration, user_id)
    is_anonymized = _anonymized_condition(declaration)
    # Delete first: if another transaction closes a row meanwhile, the second statement still finds it.
    await writer.execute(f"DELETE FROM {table} WHERE {condition} AND NOT ({is_anonymized})", values)
    if declaration.anonymize:
        column = quoted(declaration.user_column or "")
        await writer.execute(f"UPDATE {table} SET {column} = NULL WHERE {condition} AND {is_anonymized}", values)


async def list_user_rows(reader: Reader, table: ExportedTable, user_id: UserId) -> Sequence[Row]:
    """Return a person's rows of a table or a child table, with labels of ids, ordered by all columns of the table."""
    columns = [quoted(column.name) for column in await reader.columns(table.name)]
    order = ", ".join(f"{column} NULLS FIRST" for column in columns)
    labels = "".join(f", {_labelled_column(table.name, *label)}" for label in table.label_columns)
    condition = " OR ".join(_column_equals(column, "user_id") for column in table.user_columns)
    if table.parent:
        parent, column = table.parent
        condition = f"{quoted(column)} IN (SELECT id FROM {quoted(parent)} WHERE {condition})"
    sql = f"SELECT {', '.join(columns)}{labels} FROM {quoted(table.name)} WHERE {condition} ORDER BY {order}"
    return await reader.select(dict, sql, {"user_id": user_id})


def _labelled_column(table: str, column: str, target: str, name: str) -> str:
    """Return the SQL of a column with the label of the id in `column`, such as "film_slug" for "film_id"."""
    value, target_table, reference = quoted(name), quoted(target), f"{quoted(table)}.{quoted(column)}"
    label = quoted(f"{column.removesuffix('_id')}_{name}")
    return f"(SELECT {value} FROM {target_table} AS target WHERE target.id = {reference}) AS {label}"


async def count_guild_rows(reader: Reader, declaration: PersonalDataTable, guild_id: GuildId) -> RowCounts:
    """Count a server's rows in a table."""
    condition = _column_equals(declaration.guild_column, "guild_id")
    sql = f"SELECT count(*) FROM {quoted(declaration.table)} WHERE {condition}"
    return RowCounts(declaration, (await reader.execute(sql, {"guild_id": guild_id}))[0][0])


async def list_guilds_with_rows(reader: Reader, declarations: Iterable[PersonalDataTable]) -> frozenset[GuildId]:
    """Return the ids of all servers that have a row in any of these tables."""
    columns_and_tables = [
        (quoted(declaration.guild_column or ""), quoted(declaration.table)) for declaration in declarations
    ]
    parts = [f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL" for column, table in columns_and_tables]
    return frozenset(row[0] for row in await reader.execute(" UNION ".join(parts))) if parts else frozenset()


async def list_departures(reader: Reader) -> Mapping[GuildId, int]:
    """Return the epoch second at which the bot was first found missing from each server, by server id, oldest first."""
    sql = "SELECT guild_id, departed_at FROM departure ORDER BY departed_at, guild_id"
    return dict(await reader.select(_departure, sql))


def _departure(guild_id: GuildId, departed_at: int) -> tuple[GuildId, int]:
    return guild_id, departed_at


async def insert_departures(writer: Writer, guild_ids: Collection[GuildId], departed_at: int) -> None:
    """Record that the bot has left these servers, unless that is recorded already."""
    sql = "INSERT INTO departure (guild_id, departed_at) VALUES (:guild_id, :departed_at) ON CONFLICT DO NOTHING"
    await writer.execute_many(sql, [{"guild_id": guild_id, "departed_at": departed_at} for guild_id in guild_ids])


async def delete_departures(writer: Writer, guild_ids: Collection[GuildId]) -> None:
    """Delete the departures of servers that the bot is in again, or whose rows have all been deleted."""
    sql = "DELETE FROM departure WHERE guild_id = :guild_id"
    await writer.execute_many(sql, [{"guild_id": guild_id} for guild_id in guild_ids])


async def has_guild_rows(reader: Reader, declaration: PersonalDataTable, guild_id: GuildId) -> bool:
    """Return whether a table has any row of a server."""
    condition = _column_equals(declaration.guild_column, "guild_id")
    return await _exists(reader, declaration.table, condition, {"guild_id": guild_id})


async def delete_guild_rows(writer: Writer, declaration: PersonalDataTable, guild_id: GuildId, limit: int) -> None:
    """Delete at most `limit` of a server's rows."""
    condition = _column_equals(declaration.guild_column, "guild_id")
    await _delete_limited(writer, declaration.table, condition, {"guild_id": guild_id, "limit": limit})


async def has_expired_rows(reader: Reader, declaration: PersonalDataTable, until: int) -> bool:
    """Return whether a table has any row created at or before the epoch second `until`."""
    return await _exists(reader, declaration.table, _created_until(declaration), {"until": until})


async def delete_expired_rows(writer: Writer, declaration: PersonalDataTable, until: int, limit: int) -> None:
    """Delete at most `limit` rows created at or before the epoch second `until`."""
    await _delete_limited(writer, declaration.table, _created_until(declaration), {"until": until, "limit": limit})


def _created_until(declaration: PersonalDataTable) -> str:
    return f"{quoted(declaration.created_column or '')} <= :until"


async def _exists(reader: Reader, table: str, condition: str, values: Values) -> bool:
    sql = f"SELECT EXISTS (SELECT 1 FROM {quoted(table)} WHERE {condition})"
    return bool((await reader.execute(sql, values))[0][0])


async def _delete_limited(writer: Writer, table: str, condition: str, values: Values) -> None:
    quoted_table = quoted(table)
    key = ", ".join(quoted(column.name) for column in await writer.columns(table) if column.is_key)
    selected = f"SELECT {key} FROM {quoted_table} WHERE {condition} LIMIT :limit"
    await writer.execute(f"DELETE FROM {quoted_table} WHERE ({key}) IN ({selected})", values)
