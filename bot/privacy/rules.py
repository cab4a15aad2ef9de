"""What is kept of whom, when it goes, and what a copy of it looks like."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.personal_data import PersonalDataTable

DAY_SECONDS = 24 * 60 * 60
GRACE_DAYS = 30
"""How long a server may be without the bot until it is forgotten."""
CONFIRMATION_MINUTES = 15
"""How long the question whether to forget somebody may be answered."""
MAX_SAFE_INTEGER = 2**53 - 1
"""The largest whole number that every reader of JSON reads as it was written."""

Row = Mapping[str, object]
NOBODY = 0


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How many rows of a table go when their person is forgotten, and how many stay without a name."""

    declaration: PersonalDataTable
    deleted: int
    anonymized: int = 0

    @property
    def total(self) -> int:
        """All the rows."""
        return self.deleted + self.anonymized


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table with rows of people; its columns with ids of people and of servers; or a part of another, by a column.

    `named` has columns with the table, and the column there, that say what is meant by the number in them.
    """

    name: str
    user_columns: tuple[str, ...]
    guild_columns: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    label_columns: tuple[tuple[str, str, str], ...] = ()


def exported_tables(declarations: Sequence[PersonalDataTable]) -> Sequence[ExportedTable]:
    """The tables with rows of people, however often one is told of, each with its parts after it."""
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
                part, parent.user_columns, parent=(name, column), label_columns=_label_columns(part, declarations)
            )
            for part, column in children
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


def export_json(user_id: int, now: int, rows: Mapping[ExportedTable, Sequence[Row]]) -> bytes:
    """A person's rows as JSON, made at an epoch second; ids are texts, and nobody else's id is among them."""
    exported = {
        table.name: [_export_row(row, table, user_id) for row in table_rows] for table, table_rows in rows.items()
    }
    exported_at = datetime.fromtimestamp(now, UTC).isoformat()
    document = {"made": exported_at, "person": str(user_id), "tables": exported}
    return (json.dumps(document, ensure_ascii=False, indent=2, default=bytes.hex) + "\n").encode()


def _export_row(row: Row, table: ExportedTable, user_id: int) -> Row:
    return {column: _export_value(column, value, table, user_id) for column, value in row.items()}


def _export_value(column: str, value: object, table: ExportedTable, user_id: int) -> object:
    if column in table.user_columns:
        return str(user_id) if value == user_id else None
    is_id = column in table.guild_columns or (isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER)
    return str(value) if is_id and value is not None else value


def has_elapsed(since: int, now: int, days: int) -> bool:
    """Whether so many days have passed between two epoch seconds."""
    return now >= since + days * DAY_SECONDS


def confirmation_argument(user_id: int, now: int) -> str:
    """What the button that erases carries: whom, and when they were asked."""
    return f"{user_id}:{now}"


def parse_confirmation(argument: str) -> tuple[int, int]:
    """Whom a button would erase, and when they were asked; NOBODY for what no button of ours carries."""
    user_id, _, asked_at = argument.partition(":")
    is_ours = all(part.isascii() and part.isdigit() for part in (user_id, asked_at))
    return (int(user_id), int(asked_at)) if is_ours else (NOBODY, 0)


def is_fresh(asked_at: int, now: int) -> bool:
    """Whether a question asked at `made` may still be answered."""
    return now - asked_at <= CONFIRMATION_MINUTES * 60
