"""The interface of the connections that queries receive, which run SQL with named parameters on any engine."""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

Values = Mapping[str, object]
Row = Sequence[Any]
T = TypeVar("T")
R = TypeVar("R")
Coro: TypeAlias = Coroutine[Any, Any, T]


@dataclass(frozen=True, slots=True)
class SqlCondition:
    """A condition in SQL, and the values of its named parameters."""

    sql: str
    values: Values


class Reader(Protocol):
    """Runs SQL statements that only read."""

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Return every row of a statement."""

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        """Return every row of a statement as a dataclass; its fields are named like the columns."""


class Writer(Reader, Protocol):
    """Runs SQL statements inside a transaction."""

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""


ReadingWork: TypeAlias = Callable[[Reader], Coro[T]]
WritingWork: TypeAlias = Callable[[Writer], Coro[T]]
"""One unit of work; it may await nothing but the connection that it receives."""
