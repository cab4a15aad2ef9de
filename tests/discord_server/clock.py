"""Time and ids in the small Discord."""

import itertools
import time

EPOCH = 1_420_070_400_000
"""Discord's ids count milliseconds from here (2015-01-01T00:00Z)."""


ACKNOWLEDGE_SECONDS, RELAXED_ACKNOWLEDGE_SECONDS = 3.0, 15.0
"""Seconds within which the first answer must arrive: Discord's limit, and a longer one for tests of other things."""


class AdjustableClock:
    """The clock that decides what has expired; a test moves it forward instead of waiting."""

    def __init__(self) -> None:
        self._offset, self.acknowledge_seconds = 0.0, ACKNOWLEDGE_SECONDS

    def now(self) -> float:
        """Return seconds since an arbitrary start."""
        return time.monotonic() + self._offset

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self._offset += seconds


class SnowflakeGenerator:
    """Makes increasing ids from the machine's own time, moved by `offset_seconds`."""

    def __init__(self) -> None:
        self._count = itertools.count()
        self.offset_seconds = 0.0

    def new(self) -> int:
        """Return an id for the current moment."""
        return (int((time.time() + self.offset_seconds) * 1000) - EPOCH << 22) + next(self._count)
