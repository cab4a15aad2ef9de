"""Measures an event loop's steps in CPU time, which does not grow when other processes are busy."""

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Steps:
    """Measures each step, and records those that take more than `limit` CPU milliseconds.

    `slow` has the time of each such step, what ran, and what the test was doing. Garbage collection is not counted,
    because here it also visits the tests' own objects.
    """

    limit: float
    doing: str = ""
    slow: list[tuple[float, str, str]] = field(default_factory=list)
    longest: float = 0.0
    _thread: int = field(default_factory=threading.get_ident)
    _collecting: float = 0.0
    _collected: float = 0.0

    def collect(self, phase: str, _: Mapping[str, int]) -> None:
        """Record how long the garbage collector takes, as one of `gc.callbacks`."""
        if threading.get_ident() != self._thread:
            return
        if phase == "start":
            self._collecting = time.thread_time()
        else:
            self._collected += time.thread_time() - self._collecting

    def run(self, handle: asyncio.Handle, work: Callable[[asyncio.Handle], None]) -> None:
        """Run a step and record how long it takes."""
        self._collected, started = 0.0, time.thread_time()
        work(handle)
        milliseconds = (time.thread_time() - started - self._collected) * 1000
        self.longest = max(self.longest, milliseconds)
        if milliseconds > self.limit:
            self.slow.append((round(milliseconds, 1), repr(handle)[:300], self.doing))


@contextmanager
def measured_steps(limit: float) -> Iterator[Steps]:
    """Record every step of the running loop that takes more than this many CPU milliseconds."""
    steps, loop, run = Steps(limit), asyncio.get_running_loop(), getattr(asyncio.Handle, "_run")  # noqa: B009  # every step of the loop goes through it

    def timed(handle: asyncio.Handle) -> None:
        if getattr(handle, "_loop") is loop:  # noqa: B009  # the small Discord has a loop of its own
            steps.run(handle, run)
        else:
            run(handle)

    gc.callbacks.append(steps.collect)
    setattr(asyncio.Handle, "_run", timed)  # noqa: B010  # mypy forbids assignment to a method
    try:
        yield steps
    finally:
        setattr(asyncio.Handle, "_run", run)  # noqa: B010  # as above
        gc.callbacks.remove(steps.collect)
