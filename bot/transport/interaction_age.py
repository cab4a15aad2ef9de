"""The age of an interaction by its id, although our clocks may be wrong in either direction.

An id contains the time of Discord's clock. How far our clock is ahead of that when an interaction arrives is our
clock's error plus the time of the transmission. The smallest of these within some minutes is taken as the error.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import discord

WINDOW = 15 * 60.0
"""Seconds; a measurement is forgotten after one to two of these, because clocks drift."""


@dataclass(slots=True)
class Offset:
    """How many seconds one of our clocks is ahead of Discord's, as far as known; infinite if unknown."""

    now: Callable[[], float]
    _latest: float = math.inf
    _earlier: float = math.inf
    _since: float = -math.inf

    def age(self, made: float) -> float:
        """Return the age in seconds of something created at `made` by Discord's clock, and learn from it."""
        offset = self.now() - made
        self._learn(offset)
        return offset - min(self._earlier, self._latest)

    def learn_if_unknown(self, made: float) -> None:
        """Learn from another time of Discord's if no id has arrived for long."""
        self._forget()
        if math.inf in {self._earlier, self._latest} and self._earlier == self._latest:
            self._learn(self.now() - made)

    def _learn(self, offset: float) -> None:
        self._forget()
        self._latest = min(self._latest, offset)

    def _forget(self) -> None:
        now = self.now()
        if not 0 <= now - self._since < WINDOW:
            is_old = not 0 <= now - self._since < 2 * WINDOW
            self._earlier, self._latest, self._since = math.inf if is_old else self._latest, math.inf, now


def _wall() -> float:
    """Return the epoch seconds of the wall clock, as discord.py reads it."""
    return discord.utils.utcnow().timestamp()


@dataclass(slots=True)
class Ages:
    """Uses the smaller age of two clocks: the wall clock may be set, the monotonic one stops or drifts."""

    clocks: tuple[Offset, ...] = field(default_factory=lambda: (Offset(time.monotonic), Offset(_wall)))

    def of(self, snowflake: int) -> float:
        """Return the age in seconds of an id."""
        made = discord.utils.snowflake_time(snowflake).timestamp()
        return min([clock.age(made) for clock in self.clocks])

    def learn(self, date: str | None) -> None:
        """Learn from the Date header of one of Discord's responses if no id has arrived for long."""
        try:
            made = parsedate_to_datetime(date or "").timestamp()
        except ValueError:
            return
        for clock in self.clocks:
            clock.learn_if_unknown(made)
