"""What happens by the clock, again and again, and is not stopped by anything that goes wrong."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.kit.clock import Clock

log = logging.getLogger(__name__)

LONGEST_SLEEP, AFTER_FAILURE = 60.0, 30.0
"""Seconds: due rows are read at least once a minute, whatever happened to a timer meanwhile."""


@dataclass(frozen=True, slots=True)
class Job:
    """`work` does all that is due and gives the epoch second at which more will be, None when it knows of nothing."""

    name: str
    work: Callable[[], Awaitable[int | None]]


async def keep_doing(job: Job, clock: Clock) -> None:
    """Do a job for ever."""
    while True:
        seconds = await _seconds_after(job, clock)
        await asyncio.sleep(seconds)


async def _seconds_after(job: Job, clock: Clock) -> float:
    try:
        due = await job.work()
    except Exception:  # a job that ended at its first failure would be missed by everybody, and noticed by nobody
        log.exception("the job %s failed, and is tried again in %.0f s", job.name, AFTER_FAILURE)
        return AFTER_FAILURE
    return LONGEST_SLEEP if due is None else min(max(0.0, due - clock()), LONGEST_SLEEP)
