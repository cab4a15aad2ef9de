"""The one clock, passed in wherever time matters."""

import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], int]
"""Now, in whole UTC epoch seconds."""


def wall_clock() -> int:
    """Return the machine's time in UTC epoch seconds."""
    return int(time.time())


@dataclass(slots=True)
class WatchedClock:
    """A clock that notices when it was set back, even for a moment."""

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
        """Return whether the clock was set back since the last call."""
        is_set_back, self._is_set_back = self._is_set_back, False
        return is_set_back
