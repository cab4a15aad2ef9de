"""What a typed time can say: a length, a day, an hour of the day, a part of the day."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.polls.rules.deadline.vocabulary import DayPeriod


@dataclass(frozen=True, slots=True)
class Duration:
    """A length in seconds; one that was written as 20일 could also mean the 20th, its `day_of_month`."""

    seconds: int
    day_of_month: int | None = None


@dataclass(frozen=True, slots=True)
class DaysAhead:
    """A day so many days after today."""

    days: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, Monday being 0; the next one, or the one so many `weeks` after this week (from Monday to Sunday)."""

    weekday: int
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarDates:
    """The dates (year or None, month, day) that 12/5 or 5.12. may mean."""

    candidates: tuple[tuple[int | None, int, int], ...]


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """The next such day of a month."""

    day: int


Day = DaysAhead | Weekday | CalendarDates | DayOfMonth


@dataclass(frozen=True, slots=True)
class WeekOffset:
    """So many weeks after this week; needs a weekday."""

    weeks: int


class HourStyle(Enum):
    """How an hour was written: 20:00 is one of 24; 8시 may be one of 12; 8 alone needs a word that makes it an hour."""

    EXACT = auto()
    SPOKEN = auto()
    BARE = auto()
    MIDNIGHT = auto()


@dataclass(frozen=True, slots=True)
class ClockTime:
    """An hour of the day with its minutes, not yet known to be before or after noon unless EXACT."""

    hour: int
    minute: int = 0
    style: HourStyle = HourStyle.EXACT


class Modifier(Enum):
    """A word that says how the others are meant."""

    AT = auto()
    LATER = auto()
    THROUGH = auto()
    UNTIL = auto()


Part = Duration | Day | WeekOffset | ClockTime | DayPeriod | Modifier
