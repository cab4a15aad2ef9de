"""Group commit: commits the units of work that wait for the same lock in one transaction.

This saves time, because acquiring the lock and waiting for the disk take longer than most units of work. Each unit but
the first runs behind a savepoint.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic
from typing import Any

from psycopg import Error

from bot.core.errors import RepeatedInteraction, UserError
from bot.core.storage.postgres.connection import PostgresConnection
from bot.core.storage.postgres.errors import CONFLICTS, is_unavailable
from bot.core.storage.postgres.transactions import run_together
from bot.core.storage.shield import shield_until_done
from bot.core.storage.sql import Coro, Lock, PendingWrite, T, WorkResult, WritingWork

QUEUE_SECONDS = 20.0
"""The most seconds that a unit of work waits for others with the same lock."""
MAX_GROUP, GROUP_SECONDS = 50, 0.1
"""The most units of work in a group, and the seconds after which no unit begins: other processes wait for its lock."""
SAVEPOINT, NEXT_SAVEPOINT, ROLL_BACK_LAST = (
    "SAVEPOINT work",
    "RELEASE SAVEPOINT work; SAVEPOINT work",
    b"ROLLBACK TO SAVEPOINT work",
)
CLAIM = """INSERT INTO handled_interaction (interaction_id, process, handled_at)
VALUES ({}, {}, CAST(extract(epoch FROM now()) AS BIGINT))
ON CONFLICT (interaction_id) DO UPDATE SET process = handled_interaction.process RETURNING process"""
"""Records the process that handles an interaction, unless one is recorded already; returns the recorded process."""


@dataclass(eq=False, slots=True, weakref_slot=True)
class WriteQueue:
    """The units of work of this process that wait for a lock, in the order in which they arrived."""

    lock: Lock | None = None
    _pending: dict[PendingWrite, None] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, work: WritingWork[T], commit: Callable[["WriteQueue"], Coro[None]]) -> T:
        """Return the result of a unit of work after `commit`, which commits the waiting units in groups."""
        pending = PendingWrite(work)
        self._pending[pending] = None
        try:
            async with self._first_in_line(pending):
                while pending.result is None:
                    await shield_until_done(commit(self))
        finally:
            del self._pending[pending]
        if pending.result.error:
            raise pending.result.error
        result: T = pending.result.result
        return result

    @asynccontextmanager
    async def _first_in_line(self, pending: PendingWrite) -> AsyncIterator[None]:
        """Wait for the turn, and hold it during the block.

        Raise UserError after QUEUE_SECONDS, unless another task has started this unit of work.
        """
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                await self._turn.acquire()
        except TimeoutError as error:
            if not pending.is_started:
                raise UserError("core.not-saved") from error
            await self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()

    def take(self) -> Sequence[PendingWrite]:
        """Return the units of work that have waited longest, at most MAX_GROUP, and mark them as started."""
        group = list(islice((pending for pending in self._pending if pending.result is None), MAX_GROUP))
        for pending in group:
            pending.is_started = True
        return group


def settle(group: Sequence[PendingWrite], results: Sequence[WorkResult]) -> None:
    """Give the first units of a group their results; let the others continue to wait."""
    for pending, result in zip(group, results, strict=False):
        pending.result = result
    for pending in group[len(results) :]:
        pending.is_started = False


def claims(pending: PendingWrite, process: int) -> Sequence[str]:
    """Return the statement that claims a unit's interaction for this process, or nothing if the unit has none."""
    return [] if pending.interaction_id is None else [CLAIM.format(int(pending.interaction_id), process)]


async def run_group(
    connection: PostgresConnection, group: Sequence[PendingWrite], process: int, handled_by: Sequence[int]
) -> Sequence[WorkResult]:
    """Run units of work in the open transaction until GROUP_SECONDS are over; return the results of those that ran.

    `handled_by` is the result of the first unit's claim.

    A unit that fails is rolled back alone. But if the first one fails, no others run, and the caller must not commit.
    An error is transient if another attempt can succeed. A transient error of the first unit is raised; one of a later
    unit ends the group before that unit.
    """
    results, until = [await _run_first(connection, group[0], process, handled_by)], monotonic() + GROUP_SECONDS
    if results[0].error:
        return results
    for pending in group[1:]:
        if monotonic() > until:
            break
        savepoint = SAVEPOINT if len(results) == 1 else NEXT_SAVEPOINT
        try:
            handled_by = await run_together(connection.raw, savepoint, *claims(pending, process))
            results.append(WorkResult(await _run_own(connection, pending, process, handled_by)))
        except Exception as error:  # kept in the result, so that only this unit fails
            if connection.raw.closed:
                raise
            await connection.raw.execute(ROLL_BACK_LAST)
            if _is_transient(error):
                break
            results.append(WorkResult(error=error))
    return results


async def _run_first(
    connection: PostgresConnection, pending: PendingWrite, process: int, handled_by: Sequence[int]
) -> WorkResult:
    try:
        return WorkResult(await _run_own(connection, pending, process, handled_by))
    except Exception as error:  # kept in the result, for the caller of this unit
        if connection.raw.closed or _is_transient(error):
            raise
        return WorkResult(error=error)


async def _run_own(
    connection: PostgresConnection, pending: PendingWrite, process: int, handled_by: Sequence[int]
) -> Any:
    if any(other != process for other in handled_by):
        raise RepeatedInteraction
    return await pending.work(connection)


def _is_transient(error: Exception) -> bool:
    return isinstance(error, Error) and (isinstance(error, CONFLICTS) or is_unavailable(error))
