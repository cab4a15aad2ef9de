"""Decides when TMDB is called: spaces calls, and pauses them while TMDB limits, fails or refuses them."""

import asyncio
import logging
import math
from collections.abc import Callable
from typing import Final, TypeVar

from msgspec import Struct, field

from bot.tmdb.rules.answers.errors import TmdbError, TmdbRefused, TmdbUnavailable

log = logging.getLogger(__name__)

SPACING_SECONDS: Final = 0.11
"""Seconds between two calls, so that there are never more than ten per second."""
MAX_DELAY_SECONDS: Final = 8.0
"""The longest wait before the second attempt of a call; if TMDB asks for more, the call fails."""
FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS, REFUSED_SECONDS = 30.0, 900.0, 3600.0
"""Pauses in seconds: after the first failure (each further failure doubles it), at most, and after a refused key."""

E = TypeVar("E", bound=TmdbError)


class CallThrottle(Struct):
    """Decides when to make calls, and logs each failure once until a call succeeds."""

    monotonic: Callable[[], float]
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _next_call_at: float = -math.inf
    _paused_until: float = -math.inf
    _faults: int = 0
    _delays: int = 0
    _reported: str = ""

    @property
    def is_paused(self) -> bool:
        """Whether calls fail at once, without asking TMDB."""
        return self.monotonic() < self._paused_until

    async def wait_for_turn(self) -> None:
        """Wait for the turn of a call; raise TmdbUnavailable during a pause."""
        async with self._turn:
            while (seconds := self._next_call_at - self.monotonic()) > 0 and not self.is_paused:  # noqa: ASYNC110  # `delay_calls` can postpone the next call meanwhile
                await asyncio.sleep(seconds)
            if self.is_paused:
                raise TmdbUnavailable("not asked, because of an earlier fault")
            self._next_call_at = self.monotonic() + SPACING_SECONDS

    def delay_calls(self, retry_after: float | None) -> None:
        """Delay all calls for the seconds that TMDB asks for, or for 1, 2, 4, then 8 seconds if it does not say."""
        seconds = float(2**self._delays) if retry_after is None else retry_after
        self._delays = min(self._delays + 1, 3)
        self._next_call_at = max(self._next_call_at, self.monotonic() + min(seconds, MAX_DELAY_SECONDS))

    def pause(self, error: E) -> E:
        """Make all calls fail for a while, and return the error to raise."""
        if isinstance(error, TmdbRefused):
            self._pause(REFUSED_SECONDS, f"key refused {error}")
        elif isinstance(error, TmdbUnavailable) and not self.is_paused:
            seconds = min(FIRST_PAUSE_SECONDS * 2**self._faults, MAX_PAUSE_SECONDS)
            self._faults = min(self._faults + 1, 10)
            self._pause(max(seconds, min(error.retry_after or 0.0, REFUSED_SECONDS)), f"unavailable reason={error}")
        return error

    def record_success(self) -> None:
        """Reset the failures, because TMDB answered."""
        if self._reported:
            log.info("TMDB answers again")
        self._faults, self._delays, self._reported = 0, 0, ""

    def _pause(self, seconds: float, event: str) -> None:
        self._paused_until = self.monotonic() + seconds
        if event != self._reported:
            log.warning("TMDB %s retry_in=%.0f", event, seconds)
        self._reported = event
