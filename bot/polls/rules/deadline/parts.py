"""The parts of a typed deadline: durations, days, times of day and parts of the day."""

from enum import Enum, auto

from msgspec import Struct

from bot.polls.rules.deadline.vocabulary import DayPeriod


class Duration(Struct, frozen=True):
    """A duration in seconds. `day_of_month` is set if it was written as 20일, which can also mean the 20th."""

    seconds: int
    day_of_month: int | None = None


class DaysAhead(Struct, frozen=True):
    """A day as a number of days after today."""

    days: int


class Weekday(Struct, frozen=True):
    """The next occurrence of a weekday (Monday is 0), or the one `weeks` calendar weeks after this week's."""

    weekday: int
    weeks: int | None = None


class CalendarDates(Struct, frozen=True):
    """The dates that "12/5" or "5.12." can mean, each as (year or None, month, day)."""

    candidates: tuple[tuple[int | None, int, int], ...]


class DayOfMonth(Struct, frozen=True):
    """The next date with this day number."""

    day: int


Day = DaysAhead | Weekday | CalendarDates | DayOfMonth


class WeekOffset(Struct, frozen=True):
    """A number of weeks after this week, to be combined with a weekday."""

    weeks: int


class HourStyle(Enum):
    """How an hour was written.

    "20:00" is exact. "8시" can be am or pm. A bare "8" is an hour only beside another word, as in "at 8". Midnight can
    be the start or the end of the day.
    """

    EXACT = auto()
    SPOKEN = auto()
    BARE = auto()
    MIDNIGHT = auto()


class ClockTime(Struct, frozen=True):
    """A time of day; if its style is SPOKEN or BARE, it can be am or pm."""

    hour: int
    minute: int = 0
    style: HourStyle = HourStyle.EXACT


class Modifier(Enum):
    """A word that changes what the other parts mean."""

    AT = auto()
    LATER = auto()
    THROUGH = auto()
    UNTIL = auto()


Part = Duration | Day | WeekOffset | ClockTime | DayPeriod | Modifier
