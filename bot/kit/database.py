"""Connections, transactions and migrations; the only module that knows the SQL driver.

One writing connection behind a lock, one reading connection that refuses to write. WAL with synchronous FULL:
what a transaction committed survives a kill and, as far as the disk is honest, a loss of power.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

import aiosqlite

from bot.kit.refusals import CannotStart, Exit, Refusal

BUSY_MILLISECONDS = 1500
CACHE_KIBIBYTES = 8_000
"""Of memory for each connection, so that a search finds most pages where it left them."""
MIGRATIONS = Path(__file__).parent / "migrations"

Values = Mapping[str, object]
Row = Sequence[Any]
T = TypeVar("T")
Work: TypeAlias = Coroutine[Any, Any, T]

LEDGER = "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
PRIMARY = 0xFF
"""The part of an error code that names the kind; the rest only says where it happened."""
CANNOT_SAVE = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
)
"""What is wrong with the disk or with another process, and not with us: nothing was saved, and it may be later."""
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten, not only let go
    f"PRAGMA cache_size = -{CACHE_KIBIBYTES}",
)


class Reader(Protocol):
    """What a query that only reads is given: rows of one SQL statement with named parameters."""

    async def rows(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Every row that the statement gives."""

    async def in_one_go(self, work: Callable[["Reader"], Work[T]]) -> T:
        """What `work` gives, which may wait for nothing but the reader that it is given: no statement costs a wait."""


class Writer(Reader, Protocol):
    """What a query inside a transaction is given."""

    async def run(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""

    async def in_one_go(self, work: Callable[["Writer"], Work[T]]) -> T:
        """What `work` gives, which may wait for nothing but the writer that it is given: no statement costs a wait."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection of the driver, spoken to in rows and named values."""

    raw: aiosqlite.Connection

    async def rows(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Every row that the statement gives."""
        return list(await self.raw.execute_fetchall(sql, dict(values or {})))

    async def in_one_go(self, work: Callable[["Writer"], Work[T]]) -> T:
        """What `work` gives; it is done in the driver's own thread, with a writer that it need not wait for."""
        result: T = await self.raw._execute(_done, work, self.raw)  # type: ignore[no-untyped-call]  # noqa: SLF001  # the driver's public ways go to its thread and back for each statement
        return result

    async def run(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""
        await self.raw.executemany(sql, [dict(row) for row in rows])


@dataclass(frozen=True, slots=True)
class Straight:
    """The same without a thread between: for what is done in one go."""

    raw: sqlite3.Connection

    async def rows(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Every row that the statement gives."""
        return self.raw.execute(sql, dict(values or {})).fetchall()

    async def run(self, sql: str, rows: Iterable[Values]) -> None:
        """Run the statement once for each set of values."""
        self.raw.executemany(sql, [dict(row) for row in rows])

    async def in_one_go(self, work: Callable[["Writer"], Work[T]]) -> T:
        """What `work` gives."""
        return await work(self)


def _done(work: Callable[["Writer"], Work[T]], connection: aiosqlite.Connection) -> T:
    """What `work` gives; raises RuntimeError as soon as it waits."""
    steps = work(Straight(connection._conn))  # noqa: SLF001  # see in_one_go
    try:
        steps.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    steps.close()
    raise RuntimeError("what is done in one go waits for the database alone")


@dataclass(frozen=True, slots=True)
class Database:
    """The open database of the running bot."""

    reader: Connection
    _writer: Connection
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _holders: set["asyncio.Task[Any] | None"] = field(default_factory=set)

    @classmethod
    async def open(cls, path: Path, migrations: Path = MIGRATIONS) -> "Database":
        """Open or make the file at `path` and bring it up to date; raises CannotStart with the remedy."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            writer = await _connect(path)
        except (OSError, sqlite3.Error) as error:
            raise _unusable(path, error) from error
        try:
            await migrate(writer, migrations)
            reader = await _connect(path)
            await reader.raw.execute("PRAGMA query_only = ON")
        except BaseException as error:
            await writer.raw.close()
            if isinstance(error, sqlite3.Error):
                raise _unusable(path, error) from error
            raise
        return cls(reader, writer)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Writer]:
        """One transaction, committed when the block ends well and rolled back when it does not, cancelled or not."""
        if asyncio.current_task() in self._holders:
            raise RuntimeError("a transaction inside a transaction would wait for itself")
        async with self._lock:
            self._holders.add(asyncio.current_task())
            try:
                await to_the_end(self._writer.raw.execute("BEGIN IMMEDIATE"))
                yield self._writer
                await to_the_end(self._writer.raw.commit())
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & PRIMARY in CANNOT_SAVE:
                    raise Refusal("kit.not-saved") from error
                raise
            finally:
                self._holders.clear()
                if self._writer.raw.in_transaction:
                    await to_the_end(self._writer.raw.rollback())

    async def answers(self, seconds: float) -> bool:
        """Whether a question is answered within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self.reader.rows("SELECT 1")
        except (TimeoutError, sqlite3.Error):
            return False
        return True

    async def memo(self, name: str) -> str | None:
        """What was noted under `name`; None when nothing was."""
        rows = await self.reader.rows("SELECT text FROM memo WHERE name = :name", {"name": name})
        return rows[0][0] if rows else None

    async def note(self, name: str, text: str) -> None:
        """Note `text` under `name`, in place of what stood there."""
        sql = "INSERT INTO memo (name, text) VALUES (:name, :text) ON CONFLICT (name) DO UPDATE SET text = :text"
        async with self.transaction() as writer:
            await writer.rows(sql, {"name": name, "text": text})

    async def close(self) -> None:
        """Close both connections, after a transaction in hand; the write-ahead log is folded into the file."""
        async with self._lock:
            try:
                await to_the_end(self.reader.raw.close())
            finally:
                await to_the_end(self._writer.raw.close())


@asynccontextmanager
async def reading(path: Path, migrations: Path = MIGRATIONS) -> AsyncIterator[Reader]:
    """Read a database beside a bot that may be running on it; raises CannotStart where there is none of our schema."""
    if not await asyncio.to_thread(path.is_file):
        sentence = f"There is no database {path} yet: start Nunmul once to make it, or check DATABASE_URL."
        raise CannotStart(sentence, Exit.DATABASE_UNUSABLE)
    try:
        connection = await _connect(path)
        try:
            await connection.raw.execute("PRAGMA query_only = ON")
            newest = max(_scripts(migrations), default=0)
            if await _version(connection, newest) < newest:
                sentence = (
                    f"The database {path} is older than this Nunmul: start it once, and it is brought up to date."
                )
                raise CannotStart(sentence, Exit.DATABASE_UNUSABLE)
            yield connection
        finally:
            await connection.raw.close()
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: Exception) -> CannotStart:
    remedy = "look at the disk and at who may write there, or restore a backup (python -m bot doctor says more)"
    return CannotStart(f"The database {path} cannot be used ({error}): {remedy}.", Exit.DATABASE_UNUSABLE)


async def _connect(path: Path) -> Connection:
    raw = await aiosqlite.connect(path, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            await raw.execute(pragma)
    except BaseException:
        await raw.close()
        raise
    return Connection(raw)


async def to_the_end(work: Work[T]) -> T:
    """Finish `work` even when the caller is cancelled meanwhile; only then let the cancellation through."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError, Exception):
                await asyncio.shield(task)
        raise


async def migrate(connection: Connection, folder: Path = MIGRATIONS) -> None:
    """Run every migration that the database has not seen, in order; each records itself in its own transaction."""
    await connection.rows(LEDGER)
    scripts = _scripts(folder)
    newest = max(scripts, default=0)
    done = await _version(connection, newest)
    for version in range(done + 1, newest + 1):
        await _apply(connection, scripts[version])


async def _version(connection: Connection, newest: int) -> int:
    """The version of the schema; raises CannotStart for one that this code does not know."""
    done: int = (await connection.rows("SELECT coalesce(max(version), 0) FROM migration"))[0][0]
    if done > newest:
        raise CannotStart(
            f"The database is newer than this Nunmul (its schema is {done}, ours {newest}): "
            "update Nunmul, or restore the backup made before the update.",
            Exit.DATABASE_NEWER,
        )
    return done


def _scripts(folder: Path) -> dict[int, str]:
    """The migrations by version, as SQL; 0001_films.sql is version 1."""
    return {int(path.name.split("_")[0]): path.read_text(encoding="utf-8") for path in folder.glob("*.sql")}


async def _apply(connection: Connection, script: str) -> None:
    try:
        await connection.raw.executescript(script)
    except sqlite3.Error:
        if connection.raw.in_transaction:
            await connection.raw.rollback()
        raise
