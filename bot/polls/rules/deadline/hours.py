"""Finds the hours that a time of day can mean, counted from the start of the named day: 25 for 밤 1시."""

from collections.abc import Iterable, Mapping

from bot.polls.rules.deadline.parts import ClockTime, HourStyle
from bot.polls.rules.deadline.vocabulary import DayPeriod

NOON, MIDNIGHT, DAWN_ENDS = 12, 24, 6
NIGHTS = frozenset({DayPeriod.EVENING, DayPeriod.NIGHT, DayPeriod.KOREAN_NIGHT})
Hours = tuple[int, ...]


def _before_noon(hours: Iterable[int]) -> Mapping[int, Hours]:
    return {hour: (hour % NOON,) for hour in hours}


def _after_noon(hours: Iterable[int]) -> Mapping[int, Hours]:
    return {hour: (hour % NOON + NOON,) for hour in hours}


def _next_morning(hours: Iterable[int]) -> Mapping[int, Hours]:
    return {hour: (hour % NOON + MIDNIGHT,) for hour in hours}


HOURS_BY_PERIOD: Mapping[DayPeriod, Mapping[int, Hours]] = {
    DayPeriod.AM: _before_noon(range(1, 13)),
    DayPeriod.PM: _after_noon(range(1, 13)),
    DayPeriod.DAWN: _before_noon((12, *range(1, 12))),
    DayPeriod.MORNING: _before_noon(range(1, 12)),
    DayPeriod.DAYTIME: {**_before_noon((9, 10, 11)), **_after_noon((12, *range(1, 7)))},
    DayPeriod.AFTERNOON: _after_noon((12, *range(1, 12))),
    DayPeriod.EVENING: {**_after_noon(range(4, 12)), **_next_morning((12,))},
    DayPeriod.NIGHT: {
        **_after_noon(range(6, 12)),
        **_next_morning((12, 1, 2, 3)),
        **{hour: (hour + NOON, hour + MIDNIGHT) for hour in (4, 5)},
    },
    DayPeriod.KOREAN_NIGHT: {**_after_noon(range(6, 12)), **_next_morning((12, *range(1, 6)))},
}
"""The meanings of an hour from 1 to 12 in each part of the day, without combinations that nobody would say."""


def candidate_hours(time: ClockTime, meridiem: DayPeriod | None, period: DayPeriod | None) -> Hours:
    """Return the hours that `time` can mean with am or pm and a part of the day, or none if these do not fit."""
    if time.style is HourStyle.MIDNIGHT:
        return (MIDNIGHT,) if period in NIGHTS else (0, MIDNIGHT)
    if meridiem is not None:
        return _past_midnight(_twelve_hour(time.hour, meridiem), period)
    if period is not None:
        return HOURS_BY_PERIOD[period].get(time.hour) or _twenty_four_hour(time, period)
    if time.style is HourStyle.EXACT:
        return (time.hour,) if _is_valid_time(time) else ()
    if time.hour == NOON:
        return (NOON, MIDNIGHT)
    return (time.hour, time.hour + NOON) if 0 < time.hour < NOON else (time.hour,) if _is_valid_time(time) else ()


def _twelve_hour(hour: int, meridiem: DayPeriod) -> Hours:
    """Return the hour for am or pm, or nothing if it is above 12. Read 0 as 12, because people also say 오전 0시."""
    return HOURS_BY_PERIOD[meridiem].get(hour or NOON, ())


def _past_midnight(hours: Hours, period: DayPeriod | None) -> Hours:
    """Move hours before 6 am to the next day if the part of the day is evening or night ("tonight at 1 am")."""
    return tuple(hour + MIDNIGHT if period in NIGHTS and hour < DAWN_ENDS else hour for hour in hours)


def _twenty_four_hour(time: ClockTime, period: DayPeriod) -> Hours:
    """Return the hour on the 24-hour clock (밤 22시, 새벽 0시), or none if the period disagrees (아침 22시)."""
    is_early = time.hour == 0 and period in {*NIGHTS, DayPeriod.DAWN}
    is_late = time.hour > NOON and period in {*NIGHTS, DayPeriod.DAYTIME, DayPeriod.AFTERNOON}
    return _past_midnight((time.hour,), period) if _is_valid_time(time) and (is_early or is_late) else ()


def _is_valid_time(time: ClockTime) -> bool:
    """Return whether the time exists: 24:00 is the end of a day, but 24:30 does not exist."""
    return time.hour < MIDNIGHT or (time.hour == MIDNIGHT and time.minute == 0)
