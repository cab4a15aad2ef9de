"""When a poll closes, as people type it: "2h", "1시간 30분", "tomorrow 20:00", "금 오후 8시", "2026-12-24 20:00".

The typed text is cut into tokens, a grammar makes parts of them, and here is decided what the parts mean together.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import UserError
from bot.polls.rules.deadline.days import candidate_days
from bot.polls.rules.deadline.grammar import parts_of
from bot.polls.rules.deadline.hours import DAWN_ENDS, MIDNIGHT, candidate_hours
from bot.polls.rules.deadline.parsed_time import Said, said_in
from bot.polls.rules.deadline.parts import ClockTime, Day, DaysAhead, HourStyle, Modifier
from bot.polls.rules.deadline.tokens import tokenize
from bot.polls.rules.deadline.vocabulary import DayPeriod
from bot.polls.rules.settings import DAY, MAX_DURATION, MIN_DURATION, CloseAfter, CloseAt, resolve_deadline

MOST_READINGS = 4
LAST_MINUTE, FIRST_MINUTE = ClockTime(23, 59), ClockTime(0)
TODAY = DaysAhead(0)
A_YEAR, SLIP = 366, 60


class SeveralReadings(UserError):
    """A time that may mean any of several moments, the soonest first: the person has to choose."""

    def __init__(self, moments: Sequence[int]) -> None:
        super().__init__("polls.refused.time-several")
        self.moments = moments


def read_closing(typed: str, zone: str, now: int) -> CloseAfter | CloseAt:
    """Return when a poll should close: so long after its start, or at the next such time in an IANA zone.

    A time that the clocks leave out is moved forward by what they leave out; of one that comes twice it is the first.
    Raises SeveralReadings for what may be meant in several ways, and Refusal, with examples, for what cannot be read
    and for a time too soon or too far away.
    """
    said = said_in(parts_of(tokenize(typed) or ()) or ())
    closing = _closing(said, ZoneInfo(zone), now) if said else None
    if closing is None:
        raise UserError("polls.refused.time-unclear")
    resolve_deadline(closing, now)
    return closing


def _closing(said: Said, zone: ZoneInfo, now: int) -> CloseAfter | CloseAt | None:
    """Return the only reading, or one that is too soon or too far; None where there is none at all."""
    if said.length and not (said.hour or said.half or said.period):
        return CloseAfter(said.length.seconds)
    readings = sorted({_first_ahead(moments, now) for moments in _readings(said, zone, now) if moments})
    possible = [moment for moment in readings if MIN_DURATION <= moment - now <= MAX_DURATION]
    if len(possible) > 1:
        raise SeveralReadings(possible[:MOST_READINGS])
    nearest = possible or [moment for moment in readings if moment > now] or readings[-1:]
    return CloseAt(nearest[0]) if nearest else None


def _first_ahead(moments: Sequence[int], now: int) -> int:
    return next((moment for moment in moments if moment > now), moments[-1])


def _readings(said: Said, zone: ZoneInfo, now: int) -> Iterator[Sequence[int]]:
    """Yield the moments of each reading, in their order."""
    day = DaysAhead(min(said.length.seconds // DAY, A_YEAR)) if said.length else said.day
    local = datetime.fromtimestamp(now, UTC).astimezone(zone)
    for hour, minute in _times(said, day):
        for days in _days(day, hour, said.period, local):
            with suppress(OverflowError):  # beyond the last day of the year 9999
                yield [_epoch(one, hour, minute, zone) for one in _on(said.weekday, days, local.date())]


def _times(said: Said, day: Day | None) -> Iterator[tuple[int, int]]:
    """Yield each hour, counted from the named day's midnight, and minute that may be meant."""
    if said.hour is None:
        yield from _ends(said, day)
    elif said.hour.style is HourStyle.MIDNIGHT and day in {None, TODAY}:
        yield MIDNIGHT, 0
    elif said.hour.style is not HourStyle.BARE or said.makes_an_hour:
        yield from ((hour, said.hour.minute) for hour in candidate_hours(said.hour, said.half, said.period))


def _ends(said: Said, day: Day | None) -> Iterator[tuple[int, int]]:
    """내일까지 is until that day is over; "until tomorrow" may also be until it begins."""
    if day is None or said.half or said.period:
        return
    if Modifier.UNTIL in said.marks:
        yield 0, 0
    if Modifier.UNTIL in said.marks or Modifier.THROUGH in said.marks:
        yield LAST_MINUTE.hour, LAST_MINUTE.minute


def _days(day: Day | None, hour: int, period: DayPeriod | None, local: datetime) -> Iterator[Sequence[date]]:
    """Yield the days of each reading; between midnight and dawn, tonight is also the night that is not over."""
    today = local.date()
    if day == TODAY and (hour == 0 or period is DayPeriod.DAWN):
        yield [today, today + timedelta(1)]
        return
    if day == TODAY and hour >= MIDNIGHT and local.hour < DAWN_ENDS:
        yield [today - timedelta(1)]
    yield from candidate_days(day, today)


def _on(weekday: int | None, days: Sequence[date], today: date) -> Sequence[date]:
    """The days that are this weekday, if one was said beside a date; not those of other years, for it is a slip."""
    return [day for day in days if weekday is None or (day.weekday() == weekday and (day - today).days <= SLIP)]


def _epoch(day: date, hour: int, minute: int, zone: ZoneInfo) -> int:
    """Return the epoch second; its fold of 0 is the first of two, and moves forward where there is none."""
    shifted = day + timedelta(hour // MIDNIGHT) if hour >= MIDNIGHT else day
    return int(datetime.combine(shifted, time(hour % MIDNIGHT, minute), zone).timestamp())
