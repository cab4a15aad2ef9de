"""What is kept of whom, when it goes, and what a copy of it looks like."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.personal_data import PersonalDataTable

DAY = 24 * 60 * 60
GRACE_DAYS = 30
"""How long a server may be without the bot until it is forgotten."""
FRESH_MINUTES = 15
"""How long the question whether to forget somebody may be answered."""
EXACT = 2**53 - 1
"""The largest whole number that every reader of JSON reads as it was written."""

Row = Mapping[str, object]
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows of a table go when their person is forgotten, and how many stay without a name."""

    keeps: PersonalDataTable
    goes: int
    stays: int = 0

    @property
    def count(self) -> int:
        """All the rows."""
        return self.goes + self.stays


@dataclass(frozen=True, slots=True)
class Table:
    """A table with rows of people; its columns with ids of people and of servers; or a part of another, by a column.

    `named` has columns with the table, and the column there, that say what is meant by the number in them.
    """

    name: str
    people: tuple[str, ...]
    servers: tuple[str, ...] = ()
    part_of: tuple[str, str] | None = None
    named: tuple[tuple[str, str, str], ...] = ()


def tables(told: Sequence[PersonalDataTable]) -> Sequence[Table]:
    """The tables with rows of people, however often one is told of, each with its parts after it."""
    names = sorted({keeps.table for keeps in told if keeps.user_column})
    by_name = {name: [keeps for keeps in told if keeps.table == name] for name in names}
    return [table for name, of_table in by_name.items() for table in _with_parts(name, of_table)]


def _with_parts(name: str, told: Sequence[PersonalDataTable]) -> Sequence[Table]:
    people, servers = ({getattr(keeps, whose) for keeps in told} - {None} for whose in ("user_column", "guild_column"))
    whole = Table(name, tuple(sorted(people)), tuple(sorted(servers)), named=_named(name, told))
    parts = sorted({part for keeps in told for part in keeps.child_tables})
    return [
        whole,
        *(Table(part, whole.people, part_of=(name, column), named=_named(part, told)) for part, column in parts),
    ]


def _named(name: str, told: Sequence[PersonalDataTable]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        sorted({(column, of, what) for keeps in told for table, column, of, what in keeps.named if table == name})
    )


def copy_of(person: int, made: int, rows: Mapping[Table, Sequence[Row]]) -> bytes:
    """A person's rows as JSON, made at an epoch second; ids are texts, and nobody else's id is among them."""
    told = {table.name: [_told(row, table, person) for row in of_table] for table, of_table in rows.items()}
    day = datetime.fromtimestamp(made, UTC).isoformat()
    whole = {"made": day, "person": str(person), "tables": told}
    return (json.dumps(whole, ensure_ascii=False, indent=2, default=bytes.hex) + "\n").encode()


def _told(row: Row, table: Table, person: int) -> Row:
    return {column: _value(column, value, table, person) for column, value in row.items()}


def _value(column: str, value: object, table: Table, person: int) -> object:
    if column in table.people:
        return str(person) if value == person else None
    is_id = column in table.servers or (isinstance(value, int) and abs(value) > EXACT)
    return str(value) if is_id and value is not None else value


def is_over(since: int, now: int, days: int) -> bool:
    """Whether so many days have passed between two epoch seconds."""
    return now >= since + days * DAY


def question(person: int, now: int) -> str:
    """What the button that erases carries: whom, and when they were asked."""
    return f"{person}:{now}"


def asked(rest: str) -> tuple[int, int]:
    """Whom a button would erase, and when they were asked; NOBODY for what no button of ours carries."""
    person, _, made = rest.partition(":")
    is_ours = all(part.isascii() and part.isdigit() for part in (person, made))
    return (int(person), int(made)) if is_ours else (NOBODY, 0)


def is_fresh(made: int, now: int) -> bool:
    """Whether a question asked at `made` may still be answered."""
    return now - made <= FRESH_MINUTES * 60
