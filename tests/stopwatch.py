"""Wall time without what a busy machine takes: a bound on an answer is meant for the bot, not for its neighbours."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path


async def best_of_three(seconds: Callable[[], Awaitable[float]], bound: float) -> float:
    """Take the time of something that ends a process, which cannot be asked for how long it waited for a core."""
    took = await seconds()
    for _ in range(2):
        if took >= bound:
            took = min(took, await seconds())
    return took


class Stopwatch:
    """Runs from when it is made; other processes that have to keep the bound are named by their ids."""

    def __init__(self, *pids: int) -> None:
        self._processes = ("self", *pids)
        self._began, self._starved_before = time.monotonic(), self._starved()

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self._began - self.starved

    @property
    def starved(self) -> float:
        """For how long the processes' threads could have gone on and were given no core; 0 where no Linux tells."""
        return self._starved() - self._starved_before

    def _starved(self) -> float:
        threads = (file for one in self._processes for file in Path(f"/proc/{one}/task").glob("*/schedstat"))
        return sum(_waited(file) for file in threads)


def _waited(thread: Path) -> float:
    with suppress(OSError):  # it has ended meanwhile
        return int(thread.read_text(encoding="utf-8").split()[1]) / 1e9
    return 0.0
