"""The one clock, handed in wherever time matters."""

import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], int]
"""Now, in whole UTC epoch seconds."""


def wall_clock() -> int:
    """The machine's own time, in UTC epoch seconds."""
    return int(time.time())


@dataclass(slots=True)
class WatchedClock:
    """A clock that knows whether it was set back, even if it was wrong for a moment only."""

    clock: Clock
    _latest: int = 0
    _is_set_back: bool = False

    def __call__(self) -> int:
        """Return now, in whole UTC epoch seconds."""
        now = self.clock()
        self._is_set_back |= now < self._latest - 1
        self._latest = now
        return now

    def was_set_back(self) -> bool:
        """Return whether that happened since this was last asked."""
        is_set_back, self._is_set_back = self._is_set_back, False
        return is_set_back
