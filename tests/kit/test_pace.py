"""Who presses without end is slowed; nobody else notices."""

from dataclasses import dataclass

from bot.core.interactions.rate_limit import FORGET, Pace


@dataclass
class Hands:
    """A clock that is moved by hand."""

    now: float = 0.0


def test_the_thirteenth_within_ten_seconds_is_too_fast_and_waiting_mends_it() -> None:
    """Twelve are taken; after ten seconds the first ones no longer count."""
    clock = Hands()
    pace = Pace(lambda: clock.now)
    assert [pace.is_too_fast(1) for _ in range(13)] == [False] * 12 + [True]
    clock.now = 9.9
    assert pace.is_too_fast(1)
    clock.now = 10.0
    assert not pace.is_too_fast(1)


def test_one_persons_haste_does_not_slow_another() -> None:
    """Each person has their own count."""
    pace = Pace(lambda: 0.0)
    assert [pace.is_too_fast(person) for person in range(100)] == [False] * 100


def test_people_who_have_gone_are_forgotten() -> None:
    """The count does not grow with everybody who ever asked."""
    clock = Hands()
    pace = Pace(lambda: clock.now)
    for person in range(FORGET * 3):
        clock.now += 1
        pace.is_too_fast(person)
    assert len(pace._asked) <= FORGET + 1  # noqa: SLF001  # memory is what this is about
