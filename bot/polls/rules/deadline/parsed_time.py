"""What was said in a typed time: each of its parts once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

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

One = TypeVar("One", ClockTime, DayPeriod)
PAIR = 2
DAYS = DaysAhead | Weekday | CalendarDates | DayOfMonth | WeekOffset
HALVES = frozenset({DayPeriod.AM, DayPeriod.PM})


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of a typed time; `weekday` is that of the day, `half` am or pm, `period` any other part of the day."""

    length: Duration | None
    day: Day | None
    weekday: int | None
    hour: ClockTime | None
    half: DayPeriod | None
    period: DayPeriod | None
    marks: frozenset[Modifier]

    @property
    def makes_an_hour(self) -> bool:
        """Whether a number alone is an hour: at 8, tonight 8, 오후 8."""
        return bool(self.half or self.period or self.marks & {Modifier.AT, Modifier.UNTIL})


def said_in(parts: Sequence[Part]) -> Said | None:
    """Return what the parts say; None where one is said twice, or two do not go together."""
    hours = [part for part in parts if isinstance(part, ClockTime)]
    halves = [part for part in parts if isinstance(part, DayPeriod) and part in HALVES]
    periods = [part for part in parts if isinstance(part, DayPeriod) and part not in HALVES]
    marks = frozenset(part for part in parts if isinstance(part, Modifier))
    length = _sum([part for part in parts if isinstance(part, Duration)])
    days: list[Day | WeekOffset] = [part for part in parts if isinstance(part, DAYS)]
    has_hour = bool(hours or halves or periods)
    if (
        length
        and length.day_of_month
        and Modifier.LATER not in marks
        and (has_hour or days or Modifier.THROUGH in marks)
    ):
        days.append(DayOfMonth(length.day_of_month))
        length = None
    is_mixed = length is not None and (bool(days) or (has_hour and length.seconds % DAY != 0))
    day = _day(days)
    if day is None or is_mixed or any(len(same) > 1 for same in (hours, halves, periods)):
        return None
    return Said(length, *day, _only(hours), _only(halves), _only(periods), marks)


def _only(same: Sequence[One]) -> One | None:
    return next(iter(same), None)


def _day(days: Sequence[Day | WeekOffset]) -> tuple[Day | None, int | None] | None:
    """Return the day, and the weekday that it must be (27일 금요일); None where they do not go together."""
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


def _sum(lengths: Sequence[Duration]) -> Duration | None:
    """Two lengths make a longer one, which is no day of a month."""
    if len(lengths) <= 1:
        return next(iter(lengths), None)
    return Duration(sum(length.seconds for length in lengths))
