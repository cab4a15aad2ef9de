"""Decides what is exported, when data is deleted, and how an export is formatted."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from bot.core.personal_data import PersonalDataTable
from bot.ids import NO_USER, UserId

DAY_SECONDS = 24 * 60 * 60
GRACE_DAYS = 30
"""Days after which the data of a server without the bot is deleted."""
CONFIRMATION_MINUTES = 15
"""Minutes within which a person must confirm."""
MAX_SAFE_INTEGER = 2**53 - 1
"""The largest integer that every JSON parser reads exactly."""

Row = Mapping[str, object]


class RowCounts(Struct, frozen=True):
    """How many rows of a table an erasure deletes, and how many it anonymises."""

    declaration: PersonalDataTable
    deleted: int
    anonymized: int = 0

    @property
    def total(self) -> int:
        """The number of all rows."""
        return self.deleted + self.anonymized


class ExportedTable(Struct, frozen=True):
    """A table in an export.

    `user_columns` and `guild_columns` name the columns of people's and servers' ids. For a child table, `parent` is its
    parent table with the foreign key, and `user_columns` are the parent's. `label_columns` lists columns that hold an
    id, each with the table and column of the id's label.
    """

    name: str
    user_columns: tuple[str, ...]
    guild_columns: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    label_columns: tuple[tuple[str, str, str], ...] = ()


def exported_tables(declarations: Sequence[PersonalDataTable]) -> Sequence[ExportedTable]:
    """Return the tables with people's rows, each once and followed by its child tables."""
    names = sorted({declaration.table for declaration in declarations if declaration.user_column})
    by_name = {name: [declaration for declaration in declarations if declaration.table == name] for name in names}
    return [
        table for name, table_declarations in by_name.items() for table in _with_child_tables(name, table_declarations)
    ]


def _with_child_tables(name: str, declarations: Sequence[PersonalDataTable]) -> Sequence[ExportedTable]:
    user_columns, guild_columns = (
        {getattr(declaration, attribute) for declaration in declarations} - {None}
        for attribute in ("user_column", "guild_column")
    )
    parent = ExportedTable(
        name,
        tuple(sorted(user_columns)),
        tuple(sorted(guild_columns)),
        label_columns=_label_columns(name, declarations),
    )
    children = sorted({child for declaration in declarations for child in declaration.child_tables})
    return [
        parent,
        *(
            ExportedTable(
                child, parent.user_columns, parent=(name, column), label_columns=_label_columns(child, declarations)
            )
            for child, column in children
        ),
    ]


def _label_columns(name: str, declarations: Sequence[PersonalDataTable]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        sorted(
            {
                (column, target, label)
                for declaration in declarations
                for table, column, target, label in declaration.label_columns
                if table == name
            }
        )
    )


def export_json(user_id: UserId, now: int, rows: Mapping[ExportedTable, Sequence[Row]]) -> bytes:
    """Return a person's rows as JSON.

    The person's id, servers' ids and integers above MAX_SAFE_INTEGER are strings; other people's ids are null.
    """
    exported = {
        table.name: [_export_row(row, table, user_id) for row in table_rows] for table, table_rows in rows.items()
    }
    exported_at = datetime.fromtimestamp(now, UTC).isoformat()
    document = {"made": exported_at, "person": str(user_id), "tables": exported}
    return (json.dumps(document, ensure_ascii=False, indent=2, default=bytes.hex) + "\n").encode()


def _export_row(row: Row, table: ExportedTable, user_id: UserId) -> Row:
    return {column: _export_value(column, value, table, user_id) for column, value in row.items()}


def _export_value(column: str, value: object, table: ExportedTable, user_id: UserId) -> object:
    if column in table.user_columns:
        return str(user_id) if value == user_id else None
    is_id = column in table.guild_columns or (isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER)
    return str(value) if is_id and value is not None else value


def has_elapsed(since: int, now: int, days: int) -> bool:
    """Return whether `days` have passed between two epoch seconds."""
    return now >= since + days * DAY_SECONDS


def confirmation_argument(user_id: UserId, asked_at: int) -> str:
    """Return the argument of the confirmation buttons: who was asked, and when."""
    return f"{user_id}:{asked_at}"


def parse_confirmation(argument: str) -> tuple[UserId, int]:
    """Return who was asked and when, or NO_USER and 0 for an argument that we did not create."""
    user_id, _, asked_at = argument.partition(":")
    is_ours = all(part.isascii() and part.isdigit() for part in (user_id, asked_at))
    return (UserId(int(user_id)), int(asked_at)) if is_ours else (NO_USER, 0)


def is_fresh(asked_at: int, now: int) -> bool:
    """Return whether a question asked at `asked_at` can still be answered."""
    return now - asked_at <= CONFIRMATION_MINUTES * 60
