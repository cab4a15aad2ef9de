"""One connection of the SQL driver: a statement at a time, or much in one go, in the driver's own thread."""

import inspect
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiosqlite

from bot.core.errors import ExitCode, StartupError
from bot.core.storage.file_identity import Identity, are_in_place
from bot.core.storage.sql import Coro, R, ReadingWork, Row, T, Values, WritingWork

BUSY_MILLISECONDS = 1500
CACHE_KIBIBYTES = 8_000
"""Of memory for each connection, so that a search finds most pages where it left them."""
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten, not only let go
    f"PRAGMA cache_size = -{CACHE_KIBIBYTES}",
)
PRIMARY_CODE_MASK = 0xFF
"""The part of an error code that names the kind; the rest only says where it happened."""
UNAVAILABLE_CODES = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
)
"""What is wrong with the disk or with another process, and not with us: nothing was saved, and it may be later."""

ODD_CONTENT = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError)
"""What reading raises where a damaged file gives other things than were written."""


@dataclass(frozen=True, slots=True)
class WorkResult:
    """What came of one piece of work: its result, or what it raised, with nothing of it kept."""

    result: Any = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """Spoken to in rows and named values; commits only while `files` are in place."""

    raw: aiosqlite.Connection
    files: Mapping[Path, Identity] = field(default_factory=dict, kw_only=True)

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Every row that the statement gives."""
        return list(await self.raw.execute_fetchall(sql, dict(values or {})))

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        """Return every row of a statement as a dataclass, built by the names of its columns."""
        async with self.raw.execute(sql, dict(values or {})) as cursor:
            return _built(row_type, cursor.description, await cursor.fetchall())

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""
        await self.raw.executemany(sql, [dict(row) for row in rows])

    async def read(self, work: ReadingWork[T]) -> T:
        """What `work` gives, all of it read at one moment."""
        return await self._run_in_thread(_run_read, work)

    async def commit(self, works: Sequence[WritingWork[Any]]) -> Sequence[WorkResult]:
        """Do one work after the other, and commit what those wrote that raised nothing, all at once."""
        return await self._run_in_thread(_run_writes, (works, self.files))

    async def commit_begun(self) -> None:
        """Commit the transaction that is open."""
        await self._run_in_thread(_commit, self.files)

    async def fold(self) -> bool:
        """Copy the write-ahead log into the file and empty it; False, without waiting, while others read it."""
        return await self._run_in_thread(_folded, None)

    async def _run_in_thread(self, do: Callable[[sqlite3.Connection, Any], T], what: object) -> T:
        """Go to the driver's thread once: its public ways go there and back for each statement."""
        done: T = await self.raw._execute(lambda: do(self.raw._conn, what))  # type: ignore[no-untyped-call]  # noqa: SLF001  # see above
        return done


@dataclass(frozen=True, slots=True)
class SyncConnection:
    """A connection without a thread between: for what is done in one go."""

    raw: sqlite3.Connection

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Every row that the statement gives."""
        return self.raw.execute(sql, dict(values or {})).fetchall()

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        """Return every row of a statement as a dataclass, built by the names of its columns."""
        cursor = self.raw.execute(sql, dict(values or {}))
        return _built(row_type, cursor.description, cursor.fetchall())

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""
        self.raw.executemany(sql, [dict(row) for row in rows])


def _built(row_type: Callable[..., R], description: Iterable[Sequence[Any]], rows: Iterable[Row]) -> list[R]:
    names = [column[0] for column in description]
    return [row_type(**dict(zip(names, row, strict=True))) for row in rows]


def check_driver() -> None:
    """Raise StartupError if aiosqlite has changed where `Connection` uses it: its thread and its inner connection."""
    driver = aiosqlite.Connection
    execute, inner = getattr(driver, "_execute", None), getattr(driver, "_conn", None)
    if not inspect.iscoroutinefunction(execute) or not isinstance(inner, property):
        raise StartupError(
            "This aiosqlite is not the one that Nunmul is made for (Connection._execute or ._conn has changed): "
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
    """Whether it is for the disk or another process that nothing was saved."""
    return isinstance(error, sqlite3.OperationalError) and _code(error) & PRIMARY_CODE_MASK in UNAVAILABLE_CODES


def reason(error: Exception) -> str:
    """Return why a database cannot be used, without what stands in it."""
    if isinstance(error, ODD_CONTENT) and not isinstance(error, OSError):
        return "what stands in it cannot be understood"
    if isinstance(error, sqlite3.Error) and not _code(error):
        return "a text in it cannot be read"
    return str(error)


def _code(error: sqlite3.Error) -> int:
    """SQLite's code; 0 for what the driver itself found, as text that is no UTF-8."""
    return getattr(error, "sqlite_errorcode", 0)


def _run_read(raw: sqlite3.Connection, work: ReadingWork[T]) -> T:
    raw.execute("BEGIN")
    try:
        return _run_to_completion(work(SyncConnection(raw)))
    finally:
        raw.rollback()


def _run_writes(
    raw: sqlite3.Connection, asked: tuple[Sequence[WritingWork[Any]], Mapping[Path, Identity]]
) -> Sequence[WorkResult]:
    works, files = asked
    raw.execute("BEGIN IMMEDIATE")
    try:
        done = [_run_in_savepoint(raw, work) for work in works]
        _commit(raw, files)
    finally:
        if raw.in_transaction:
            raw.rollback()
    return done


def _commit(raw: sqlite3.Connection, files: Mapping[Path, Identity]) -> None:
    if not are_in_place(files):
        error = sqlite3.OperationalError("the database file was deleted, moved or replaced")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED
        raise error
    raw.commit()


def _folded(raw: sqlite3.Connection, _: None) -> bool:
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        is_busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return not is_busy


def _run_in_savepoint(raw: sqlite3.Connection, work: WritingWork[Any]) -> WorkResult:
    """Do one work among several; what went wrong with it takes back its own, and nobody else's."""
    raw.execute("SAVEPOINT one")
    try:
        done = WorkResult(_run_to_completion(work(SyncConnection(raw))))
    except Exception as error:  # whatever it is, it is handed to who asked for this work
        if isinstance(error, sqlite3.Error) and is_unavailable(error):
            raise  # the disk is everybody's
        raw.execute("ROLLBACK TO one")
        done = WorkResult(error=error)
    raw.execute("RELEASE one")
    return done


def _run_to_completion(work: Coro[T]) -> T:
    """What `work` gives; raises RuntimeError as soon as it waits for anything but the database."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("what is done in one go waits for the database alone")
