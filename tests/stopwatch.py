"""Measures wall time without the delays that other processes cause."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path


async def best_of_three(seconds: Callable[[], Awaitable[float]], bound: float) -> float:
    """Return the best of up to three measurements, and stop at the first below `bound`.

    One is not enough, because a process that has ended cannot say how long it waited for a core.
    """
    took = await seconds()
    for _ in range(2):
        if took >= bound:
            took = min(took, await seconds())
    return took


class Stopwatch:
    """Measures time from its creation. `pids` are other processes whose waits for a core are subtracted too."""

    def __init__(self, *pids: int) -> None:
        self._processes = ("self", *pids)
        self._began, self._starved_before = time.monotonic(), self._starved()

    @property
    def seconds(self) -> float:
        """Return the seconds so far, without those in which the processes' threads waited for a core."""
        return time.monotonic() - self._began - self.starved

    @property
    def starved(self) -> float:
        """Return the seconds that the processes' threads waited for a core, or 0 where Linux does not report them."""
        return self._starved() - self._starved_before

    def _starved(self) -> float:
        threads = (file for process in self._processes for file in Path(f"/proc/{process}/task").glob("*/schedstat"))
        return sum(_starved_seconds(file) for file in threads)


def _starved_seconds(thread: Path) -> float:
    with suppress(OSError):  # the thread may have ended in the meantime
        return int(thread.read_text(encoding="utf-8").split()[1]) / 1e9
    return 0.0
