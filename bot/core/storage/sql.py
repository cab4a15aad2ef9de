"""The interface of the connections that queries receive, which run SQL with named parameters on any engine."""

import re
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Protocol, TypeAlias, TypeVar

from msgspec import Struct, field

Values = Mapping[str, object]
Row = Sequence[Any]
T = TypeVar("T")
R = TypeVar("R")
Coro: TypeAlias = Coroutine[Any, Any, T]
Lock: TypeAlias = tuple[str, int]
"""The subject on which units of work take turns: its kind and its id, such as ("poll", 12)."""
INTERACTION: ContextVar[int | None] = ContextVar("interaction", default=None)
"""The id of the interaction that the running task handles, set only where another process can receive it too."""
UNSTORABLE = re.compile("[\\0\ud800-\udfff]")
"""Characters that one of the databases refuses or cannot read: NUL, and halves of surrogate pairs."""


class SqlFragment(Struct, frozen=True):
    """A condition in SQL, and the values of its named parameters."""

    sql: str
    values: Values


class ColumnName(Struct, frozen=True):
    """A column's name, and whether it belongs to the primary key."""

    name: str
    is_key: bool


class Reader(Protocol):
    """Runs SQL statements that only read."""

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Run a statement and return all of its rows."""

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        """Run a statement and return each row as a struct whose fields are named like the columns."""

    async def columns(self, table: str) -> Sequence[ColumnName]:
        """Return the columns of a table, in order."""

    async def compute(self, work: Callable[[], T]) -> T:
        """Run a slow function outside the event loop's thread, and return its result."""


class Writer(Reader, Protocol):
    """Runs SQL statements inside a transaction."""

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""

    async def notify(self, topic: str, changed_id: int) -> None:
        """Tell the other processes the topic and the id of what changed, once this transaction is committed."""


ReadingWork: TypeAlias = Callable[[Reader], Coro[T]]
WritingWork: TypeAlias = Callable[[Writer], Coro[T]]
"""One unit of work; it must await nothing but the connection that it receives."""


class WorkResult(Struct, frozen=True):
    """The result of one unit of work, or the error that rolled it back."""

    result: Any = None
    error: Exception | None = None


class PendingWrite(Struct, eq=False):
    """A unit of work that waits for its commit, which sets `result`.

    While `is_started`, a running commit can include it.
    """

    work: WritingWork[Any]
    result: WorkResult | None = None
    is_started: bool = False
    interaction_id: int | None = field(default_factory=INTERACTION.get)


def storable(values: Values | None) -> dict[str, object]:
    """Return values without NULs and lone surrogates, which not every engine can store."""
    return {name: _storable(value) if isinstance(value, str) else value for name, value in (values or {}).items()}


def _storable(text: str) -> str:
    return UNSTORABLE.sub("", text)


def build_rows(row_type: Callable[..., R], description: Iterable[Sequence[Any]], rows: Iterable[Row]) -> list[R]:
    """Return rows as structs; `description` has one sequence per column, which begins with the column's name."""
    names = tuple(column[0] for column in description)
    if names == getattr(row_type, "__struct_fields__", None):
        return [row_type(*row) for row in rows]  # takes a third of the time
    return [row_type(**dict(zip(names, row, strict=True))) for row in rows]
