"""A SQLite file as the engine of a Database: units of work and migrations.

One connection writes, behind a lock, and another reads. In WAL mode with synchronous FULL, committed changes survive a
killed process and, if the disk does what it reports, a power failure.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from itertools import islice
from pathlib import Path
from time import monotonic

from msgspec import Struct, field
from msgspec.structs import replace

from bot.core.errors import StartupError, UserError
from bot.core.exit_codes import ExitCode
from bot.core.storage.changes import OnChange
from bot.core.storage.migration_scripts import (
    SQLITE_MIGRATIONS,
    as_transaction,
    newer_schema_error,
    numbered_scripts,
    schema_script,
)
from bot.core.storage.shield import shield_until_done
from bot.core.storage.sql import Lock, PendingWrite, Reader, ReadingWork, T, WorkResult, WritingWork
from bot.core.storage.sqlite.connection import CONTENT_ERRORS, Connection, connect, is_unavailable, reason
from bot.core.storage.sqlite.file_identity import are_in_place, file_identities
from bot.core.storage.sqlite.process_lock import create_private

log = logging.getLogger(__name__)

CREATE_MIGRATION_TABLE = "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
MAX_GROUP_COMMIT = 50
"""The most units of work in one commit, so that the first of many does not wait for the last."""
IDLE_SECONDS = 2.0
"""Seconds without a commit after which the write-ahead log is merged into the file."""


class WalState(Struct, eq=False):
    """When the write-ahead log was last written to, in seconds of time.monotonic; None if it is empty."""

    last_written_at: float | None = 0.0


class SqliteEngine(Struct, frozen=True):
    """An open SQLite file."""

    reader: Connection
    writer: Connection
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _pending: dict[PendingWrite, None] = field(default_factory=dict)
    _wal: WalState = field(default_factory=WalState)
    is_shared: bool = False

    @classmethod
    async def open(cls, path: Path, migrations: Path = SQLITE_MIGRATIONS) -> "SqliteEngine":
        """Open or create the database at `path` and migrate it; raise StartupError with the remedy if that fails."""
        numbered_scripts(migrations)  # raises before the file is created
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            create_private(path)
            writer = await connect(path)
        except (OSError, sqlite3.Error) as error:
            raise unusable_error(path, error) from error
        try:
            await migrate(writer, migrations)
            reader = await connect(path)
            await reader.raw.execute("PRAGMA query_only = ON")
        except BaseException as error:
            await writer.raw.close()
            if isinstance(error, sqlite3.Error | ValueError | TypeError):
                raise unusable_error(path, error) from error
            raise
        return cls(reader, replace(writer, files=file_identities(path)))

    async def read(self, work: ReadingWork[T]) -> T:
        """Run a unit of work that reads one snapshot of the database, and return its result."""
        return await self.reader.read(work)

    async def write(self, work: WritingWork[T], lock: Lock | None = None) -> T:  # noqa: ARG002  # only one unit of work writes at a time anyway
        """Run a unit of work in a transaction, and return its result after the commit.

        Units of work that are waiting at the same time are committed together, to wait for the disk only once. One
        that raises is rolled back alone.
        """
        pending = PendingWrite(work)
        self._pending[pending] = None
        try:
            async with self._lock:
                while pending.result is None:
                    await shield_until_done(self._commit_batch())
        finally:
            del self._pending[pending]
        if pending.result.error:
            raise pending.result.error
        result: T = pending.result.result
        return result

    async def _commit_batch(self) -> None:
        batch = list(islice((pending for pending in self._pending if pending.result is None), MAX_GROUP_COMMIT))
        try:
            results = await self.writer.commit([pending.work for pending in batch])
        except sqlite3.Error as error:
            results = [WorkResult(error=_as_user_error(error)) for _ in batch]
        self._wal.last_written_at = monotonic()
        for pending, result in zip(batch, results, strict=True):
            pending.result = result

    async def watch(self, on_change: OnChange) -> None:
        """Return at once, because no other process changes anything."""

    def process_lock(self, lock: Lock, *, waits: bool = True) -> AbstractAsyncContextManager[bool]:  # noqa: ARG002  # no other process uses the file
        """Return a lock that is always free, because no other process uses the file."""
        return nullcontext(True)  # noqa: FBT003  # what it yields

    async def responds(self, seconds: float) -> bool:
        """Return whether the database answers within `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self.reader.execute("SELECT 1")
        except (TimeoutError, sqlite3.Error):
            return False
        return True

    async def is_in_place(self) -> bool:
        """Return whether the database file is still where it was opened; if it is not, commits fail."""
        return await asyncio.to_thread(are_in_place, self.writer.files)

    async def tidy_up(self) -> None:
        """Merge the write-ahead log into the database file once nothing has been committed for IDLE_SECONDS.

        Afterwards, committed changes are in the file itself, and deleted data is no longer in the log.
        """
        last_written_at = self._wal.last_written_at
        if last_written_at is None or monotonic() - last_written_at < IDLE_SECONDS or self._lock.locked():
            return
        async with self._lock:
            try:
                if await shield_until_done(self.writer.checkpoint()) and self._wal.last_written_at == last_written_at:
                    self._wal.last_written_at = None
            except sqlite3.Error as error:
                log.warning("checkpoint failed error=%r", error)

    async def close(self) -> None:
        """Close both connections after the current transaction; SQLite then merges its log into the file."""
        async with self._lock:
            try:
                await shield_until_done(self.reader.raw.close())
            finally:
                await shield_until_done(self.writer.raw.close())


@asynccontextmanager
async def open_read_only(path: Path, migrations: Path = SQLITE_MIGRATIONS) -> AsyncIterator[Reader]:
    """Open a database for reading, even while a bot runs; raise StartupError if it is missing, outdated or unusable."""
    if not await asyncio.to_thread(path.is_file):
        sentence = f"There is no database {path} yet: start Nunmul once to create it, or check DATABASE_URL."
        raise StartupError(sentence, ExitCode.DATABASE_UNUSABLE)
    try:
        connection = await connect(path)
        try:
            await connection.raw.execute("PRAGMA query_only = ON")
            newest = max(numbered_scripts(migrations))
            if await _read_version(connection, newest) < newest:
                sentence = f"The database {path} is older than this Nunmul: start Nunmul once to update it."
                raise StartupError(sentence, ExitCode.DATABASE_UNUSABLE)
            yield connection
        finally:
            await connection.raw.close()
    except (sqlite3.Error, *CONTENT_ERRORS) as error:
        raise unusable_error(path, error) from error


def _as_user_error(error: sqlite3.Error) -> Exception:
    """Return a UserError if a later attempt can succeed, otherwise the error itself."""
    return UserError("core.not-saved") if is_unavailable(error) else error


def unusable_error(path: Path, error: Exception) -> StartupError:
    """Return the StartupError for a database that cannot be used."""
    remedy = "check the disk and its permissions, or restore a backup (python -m bot doctor says more)"
    return StartupError(f"The database {path} cannot be used ({reason(error)}): {remedy}.", ExitCode.DATABASE_UNUSABLE)


async def migrate(connection: Connection, folder: Path = SQLITE_MIGRATIONS) -> None:
    """Run every pending migration in its own transaction; give an empty database the latest schema at once."""
    scripts, schema = numbered_scripts(folder), schema_script(folder)
    if schema.exists() and await _is_empty(connection):
        await _apply(connection, as_transaction(schema, scripts))
        return
    await connection.execute(CREATE_MIGRATION_TABLE)
    schema_version = await _read_version(connection, max(scripts))
    for version, script in scripts.items():
        if version > schema_version:
            await _apply(connection, as_transaction(script, {version: script}))


async def _is_empty(connection: Connection) -> bool:
    """Return whether a database has no schema yet."""
    return not await connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")


async def _read_version(connection: Connection, newest: int) -> int:
    """Return the version of the schema; raise StartupError if it is too new, ValueError if the ledger has a gap."""
    sql = "SELECT coalesce(max(version), 0), count(*) FILTER (WHERE version BETWEEN 1 AND :newest) FROM migration"
    schema_version, known = map(int, (await connection.execute(sql, {"newest": newest}))[0])
    if known != min(schema_version, newest):
        raise ValueError("a migration is missing from the ledger")
    if schema_version > newest:
        raise newer_schema_error(schema_version, newest)
    return schema_version


async def _apply(connection: Connection, transaction: str) -> None:
    try:
        await connection.raw.executescript(transaction)
    except sqlite3.Error:
        if connection.raw.in_transaction:
            await connection.raw.rollback()
        raise
