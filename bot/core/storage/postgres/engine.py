"""A PostgreSQL server as the engine of a Database: units of work on pooled connections."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from msgspec import Struct, field
from psycopg import Error, OperationalError
from psycopg.types.numeric import Int8Dumper
from psycopg_pool import AsyncConnectionPool

from bot.core.errors import UserError
from bot.core.storage.changes import OnChange
from bot.core.storage.location import PostgresUrl
from bot.core.storage.postgres.connection import PostgresConnection, RawConnection
from bot.core.storage.postgres.errors import CONFLICTS, is_unavailable, reason, unusable_error
from bot.core.storage.postgres.groups import WriteQueue, claims, run_group, settle
from bot.core.storage.postgres.listener import Listener
from bot.core.storage.postgres.schema import migrate
from bot.core.storage.postgres.transactions import (
    BEGIN_LONG,
    begin_writing,
    commit,
    lock_key,
    reading,
    roll_back,
    rolled_back_on_error,
    run_together,
)
from bot.core.storage.shield import shield_until_done
from bot.core.storage.sql import Coro, Lock, PendingWrite, ReadingWork, T, WorkResult, WritingWork

log = logging.getLogger(__name__)

MAX_CONNECTIONS = 10
CONNECT_SECONDS = 5
WAIT_SECONDS = 5.0
"""Seconds that a unit of work waits for a free connection."""
RECHECK_SECONDS, RECHECKS = 0.25, 16
"""The seconds between checks of whether an unanswered commit succeeded, and the maximum number of checks."""
SELECT_STATUS = "SELECT pg_xact_status(CAST(%(xid)s AS xid8))"
DELETE_HANDLED = "DELETE FROM handled_interaction WHERE handled_at < CAST(extract(epoch FROM now()) AS BIGINT) - 900"
SETTINGS: Mapping[str, Any] = {
    "autocommit": True,  # we send BEGIN and COMMIT ourselves
    "prepare_threshold": None,  # no prepared statements: a pooler can give the session to another client
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


class PostgresEngine(Struct, frozen=True):
    """A pool of connections to a PostgreSQL database."""

    pool: AsyncConnectionPool[RawConnection]
    listener: Listener
    queues: WeakValueDictionary[Lock, WriteQueue] = field(default_factory=WeakValueDictionary)
    is_shared: bool = True

    @classmethod
    async def open(cls, url: PostgresUrl, migrations: Path) -> "PostgresEngine":
        """Connect to a database and migrate it; raise StartupError with the remedy if that fails."""
        try:
            async with await connect(url.unpooled) as raw:
                await migrate(raw, migrations)
                if await is_pooled(raw):
                    log.warning("the database is behind a pooler; set DATABASE_DIRECT_URL")
        except Error as error:
            raise unusable_error(url, error) from error
        pool = AsyncConnectionPool(
            url.url,
            kwargs={**SETTINGS, "application_name": url.pooled_application},
            configure=_configure,
            min_size=1,
            max_size=MAX_CONNECTIONS,
            timeout=WAIT_SECONDS,
            open=False,
        )
        await pool.open()
        return cls(pool, Listener(url.unpooled))

    async def read(self, work: ReadingWork[T]) -> T:
        """Run a unit of work that reads one snapshot of the database, and return its result."""
        return await self._run_with_retry(lambda: self._read(work), "core.not-read")

    async def write(self, work: WritingWork[T], lock: Lock | None = None) -> T:
        """Run a unit of work in a transaction that holds `lock`, if given, and return its result after the commit.

        Units of work of this process that wait for the same lock are committed together. They run once more if they
        conflicted with another transaction or lost their connection before they were committed.
        """
        queue = self.queues.setdefault(lock, WriteQueue(lock)) if lock else WriteQueue()
        return await queue.run(work, self._commit_group)

    async def _commit_group(self, queue: WriteQueue) -> None:
        group = queue.take()
        try:
            results = await self._run_with_retry(lambda: self._write(group, queue.lock), "core.not-saved")
        except Exception as error:  # noqa: BLE001  # each unit of work of the group raises it
            results = [WorkResult(error=error) for _ in group]
        settle(group, results)

    async def _run_with_retry(self, run: Callable[[], Coro[T]], error_key: str) -> T:
        """Run units of work, and run them once more after a conflict or a lost connection.

        Raise UserError(`error_key`) if the database is unavailable.
        """
        try:
            try:
                return await run()
            except CONFLICTS:
                return await run()
            except LostConnection:
                await self.pool.check()  # replaces every connection that the server closed, as after a restart
                return await run()
        except (LostConnection, Error) as error:
            if isinstance(error, Error) and not is_unavailable(error):
                raise
            log.warning("database unavailable error=%s", reason(error.__cause__ or error))
            raise UserError(error_key) from error

    async def _read(self, work: ReadingWork[T]) -> T:
        async with self.pool.connection() as raw, _raising_lost_connection(raw), reading(raw):
            return await work(PostgresConnection(raw))

    async def _write(self, group: Sequence[PendingWrite], lock: Lock | None) -> Sequence[WorkResult]:
        """Run a group in a transaction; return the results of the units that were committed or that failed alone."""
        async with self.pool.connection() as raw:
            async with _raising_lost_connection(raw), rolled_back_on_error(raw):
                process = self.listener.process
                xid, *handled_by = await begin_writing(raw, lock, *claims(group[0], process))
                connection = PostgresConnection(raw, self.listener.payload)
                results = await run_group(connection, group, process, handled_by)
            if results[0].error:
                await roll_back(raw)
                return results
            try:
                await commit(raw)
            except Error as error:
                if not raw.closed:
                    raise
                lost = error
            else:
                return results
        if await self._was_committed(xid):
            return results
        raise LostConnection from lost

    async def _was_committed(self, xid: str) -> bool:
        """Return whether an unanswered commit succeeded; raise UserError if that cannot be determined."""
        for _ in range(RECHECKS):
            try:
                async with self.pool.connection() as raw:
                    row = await (await raw.execute(SELECT_STATUS, {"xid": xid})).fetchone()
            except OperationalError as error:
                log.warning("commit check failed transaction=%s error=%s", xid, reason(error))
                row = None
            except Error:
                return False  # another server has taken over and does not know the transaction
            if row and row[0] != "in progress":
                return bool(row[0] == "committed")
            await asyncio.sleep(RECHECK_SECONDS)
        raise UserError("core.failed")

    async def watch(self, on_change: OnChange) -> None:
        """Report what other processes change, until cancelled."""
        await self.listener.listen(connect, on_change)

    @asynccontextmanager
    async def process_lock(self, lock: Lock, *, waits: bool = True) -> AsyncIterator[bool]:
        """Hold a lock that only one process can hold at a time, and yield True; closing the connection releases it.

        Yield False, without the lock, if the server cannot be reached. Without `waits`, also yield False if another
        process holds the lock. The lock belongs to the transaction and not to the session, because a pooler can keep
        the session after we have closed our connection.
        """
        function, is_held = "pg_advisory_xact_lock" if waits else "pg_try_advisory_xact_lock", False
        async with AsyncExitStack() as stack:
            try:
                raw = await stack.enter_async_context(await connect(self.listener.url))
                (answer,) = await run_together(raw, BEGIN_LONG, f"SELECT {function}({lock_key(lock)})")
                is_held = waits or bool(answer)
            except Error as error:
                log.warning("lock not acquired name=%s-%d error=%s", *lock, reason(error))
            yield is_held

    async def responds(self, seconds: float) -> bool:
        """Return whether the database answers within `seconds`."""
        try:
            async with asyncio.timeout(seconds), self.pool.connection() as raw:
                await raw.execute("SELECT 1")
        except (TimeoutError, Error):
            return False
        return True

    async def is_in_place(self) -> bool:
        """Return True, because the server is responsible for its files."""
        return True

    async def tidy_up(self) -> None:
        """Delete the records of interactions that were handled more than 15 minutes ago."""
        with suppress(UserError):
            await self.write(lambda writer: writer.execute(DELETE_HANDLED))

    async def close(self) -> None:
        """Close every connection after the current transactions."""
        await shield_until_done(self.pool.close())


class LostConnection(Exception):
    """Raised when a connection was lost before anything in its transaction was saved."""


async def connect(url: PostgresUrl) -> RawConnection:
    """Connect to a database outside a pool."""
    raw = await RawConnection.connect(url.url, application_name=url.application, **SETTINGS)
    await _configure(raw)
    return raw


async def is_pooled(raw: RawConnection) -> bool:
    """Return whether there is a pooler between us and the server: it hides the process id of the server's session."""
    row = await (await raw.execute("SELECT pg_backend_pid()")).fetchone()
    return row is not None and row[0] != raw.info.backend_pid


async def _configure(raw: RawConnection) -> None:
    raw.adapters.register_dumper(int, Int8Dumper)  # send every integer as 64 bits, whatever its value


@asynccontextmanager
async def _raising_lost_connection(raw: RawConnection) -> AsyncIterator[None]:
    """Turn an error of the driver into LostConnection if the connection is lost."""
    try:
        yield
    except Error as error:
        if raw.closed:
            raise LostConnection from error
        raise
