"""A connection of the SQLite driver, which runs single statements or whole units of work in the driver's thread."""

import asyncio
import inspect
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import aiosqlite
from msgspec import Struct, field

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.sql import (
    ColumnName,
    Coro,
    R,
    ReadingWork,
    Row,
    T,
    Values,
    WorkResult,
    WritingWork,
    build_rows,
    storable,
)
from bot.core.storage.sqlite.file_identity import Identity, are_in_place

SELECT_COLUMNS = "SELECT name, pk > 0 AS is_key FROM pragma_table_info(:table)"
BUSY_MILLISECONDS = 1500
CACHE_KIBIBYTES = 8_000
"""Page cache of each connection, large enough for the pages that a search reads."""
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",  # deleted content is overwritten with zeros, not only marked as free
    f"PRAGMA cache_size = -{CACHE_KIBIBYTES}",
)
PRIMARY_CODE_MASK = 0xFF
"""The bits of an error code that name its kind; the others give details."""
UNAVAILABLE_CODES = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
)
"""Errors caused by the disk or by another process: nothing was saved, and a later attempt can succeed."""

CONTENT_ERRORS = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError)
"""Errors raised while reading a damaged file whose values have unexpected types."""


class Connection(Struct, frozen=True):
    """Runs SQL in the driver's thread; commits only while `files` are in place."""

    raw: aiosqlite.Connection
    files: Mapping[Path, Identity] = field(default_factory=dict)

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Run a statement and return all of its rows."""
        return list(await self.raw.execute_fetchall(sql, storable(values)))

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        """Run a statement and return each row as a struct whose fields are named like the columns."""
        async with self.raw.execute(sql, storable(values)) as cursor:
            return build_rows(row_type, cursor.description, await cursor.fetchall())

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""
        await self.raw.executemany(sql, map(storable, rows))

    async def columns(self, table: str) -> Sequence[ColumnName]:
        """Return the columns of a table, in order."""
        return [ColumnName(*row) for row in await self.execute(SELECT_COLUMNS, {"table": table})]

    async def compute(self, work: Callable[[], T]) -> T:
        """Run a function in another thread, and return its result."""
        return await asyncio.to_thread(work)

    async def read(self, work: ReadingWork[T]) -> T:
        """Run a unit of work that reads one snapshot of the database."""
        return await self._run_in_thread(_run_read, work)

    async def commit(self, units_of_work: Sequence[WritingWork[Any]]) -> Sequence[WorkResult]:
        """Run units of work one by one, commit in one transaction those that succeeded, and return all results."""
        return await self._run_in_thread(_run_writes, (units_of_work, self.files))

    async def checkpoint(self) -> bool:
        """Move the write-ahead log's content into the file; return False at once if others are using the log."""
        return await self._run_in_thread(_checkpoint, None)

    async def _run_in_thread(self, function: Callable[[sqlite3.Connection, Any], T], argument: object) -> T:
        """Run a function in the driver's thread; aiosqlite's public methods would switch threads for each statement."""
        result: T = await self.raw._execute(lambda: function(self.raw._conn, argument))  # type: ignore[no-untyped-call]  # noqa: SLF001  # see check_driver
        return result


class SyncConnection(Struct, frozen=True):
    """Runs SQL in the current thread, which is the driver's, for one unit of work."""

    raw: sqlite3.Connection

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Run a statement and return all of its rows."""
        return self.raw.execute(sql, storable(values)).fetchall()

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        """Run a statement and return each row as a struct whose fields are named like the columns."""
        cursor = self.raw.execute(sql, storable(values))
        return build_rows(row_type, cursor.description, cursor.fetchall())

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""
        self.raw.executemany(sql, map(storable, rows))

    async def columns(self, table: str) -> Sequence[ColumnName]:
        """Return the columns of a table, in order."""
        return [ColumnName(*row) for row in await self.execute(SELECT_COLUMNS, {"table": table})]

    async def compute(self, work: Callable[[], T]) -> T:
        """Run a function in this thread, which is not the event loop's, and return its result."""
        return work()

    async def notify(self, topic: str, changed_id: int) -> None:
        """Do nothing: no other process uses the file."""


def check_driver() -> None:
    """Raise StartupError if this aiosqlite lacks the private method or attribute that `Connection` uses."""
    driver = aiosqlite.Connection
    execute, inner = getattr(driver, "_execute", None), getattr(driver, "_conn", None)
    if not inspect.iscoroutinefunction(execute) or not isinstance(inner, property):
        raise StartupError(
            "This aiosqlite is not the version Nunmul was made for (Connection._execute or ._conn has changed): "
            "uv sync installs the right one.",
            ExitCode.LIBRARY_CHANGED,
        )


async def connect(path: Path) -> Connection:
    """Open the database file at `path`; create it if it does not exist."""
    check_driver()
    raw = await aiosqlite.connect(path, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            await raw.execute(pragma)
    except BaseException:
        await raw.close()
        raise
    return Connection(raw)


def is_unavailable(error: sqlite3.Error) -> bool:
    """Return whether the disk or another process prevented saving."""
    return isinstance(error, sqlite3.OperationalError) and _code(error) & PRIMARY_CODE_MASK in UNAVAILABLE_CODES


def reason(error: Exception) -> str:
    """Return why a database cannot be used, without any of its content."""
    if isinstance(error, CONTENT_ERRORS) and not isinstance(error, OSError):
        return "its content cannot be understood"
    if isinstance(error, sqlite3.Error) and not _code(error):
        return "it contains text that cannot be read"
    return str(error)


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's error code, or 0 for an error of the driver itself, such as for text that is not UTF-8."""
    return getattr(error, "sqlite_errorcode", 0)


def _run_read(raw: sqlite3.Connection, work: ReadingWork[T]) -> T:
    raw.execute("BEGIN")
    try:
        return _run_to_completion(work(SyncConnection(raw)))
    finally:
        raw.rollback()


def _run_writes(
    raw: sqlite3.Connection, batch: tuple[Sequence[WritingWork[Any]], Mapping[Path, Identity]]
) -> Sequence[WorkResult]:
    units_of_work, files = batch
    raw.execute("BEGIN IMMEDIATE")
    try:
        run = _run_alone if len(units_of_work) == 1 else _run_in_savepoint
        results = [run(raw, work) for work in units_of_work]
        if raw.in_transaction:
            _commit(raw, files)
    finally:
        if raw.in_transaction:
            raw.rollback()
    return results


def _commit(raw: sqlite3.Connection, files: Mapping[Path, Identity]) -> None:
    if not are_in_place(files):
        error = sqlite3.OperationalError("the database file was deleted, moved or replaced")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED
        raise error
    raw.commit()


def _checkpoint(raw: sqlite3.Connection, _: None) -> bool:
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        is_busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return not is_busy


def _run_alone(raw: sqlite3.Connection, work: WritingWork[Any]) -> WorkResult:
    """Run the only unit of work of a transaction; its failure rolls back the transaction."""
    return _run(raw, work, raw.rollback)


def _run_in_savepoint(raw: sqlite3.Connection, work: WritingWork[Any]) -> WorkResult:
    """Run one unit of work among several; its failure rolls back its own changes only."""
    raw.execute("SAVEPOINT work")
    result = _run(raw, work, lambda: raw.execute("ROLLBACK TO work"))
    raw.execute("RELEASE work")
    return result


def _run(raw: sqlite3.Connection, work: WritingWork[Any], roll_back: Callable[[], object]) -> WorkResult:
    try:
        return WorkResult(_run_to_completion(work(SyncConnection(raw))))
    except Exception as error:  # kept in the result, so that only this unit of work fails
        if isinstance(error, sqlite3.Error) and is_unavailable(error):
            raise  # the other units of work would fail too
        roll_back()
        return WorkResult(error=error)


def _run_to_completion(work: Coro[T]) -> T:
    """Return the result of `work`; raise RuntimeError if it awaits anything but the database."""
    try:
        work.send(None)
    except StopIteration as stop:
        result: T = stop.value
        return result
    work.close()
    raise RuntimeError("a unit of work may await nothing but the database")
