"""Someone who presses too often is refused. Nobody else is affected."""

from dataclasses import dataclass

from bot.core.interactions.rate_limit import PRUNE_ABOVE, RateLimiter
from bot.ids import UserId


@dataclass
class ManualClock:
    """A clock that a test sets."""

    now: float = 0.0


SAM = UserId(1)


def test_the_thirteenth_press_within_ten_seconds_is_refused() -> None:
    """Twelve presses are accepted. After ten seconds they no longer count."""
    clock = ManualClock()
    limiter = RateLimiter(lambda: clock.now)
    assert [limiter.is_limited(SAM) for _ in range(13)] == [False] * 12 + [True]
    clock.now = 9.9
    assert limiter.is_limited(SAM)
    clock.now = 10.0
    assert not limiter.is_limited(SAM)


def test_presses_are_counted_for_each_person() -> None:
    """A hundred people can each press once at the same moment."""
    limiter = RateLimiter(lambda: 0.0)
    assert [limiter.is_limited(UserId(person)) for person in range(100)] == [False] * 100


def test_inactive_people_are_forgotten() -> None:
    """Memory does not grow with everyone who ever pressed a button."""
    clock = ManualClock()
    limiter = RateLimiter(lambda: clock.now)
    for person in range(PRUNE_ABOVE * 3):
        clock.now += 1
        limiter.is_limited(UserId(person))
    assert len(limiter._requests) <= PRUNE_ABOVE + 1  # noqa: SLF001  # the test is about memory
