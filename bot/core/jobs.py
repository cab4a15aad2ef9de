"""What happens by the clock, again and again, and is not stopped by anything that goes wrong.

A job waits in one `asyncio.sleep`; a row that came meanwhile ends that sleep early, and so does a clock that was set.
What may take long, a request to Discord, is an errand of the job's: it runs beside the job, so that nothing else has to
wait for it.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.clock import Clock, WatchedClock
from bot.core.errors import UserError

log = logging.getLogger(__name__)

MAX_SLEEP, FAILURE_DELAY, FIRST_RETRY_DELAY = 60.0, 30.0, 1.0
"""Seconds: due rows are read at least once a minute, whatever happened to a timer meanwhile."""
CLOCK_CHECK = 1.0
"""Seconds between two looks at whether the clock was set."""
SHUTDOWN_GRACE = 0.5
"""Seconds that errands have to be finished when the job ends."""


@dataclass(eq=False, slots=True)
class Job:
    """`work` does all that is due and gives the epoch second at which more will be, None when it knows of nothing."""

    name: str
    work: Callable[[], Awaitable[int | None]]
    _tasks: dict[Hashable, "asyncio.Task[None]"] = field(default_factory=dict)
    _asleep: "asyncio.Task[Any] | None" = None
    _due: float = math.inf
    _is_woken: bool = False
    _is_set_back: bool = False
    _failures: int = 0

    def retry_delay(self, no: UserError) -> float:
        """How long to wait when the database cannot be written just now: not long at first, for others wait for us."""
        seconds: float = min(FIRST_RETRY_DELAY * 2 ** min(self._failures, 5), FAILURE_DELAY)
        self._failures += 1
        log.warning("the job %s has to wait (%s), and tries again in %.0f s", self.name, no.key, seconds)
        return seconds

    def reset_retries(self) -> None:
        """The database can be written again."""
        self._failures = 0

    def wake(self, by: float = 0) -> None:
        """See that the work is done by an epoch second, or at once; right after it if it is being done just now."""
        if by < self._due:
            self._due = by
            if self._asleep and not self._is_woken:
                self._is_woken = True
                self._asleep.cancel()

    def check_clock(self, now: int, *, is_set_back: bool) -> None:
        """Wake the job when its time has come by the clock, however long it was to sleep, or the clock was set back."""
        self._is_set_back |= is_set_back
        if is_set_back or (self._asleep and now >= self._due):
            self.wake()

    def clock_was_set_back(self) -> bool:
        """Return whether that happened since this was last asked: what was put off since may lie far ahead."""
        is_set_back, self._is_set_back = self._is_set_back, False
        return is_set_back

    @property
    def has_tasks(self) -> bool:
        """Whether any errand is still out; the job is woken when it is back."""
        return bool(self._tasks)

    def start_task(self, key: Hashable, errand: Callable[[], Coroutine[Any, Any, object]]) -> bool:
        """Begin an errand beside the job; False, and nothing, while another one of that key is still out."""
        if key in self._tasks:
            return False
        self._tasks[key] = asyncio.create_task(self._run(key, errand))
        return True

    async def _run(self, key: Hashable, errand: Callable[[], Coroutine[Any, Any, object]]) -> None:
        try:
            await errand()
        except UserError as no:
            await asyncio.sleep(self.retry_delay(no))
        except Exception:
            log.exception("the job %s failed at %s, and tries it again in %.0f s", self.name, key, FAILURE_DELAY)
            await asyncio.sleep(FAILURE_DELAY)
        else:
            self.reset_retries()
        finally:
            del self._tasks[key]
            self.wake()

    async def sleep(self, seconds: float, clock: Clock) -> None:
        """Sleep for so long, or shorter when somebody woke the job."""
        self._due, asked = clock() + seconds, self._due
        task = self._asleep = asyncio.current_task()
        try:
            await asyncio.sleep(min(seconds, max(0.0, asked - clock())))
        except asyncio.CancelledError:
            if not self._is_woken or (task and task.uncancel()):
                raise
        finally:
            self._asleep, self._is_woken, self._due = None, False, math.inf

    async def finish_tasks(self) -> None:
        """Let the errands finish if they are about to."""
        left = set(self._tasks.values())
        if left:
            _, late = await asyncio.wait(left, timeout=SHUTDOWN_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def run_forever(job: Job, clock: Clock) -> None:
    """Do a job for ever."""
    try:
        while True:
            seconds = await _seconds_after(job, clock)
            await job.sleep(seconds, clock)
    finally:
        await job.finish_tasks()


async def check_clock(jobs: Sequence[Job], clock: WatchedClock) -> None:
    """Tell all jobs for ever when the clock was set; a wait of theirs would end as late as before."""
    while True:
        now, is_set_back = clock(), clock.was_set_back()
        for job in jobs:
            job.check_clock(now, is_set_back=is_set_back)
        await asyncio.sleep(CLOCK_CHECK)


async def _seconds_after(job: Job, clock: Clock) -> float:
    try:
        due = await job.work()
        job.reset_retries()
    except UserError as no:
        return job.retry_delay(no)
    except Exception:  # a job that ended at its first failure would be missed by everybody, and noticed by nobody
        log.exception("the job %s failed, and is tried again in %.0f s", job.name, FAILURE_DELAY)
        return FAILURE_DELAY
    return MAX_SLEEP if due is None else min(max(0.0, due - clock()), MAX_SLEEP)
