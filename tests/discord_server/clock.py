"""Time and ids in the small Discord."""

import itertools
import time

EPOCH = 1_420_070_400_000
"""Discord's ids count milliseconds from here (2015-01-01T00:00Z)."""


DEADLINE, PATIENT_DEADLINE = 3.0, 15.0
"""Seconds until the first answer must be there: Discord's, and where a test is not about that."""


class Clock:
    """Decides what has run out; a test moves it instead of waiting for fifteen minutes."""

    def __init__(self) -> None:
        self._ahead, self.deadline = 0.0, DEADLINE

    def now(self) -> float:
        """Seconds, counted from anywhere."""
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ahead += seconds


class Ids:
    """New ids, each greater than the ones before; they tell the machine's own time, or a time `ahead` of it."""

    def __init__(self) -> None:
        self._count = itertools.count()
        self.ahead = 0.0

    def new(self) -> int:
        """An id of this moment."""
        return (int((time.time() + self.ahead) * 1000) - EPOCH << 22) + next(self._count)
