"""What a query is given: somebody who runs SQL statements with named parameters, whatever the engine."""

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
    """What a query that only reads is given: rows of one SQL statement with named parameters."""

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Return every row of a statement."""

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        """Return every row of a statement as a dataclass, built by the names of its columns."""


class Writer(Reader, Protocol):
    """What a query inside a transaction is given."""

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""


ReadingWork: TypeAlias = Callable[[Reader], Coro[T]]
WritingWork: TypeAlias = Callable[[Writer], Coro[T]]
"""What is done in one go: it may wait for nothing but the reader or writer that it is given."""
