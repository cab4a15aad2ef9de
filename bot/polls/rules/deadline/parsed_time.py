"""A parsed time: the parts of a typed deadline, at most one of each kind."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct

from bot.polls.rules.deadline.parts import (
    CalendarDates,
    ClockTime,
    Day,
    DayOfMonth,
    DaysAhead,
    Duration,
    Modifier,
    Part,
    Weekday,
    WeekOffset,
)
from bot.polls.rules.deadline.vocabulary import DayPeriod
from bot.polls.rules.settings import DAY

PartT = TypeVar("PartT", ClockTime, DayPeriod)
PAIR = 2
DAY_PARTS = DaysAhead | Weekday | CalendarDates | DayOfMonth | WeekOffset
MERIDIEMS = frozenset({DayPeriod.AM, DayPeriod.PM})


class ParsedTime(Struct, frozen=True):
    """The parts of a typed time.

    If `weekday` is given, `day` must fall on it. `period` is neither am nor pm.
    """

    duration: Duration | None
    day: Day | None
    weekday: int | None
    time: ClockTime | None
    meridiem: DayPeriod | None
    period: DayPeriod | None
    modifiers: frozenset[Modifier]

    @property
    def confirms_bare_hour(self) -> bool:
        """Return whether a bare number is an hour, as in "at 8", "tonight 8" and "오후 8"."""
        return bool(self.meridiem or self.period or self.modifiers & {Modifier.AT, Modifier.UNTIL})


def combine_parts(parts: Sequence[Part]) -> ParsedTime | None:
    """Combine the parts, and add up durations.

    Return None if parts of another kind are repeated, or if two parts contradict each other.
    """
    hours = [part for part in parts if isinstance(part, ClockTime)]
    meridiems = [part for part in parts if isinstance(part, DayPeriod) and part in MERIDIEMS]
    periods = [part for part in parts if isinstance(part, DayPeriod) and part not in MERIDIEMS]
    modifiers = frozenset(part for part in parts if isinstance(part, Modifier))
    duration = _total_duration([part for part in parts if isinstance(part, Duration)])
    days: list[Day | WeekOffset] = [part for part in parts if isinstance(part, DAY_PARTS)]
    has_hour = bool(hours or meridiems or periods)
    if (
        duration
        and duration.day_of_month
        and Modifier.LATER not in modifiers
        and (has_hour or days or Modifier.THROUGH in modifiers)
    ):
        days.append(DayOfMonth(duration.day_of_month))
        duration = None
    is_mixed = duration is not None and (bool(days) or (has_hour and duration.seconds % DAY != 0))
    day = _day(days)
    if day is None or is_mixed or any(len(group) > 1 for group in (hours, meridiems, periods)):
        return None
    return ParsedTime(
        duration, *day, _first_or_none(hours), _first_or_none(meridiems), _first_or_none(periods), modifiers
    )


def _first_or_none(parts: Sequence[PartT]) -> PartT | None:
    return next(iter(parts), None)


def _day(days: Sequence[Day | WeekOffset]) -> tuple[Day | None, int | None] | None:
    """Return the day and the weekday that it must fall on (27일 금요일).

    Each is None if it is not given. If the parts do not combine, return None instead of a pair.
    """
    week = next((day.weeks for day in days if isinstance(day, WeekOffset)), None)
    named = [day for day in days if not isinstance(day, WeekOffset)]
    match sorted(named, key=lambda day: isinstance(day, Weekday)):
        case [] if not days:
            return None, None
        case [day] if len(days) == 1:
            return day, None
        case [Weekday(weekday=weekday, weeks=None)] if len(days) == PAIR:
            return Weekday(weekday, week), None
        case [CalendarDates() | DayOfMonth() as day, Weekday(weekday=weekday, weeks=None)] if len(days) == PAIR:
            return day, weekday
    return None


def _total_duration(durations: Sequence[Duration]) -> Duration | None:
    """Return the sum of the durations, or None if there are none. A sum cannot also mean a day of the month."""
    if len(durations) <= 1:
        return next(iter(durations), None)
    return Duration(sum(duration.seconds for duration in durations))
