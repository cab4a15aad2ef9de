"""The clock, which is passed as an argument wherever the time is needed."""

import time
from collections.abc import Callable

from msgspec import Struct

Clock = Callable[[], int]
"""Returns the current time in whole UTC epoch seconds."""


def wall_clock() -> int:
    """Return the system time in whole UTC epoch seconds."""
    return int(time.time())


class WatchedClock(Struct):
    """A clock that notices when it is set back by more than a second, even if it is set right again."""

    clock: Clock
    _latest: int = 0
    _is_set_back: bool = False

    def __call__(self) -> int:
        """Return the current time in whole UTC epoch seconds."""
        now = self.clock()
        self._is_set_back |= now < self._latest - 1
        self._latest = now
        return now

    def was_set_back(self) -> bool:
        """Return whether the clock was set back since this method was last called."""
        is_set_back, self._is_set_back = self._is_set_back, False
        return is_set_back
