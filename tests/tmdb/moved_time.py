"""Clocks that a test moves forward."""

import time
from dataclasses import dataclass

NOW = 1_800_000_000


@dataclass(slots=True)
class MovedTime:
    """A wall clock that stands still, and a monotonic clock that runs. A test can move both forward."""

    now: int = NOW
    ahead: float = 0.0

    def clock(self) -> int:
        return self.now

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def move(self, seconds: int) -> None:
        self.now += seconds
        self.ahead += seconds
