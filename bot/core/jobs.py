"""Jobs that run on a schedule for as long as the bot runs, even after failures.

A job waits in one `asyncio.sleep`, which new work or a change of the clock ends early. Anything slow, such as a request
to Discord, runs in a separate task of the job, so that nothing else waits for it.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from typing import Any

from msgspec import Struct, field

from bot.core.clock import Clock, WatchedClock
from bot.core.errors import UserError

log = logging.getLogger(__name__)

MAX_SLEEP, FAILURE_DELAY, FIRST_RETRY_DELAY = 60.0, 30.0, 1.0
"""In seconds; a job runs at least once a minute, in case a wake-up was lost."""
CLOCK_CHECK_SECONDS = 0.25
"""Seconds between checks of the clock; a job that is due starts at most this late."""
SHUTDOWN_GRACE_SECONDS = 0.5
"""How long shutdown waits for running tasks before it cancels them."""


class Job(Struct, eq=False):
    """Runs `work`, which does all that is due and returns the epoch second of the next run, or None if unknown."""

    name: str
    work: Callable[[], Awaitable[int | None]]
    _tasks: dict[Hashable, "asyncio.Task[None]"] = field(default_factory=dict)
    _ended_during_work: set[Hashable] = field(default_factory=set)
    _asleep: "asyncio.Task[Any] | None" = None
    _due: float = math.inf
    _is_woken: bool = False
    _is_set_back: bool = False
    _failures: int = 0

    def retry_delay(self, error: UserError) -> float:
        """Count and log a failure, and return the seconds until the next attempt: few at first, because people wait."""
        seconds: float = min(FIRST_RETRY_DELAY * 2 ** min(self._failures, 5), FAILURE_DELAY)
        self._failures += 1
        log.warning("job postponed job=%s reason=%s retry_in=%.0f", self.name, error.key, seconds)
        return seconds

    def reset_retries(self) -> None:
        """Reset the delays after a success."""
        self._failures = 0

    async def do_work(self) -> int | None:
        """Run the work once; afterwards, tasks that ended during the run can be started again."""
        try:
            return await self.work()
        finally:
            self._ended_during_work.clear()

    def wake(self, by: float = 0) -> None:
        """Make the work run at the epoch second `by` or earlier, by default at once.

        Work that is running runs again afterwards.
        """
        if by < self._due:
            self._due = by
            if self._asleep and not self._is_woken:
                self._is_woken = True
                self._asleep.cancel()

    def check_clock(self, now: int, *, is_set_back: bool) -> None:
        """Wake the job if it is due or the clock was set back, however long it was going to sleep."""
        self._is_set_back |= is_set_back
        if is_set_back or (self._asleep and now >= self._due):
            self.wake()

    def clock_was_set_back(self) -> bool:
        """Return whether the clock was set back since the last call; if so, stored retry times can be too late."""
        is_set_back, self._is_set_back = self._is_set_back, False
        return is_set_back

    @property
    def has_tasks(self) -> bool:
        """Whether any tasks are running, or waiting after a failure; each one wakes the job when it ends."""
        return bool(self._tasks)

    def start_task(self, key: Hashable, task: Callable[[], Coroutine[Any, Any, object]]) -> bool:
        """Start a task beside the job; return False if a task with that key is running.

        Also return False if such a task ended during the current run of the work, because the work may have read its
        rows before that. The work runs again at once.
        """
        if key in self._tasks or key in self._ended_during_work:
            return False
        self._tasks[key] = asyncio.create_task(self._run(key, task))
        return True

    async def _run(self, key: Hashable, task: Callable[[], Coroutine[Any, Any, object]]) -> None:
        try:
            await task()
        except UserError as error:
            await asyncio.sleep(self.retry_delay(error))
        except Exception:  # nothing awaits the task, and its job must keep running
            log.exception("job task failed job=%s task=%s retry_in=%.0f", self.name, key, FAILURE_DELAY)
            await asyncio.sleep(FAILURE_DELAY)
        else:
            self.reset_retries()
        finally:
            del self._tasks[key]
            if self._asleep is None:
                self._ended_during_work.add(key)
            self.wake()

    async def sleep(self, seconds: float, clock: Clock) -> None:
        """Sleep for `seconds`, or less if the job is woken or was woken during its work."""
        self._due, requested_due = clock() + seconds, self._due
        task = self._asleep = asyncio.current_task()
        try:
            await asyncio.sleep(min(seconds, max(0.0, requested_due - clock())))
        except asyncio.CancelledError:
            if not self._is_woken or (task and task.uncancel()):
                raise
        finally:
            self._asleep, self._is_woken, self._due = None, False, math.inf

    async def finish_tasks(self) -> None:
        """Give running tasks SHUTDOWN_GRACE_SECONDS to finish, then cancel them."""
        left = set(self._tasks.values())
        if left:
            _, late = await asyncio.wait(left, timeout=SHUTDOWN_GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def run_forever(job: Job, clock: Clock) -> None:
    """Run a job until cancelled."""
    try:
        while True:
            seconds = await _seconds_after(job, clock)
            await job.sleep(seconds, clock)
    finally:
        await job.finish_tasks()


async def check_clock(jobs: Sequence[Job], clock: WatchedClock) -> None:
    """Tell the jobs the time, and whether the clock was set back, several times a second until cancelled."""
    while True:
        now, is_set_back = clock(), clock.was_set_back()
        for job in jobs:
            job.check_clock(now, is_set_back=is_set_back)
        await asyncio.sleep(CLOCK_CHECK_SECONDS)


async def _seconds_after(job: Job, clock: Clock) -> float:
    try:
        due = await job.do_work()
        job.reset_retries()
    except UserError as error:
        return job.retry_delay(error)
    except Exception:  # nobody would notice that the job had ended
        log.exception("job failed job=%s retry_in=%.0f", job.name, FAILURE_DELAY)
        return FAILURE_DELAY
    return MAX_SLEEP if due is None else min(max(0.0, due - clock()), MAX_SLEEP)
