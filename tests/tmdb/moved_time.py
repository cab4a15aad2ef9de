"""Clocks that a test moves on."""

import time
from dataclasses import dataclass

NOW = 1_800_000_000


@dataclass(slots=True)
class MovedTime:
    """The wall clock stands still, the monotonic one runs; both can be moved."""

    now: int = NOW
    ahead: float = 0.0

    def clock(self) -> int:
        return self.now

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def move(self, seconds: int) -> None:
        self.now += seconds
        self.ahead += seconds
