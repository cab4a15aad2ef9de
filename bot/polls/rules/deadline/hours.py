"""Which hours of a day may be meant: 밤 1시 is one of the morning after the evening that was named.

An hour is counted from the midnight at which the named day begins, so 24 and more lie in the next day.
"""

from collections.abc import Iterable, Mapping

from bot.polls.rules.deadline.parts import Hour, Style
from bot.polls.rules.deadline.vocabulary import Period

NOON, MIDNIGHT, DAWN_ENDS = 12, 24, 6
NIGHTS = frozenset({Period.EVENING, Period.NIGHT, Period.KOREAN_NIGHT})
Hours = tuple[int, ...]


def _before_noon(hours: Iterable[int]) -> Mapping[int, Hours]:
    return {hour: (hour % NOON,) for hour in hours}


def _after_noon(hours: Iterable[int]) -> Mapping[int, Hours]:
    return {hour: (hour % NOON + NOON,) for hour in hours}


def _next_morning(hours: Iterable[int]) -> Mapping[int, Hours]:
    return {hour: (hour % NOON + MIDNIGHT,) for hour in hours}


TWELVE: Mapping[Period, Mapping[int, Hours]] = {
    Period.AM: _before_noon(range(1, 13)),
    Period.PM: _after_noon(range(1, 13)),
    Period.DAWN: _before_noon((12, *range(1, 12))),
    Period.MORNING: _before_noon(range(1, 12)),
    Period.DAYTIME: {**_before_noon((9, 10, 11)), **_after_noon((12, *range(1, 7)))},
    Period.AFTERNOON: _after_noon((12, *range(1, 12))),
    Period.EVENING: {**_after_noon(range(4, 12)), **_next_morning((12,))},
    Period.NIGHT: {
        **_after_noon(range(6, 12)),
        **_next_morning((12, 1, 2, 3)),
        **{hour: (hour + NOON, hour + MIDNIGHT) for hour in (4, 5)},
    },
    Period.KOREAN_NIGHT: {**_after_noon(range(6, 12)), **_next_morning((12, *range(1, 6)))},
}
"""The hours that an hour from 1 to 12 may mean in a part of the day; none where nobody would say so."""


def hours_of(hour: Hour, half: Period | None, period: Period | None) -> Hours:
    """Return the hours that may be meant, given am or pm (`half`) and a part of the day; none where they disagree."""
    if hour.style is Style.MIDNIGHT:
        return (MIDNIGHT,) if period in NIGHTS else (0, MIDNIGHT)
    if half is not None:
        return _late(_by_half(hour.hour, half), period)
    if period is not None:
        return TWELVE[period].get(hour.hour) or _of_24(hour, period)
    if hour.style is Style.EXACT:
        return (hour.hour,) if _is_on_clock(hour) else ()
    if hour.hour == NOON:
        return (NOON, MIDNIGHT)
    return (hour.hour, hour.hour + NOON) if 0 < hour.hour < NOON else (hour.hour,) if _is_on_clock(hour) else ()


def _by_half(hour: int, half: Period) -> Hours:
    """오전 0시 and 오후 0시 are said, too."""
    return TWELVE[half].get(hour or NOON, ())


def _late(hours: Hours, period: Period | None) -> Hours:
    """Tonight at 1 am is tomorrow."""
    return tuple(hour + MIDNIGHT if period in NIGHTS and hour < DAWN_ENDS else hour for hour in hours)


def _of_24(hour: Hour, period: Period) -> Hours:
    """밤 22시, 새벽 0시, tonight at 00:30; none for 아침 22시."""
    is_early = hour.hour == 0 and period in {*NIGHTS, Period.DAWN}
    is_late = hour.hour > NOON and period in {*NIGHTS, Period.DAYTIME, Period.AFTERNOON}
    return _late((hour.hour,), period) if _is_on_clock(hour) and (is_early or is_late) else ()


def _is_on_clock(hour: Hour) -> bool:
    """24:00 is the end of a day; there is no 24:30."""
    return hour.hour < MIDNIGHT or (hour.hour == MIDNIGHT and hour.minute == 0)
