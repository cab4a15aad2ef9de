"""Limits how many requests a person may make; normal use never reaches the limit."""

from collections import deque
from collections.abc import Callable

from msgspec import Struct, field

from bot.ids import UserId

DEFAULT_LIMIT = 12
DEFAULT_SECONDS = 10.0
PRUNE_ABOVE = 1_000
"""People without recent requests are forgotten only when more people than this are remembered."""


class RateLimiter(Struct):
    """Counts the recent requests of each person; `now` returns monotonic seconds."""

    now: Callable[[], float]
    limit: int = DEFAULT_LIMIT
    seconds: float = DEFAULT_SECONDS
    _requests: dict[UserId, deque[float]] = field(default_factory=dict)
    _prune_above: int = PRUNE_ABOVE

    def is_limited(self, user_id: UserId) -> bool:
        """Count a request and return False; return True without counting it if the limit is reached."""
        now, timestamps = self.now(), self._requests.setdefault(user_id, deque())
        while timestamps and timestamps[0] <= now - self.seconds:
            timestamps.popleft()
        if len(timestamps) >= self.limit:
            return True
        timestamps.append(now)
        self._prune(now)
        return False

    def _prune(self, now: float) -> None:
        if len(self._requests) > self._prune_above:
            self._requests = {
                who: timestamps for who, timestamps in self._requests.items() if timestamps[-1] > now - self.seconds
            }
            self._prune_above = max(PRUNE_ABOVE, 2 * len(self._requests))  # otherwise every request would scan everyone
