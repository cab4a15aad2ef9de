"""Computes the age of an interaction from its id, even if our clocks are fast or slow.

An id contains the time by Discord's clock. When an interaction arrives, the difference between our clock and that time
is our clock's error plus the transmission time. The smallest difference in the last minutes counts as the error.
"""

import math
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import discord
from msgspec import Struct, field

WINDOW = 15 * 60.0
"""In seconds; a measurement is dropped after one to two windows, because clocks drift."""


class Offset(Struct):
    """Estimates how many seconds one of our clocks is ahead of Discord's; infinite while unknown."""

    now: Callable[[], float]
    _latest: float = math.inf
    _earlier: float = math.inf
    _since: float = -math.inf

    def age(self, created_at: float) -> float:
        """Return the seconds since `created_at`, a time on Discord's clock, and update the estimate."""
        now = self.now()
        self._add_measurement(now, now - created_at)
        return now - created_at - min(self._earlier, self._latest)

    def learn_if_unknown(self, created_at: float) -> None:
        """Update the estimate from another timestamp by Discord if there is no recent measurement."""
        now = self.now()
        self._drop_old_measurements(now)
        if math.inf in {self._earlier, self._latest} and self._earlier == self._latest:
            self._add_measurement(now, now - created_at)

    def _add_measurement(self, now: float, offset: float) -> None:
        self._drop_old_measurements(now)
        self._latest = min(self._latest, offset)

    def _drop_old_measurements(self, now: float) -> None:
        if not 0 <= now - self._since < WINDOW:
            is_old = not 0 <= now - self._since < 2 * WINDOW
            self._earlier, self._latest, self._since = math.inf if is_old else self._latest, math.inf, now


def _wall() -> float:
    """Return the wall clock's epoch seconds, read the way discord.py reads it."""
    return discord.utils.utcnow().timestamp()


class InteractionAges(Struct):
    """Computes ages by two clocks and uses the smaller one, because either clock may jump or stop."""

    clocks: tuple[Offset, ...] = field(default_factory=lambda: (Offset(time.monotonic), Offset(_wall)))

    def of(self, snowflake: int) -> float:
        """Return the age in seconds of a snowflake."""
        created_at = ((snowflake >> 22) + discord.utils.DISCORD_EPOCH) / 1000
        return min([clock.age(created_at) for clock in self.clocks])

    def learn(self, date: str | None) -> None:
        """Update the estimates from the Date header of a response by Discord if no measurement is recent."""
        try:
            created_at = parsedate_to_datetime(date or "").timestamp()
        except ValueError:
            return
        for clock in self.clocks:
            clock.learn_if_unknown(created_at)
