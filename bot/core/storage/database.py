"""The database of the running bot: transactions and migrations.

One writing connection behind a lock, one reading connection that refuses to write. WAL with synchronous FULL:
what a transaction committed survives a kill and, as far as the disk is honest, a loss of power.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any

from bot.core.errors import ExitCode, StartupError, UserError
from bot.core.process_lock import make_private
from bot.core.storage.file_identity import are_in_place, opened_files
from bot.core.storage.migration_scripts import numbered_scripts
from bot.core.storage.sql import Coro, Reader, ReadingWork, T, Writer, WritingWork
from bot.core.storage.sqlite import ODD_CONTENT, Connection, WorkResult, connect, is_unavailable, reason

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations" / "sqlite"
CREATE_LEDGER = "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
MAX_GROUP_COMMIT = 50
"""Works that are committed at once at most, so that the first of a crowd need not wait for the last."""
IDLE_SECONDS = 2.0
"""Without a commit for so long, the write-ahead log is folded into the file."""


@dataclass(eq=False, slots=True)
class PendingWrite:
    """A work that waits to be committed; `done` is what came of it."""

    work: WritingWork[Any]
    result: WorkResult | None = None


@dataclass(eq=False, slots=True)
class Log:
    """When (by a clock that only goes forward) something was last written to the write-ahead log; None: it is empty."""

    written: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Database:
    """The open database of the running bot."""

    reader: Connection
    _writer: Connection
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _holders: set["asyncio.Task[Any] | None"] = field(default_factory=set)
    _asked: dict[PendingWrite, None] = field(default_factory=dict)
    _log: Log = field(default_factory=Log)

    @classmethod
    async def open(cls, path: Path, migrations: Path = MIGRATIONS) -> "Database":
        """Open or make the file at `path` and bring it up to date; raises CannotStart with the remedy."""
        numbered_scripts(migrations)  # before the file is made
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            make_private(path)
            writer = await connect(path)
        except (OSError, sqlite3.Error) as error:
            raise unusable(path, error) from error
        try:
            await migrate(writer, migrations)
            reader = await connect(path)
            await reader.raw.execute("PRAGMA query_only = ON")
        except BaseException as error:
            await writer.raw.close()
            if isinstance(error, sqlite3.Error | ValueError | TypeError):
                raise unusable(path, error) from error
            raise
        return cls(reader, replace(writer, files=opened_files(path)))

    async def read(self, work: ReadingWork[T]) -> T:
        """What `work` gives, read in one go and all at one moment."""
        return await self.reader.read(work)

    async def write(self, work: WritingWork[T]) -> T:
        """What `work` gives, done in one go in a transaction of its own; it is committed when this returns.

        What is asked for while another is written is committed together: a crowd waits for the disk once, not each for
        itself. A work that raises takes back what it wrote, and nobody else's.
        """
        self._check_not_inside()
        asked = PendingWrite(work)
        self._asked[asked] = None
        try:
            async with self._lock:
                while asked.result is None:
                    await shield_until_done(self._commit_together())
        finally:
            del self._asked[asked]
        if asked.result.error:
            raise asked.result.error
        result: T = asked.result.result
        return result

    async def _commit_together(self) -> None:
        together = list(islice((asked for asked in self._asked if asked.result is None), MAX_GROUP_COMMIT))
        try:
            done = await self._writer.commit([asked.work for asked in together])
        except sqlite3.Error as error:
            done = [WorkResult(error=_as_user_error(error)) for _ in together]
        self._log.written = monotonic()
        for asked, what in zip(together, done, strict=True):
            asked.result = what

    def _check_not_inside(self) -> None:
        if asyncio.current_task() in self._holders:
            raise RuntimeError("a transaction inside a transaction would wait for itself")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Writer]:
        """One transaction, committed when the block ends well and rolled back when it does not, cancelled or not."""
        self._check_not_inside()
        async with self._lock:
            self._holders.add(asyncio.current_task())
            try:
                await shield_until_done(self._writer.raw.execute("BEGIN IMMEDIATE"))
                yield self._writer
                await shield_until_done(self._writer.commit_begun())
            except sqlite3.OperationalError as error:
                raise _as_user_error(error) from error
            finally:
                self._holders.clear()
                self._log.written = monotonic()
                if self._writer.raw.in_transaction:
                    await shield_until_done(self._writer.raw.rollback())

    async def responds(self, seconds: float) -> bool:
        """Whether a question is answered within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self.reader.execute("SELECT 1")
        except (TimeoutError, sqlite3.Error):
            return False
        return True

    async def is_in_place(self) -> bool:
        """Whether the file is still where it was opened; nothing is committed while it is not."""
        return await asyncio.to_thread(are_in_place, self._writer.files)

    async def fold_when_idle(self) -> None:
        """Fold the write-ahead log into the file, if it holds anything and nobody has written for a while.

        Then what was confirmed no longer lies in the log alone, and what was erased no longer lies there at all.
        """
        written = self._log.written
        if written is None or monotonic() - written < IDLE_SECONDS or self._lock.locked():
            return
        async with self._lock:
            try:
                if await shield_until_done(self._writer.fold()) and self._log.written == written:
                    self._log.written = None
            except sqlite3.Error as error:
                log.warning("the write-ahead log could not be folded into the database: %s", error)

    async def get_value(self, name: str) -> str | None:
        """Return the text that was last stored under `name`; None if there is none."""
        sql = "SELECT text FROM memo WHERE name = :name"
        rows = await self.read(lambda reader: reader.execute(sql, {"name": name}))
        return rows[0][0] if rows else None

    async def set_value(self, name: str, text: str) -> None:
        """Store `text` under `name`, in place of an earlier text."""
        sql = "INSERT INTO memo (name, text) VALUES (:name, :text) ON CONFLICT (name) DO UPDATE SET text = :text"
        await self.write(lambda writer: writer.execute(sql, {"name": name, "text": text}))

    async def close(self) -> None:
        """Close both connections, after a transaction in hand; the write-ahead log is folded into the file."""
        async with self._lock:
            try:
                await shield_until_done(self.reader.raw.close())
            finally:
                await shield_until_done(self._writer.raw.close())


@asynccontextmanager
async def open_read_only(path: Path, migrations: Path = MIGRATIONS) -> AsyncIterator[Reader]:
    """Read a database beside a bot that may be running on it; raises CannotStart where there is none of our schema."""
    if not await asyncio.to_thread(path.is_file):
        sentence = f"There is no database {path} yet: start Nunmul once to make it, or check DATABASE_URL."
        raise StartupError(sentence, ExitCode.DATABASE_UNUSABLE)
    try:
        connection = await connect(path)
        try:
            await connection.raw.execute("PRAGMA query_only = ON")
            newest = max(numbered_scripts(migrations))
            if await _version(connection, newest) < newest:
                sentence = (
                    f"The database {path} is older than this Nunmul: start it once, and it is brought up to date."
                )
                raise StartupError(sentence, ExitCode.DATABASE_UNUSABLE)
            yield connection
        finally:
            await connection.raw.close()
    except (sqlite3.Error, *ODD_CONTENT) as error:
        raise unusable(path, error) from error


def _as_user_error(error: sqlite3.Error) -> Exception:
    """What a person is told of it, where it is nothing that we did wrong."""
    return UserError("core.not-saved") if is_unavailable(error) else error


def unusable(path: Path, error: Exception) -> StartupError:
    """Return the refusal to start with the database at `path`."""
    remedy = "look at the disk and at who may write there, or restore a backup (python -m bot doctor says more)"
    return StartupError(f"The database {path} cannot be used ({reason(error)}): {remedy}.", ExitCode.DATABASE_UNUSABLE)


async def shield_until_done(work: Coro[T]) -> T:
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
    scripts = numbered_scripts(folder)
    await connection.execute(CREATE_LEDGER)
    done = await _version(connection, max(scripts))
    for version, script in scripts.items():
        if version > done:
            await _apply(connection, script.read_text(encoding="utf-8"))


async def _version(connection: Connection, newest: int) -> int:
    """The version of the schema; raises CannotStart for one that this code does not know."""
    sql = "SELECT coalesce(max(version), 0), count(*) FILTER (WHERE version <= :newest) FROM migration"
    done, known = map(int, (await connection.execute(sql, {"newest": newest}))[0])
    if done > newest > known:
        raise ValueError("a newer Nunmul would have recorded every migration that this one knows")
    if done > newest:
        raise StartupError(
            f"The database is newer than this Nunmul (its schema is {done}, ours {newest}): "
            "update Nunmul, or restore the backup made before the update.",
            ExitCode.DATABASE_NEWER,
        )
    return done


async def _apply(connection: Connection, script: str) -> None:
    try:
        await connection.raw.executescript(script)
    except sqlite3.Error:
        if connection.raw.in_transaction:
            await connection.raw.rollback()
        raise
