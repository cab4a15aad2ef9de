"""Finds the dates that a day in a deadline can mean."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta

from bot.polls.rules.deadline.parts import CalendarDates, Day, DayOfMonth, DaysAhead, Weekday

LEAP_YEAR_SPAN = 9
"""A number of years in which every date occurs, including 29 February."""
MONTHS = 12

Days = Sequence[date]
"""Dates in order. The deadline is on the first date on which the typed time is still in the future."""


def candidate_days(day: Day | None, today: date) -> Iterator[Days]:
    """Yield the dates for each interpretation of `day`; None means the first possible day."""
    match day:
        case None:
            yield _around(today, 1)
        case DaysAhead(days=days):
            yield [today + timedelta(days)]
        case Weekday(weekday=weekday, weeks=None):
            yield _around(today + timedelta((weekday - today.weekday()) % 7), 7)
        case Weekday(weekday=weekday, weeks=int(weeks)):
            yield [today + timedelta(weekday - today.weekday() + 7 * weeks)]
        case DayOfMonth(day=number):
            yield list(_dates(_months(today), number))
        case CalendarDates(candidates=options):
            for year, month, number in options:
                years = range(today.year, today.year + LEAP_YEAR_SPAN) if year is None else [year]
                yield list(_dates(((year, month) for year in years), number))


def _around(day: date, step: int) -> Days:
    """Return `day` and the dates `step` days before and after it. The earlier date's night might not be over yet."""
    return [day - timedelta(step), day, day + timedelta(step)]


def _months(today: date) -> Iterator[tuple[int, int]]:
    months = range(today.month - 1, today.month - 1 + MONTHS)
    return ((today.year + month // MONTHS, month % MONTHS + 1) for month in months)


def _dates(months: Iterable[tuple[int, int]], day: int) -> Iterator[date]:
    """Yield the date with this day number in each of the months that have one."""
    for year, month in months:
        with suppress(ValueError, OverflowError):
            yield date(year, month, day)
