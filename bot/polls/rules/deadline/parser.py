"""Parses deadlines such as "2h", "1시간 30분", "tomorrow 20:00", "금 오후 8시" and "2026-12-24 20:00"."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.core.errors import UserError
from bot.polls.rules.deadline.days import candidate_days
from bot.polls.rules.deadline.grammar import parse_parts
from bot.polls.rules.deadline.hours import DAWN_ENDS, MIDNIGHT, candidate_hours
from bot.polls.rules.deadline.parsed_time import ParsedTime, combine_parts
from bot.polls.rules.deadline.parts import ClockTime, Day, DaysAhead, HourStyle, Modifier
from bot.polls.rules.deadline.tokens import tokenize
from bot.polls.rules.deadline.vocabulary import DayPeriod
from bot.polls.rules.settings import DAY, MAX_DURATION, MIN_DURATION, CloseAfter, CloseAt, resolve_deadline
from bot.settings.rules.local_time import zone_info

MAX_READINGS = 4
LAST_MINUTE, FIRST_MINUTE = ClockTime(23, 59), ClockTime(0)
TODAY = DaysAhead(0)
MAX_DAYS_AHEAD, MAX_WEEKDAY_DISTANCE = 366, 60


class AmbiguousDeadline(UserError):
    """A deadline with several meanings; `candidates` are epoch seconds, soonest first."""

    def __init__(self, candidates: Sequence[int]) -> None:
        super().__init__("polls.refused.time-several")
        self.candidates = candidates


def parse_deadline(user_input: str, zone: str, now: int) -> CloseAfter | CloseAt:
    """Return the deadline typed in an IANA zone; raise AmbiguousDeadline if it has several possible meanings.

    Raise UserError if it has no meaning, or only meanings that are too soon or too far ahead.
    """
    parsed = combine_parts(parse_parts(tokenize(user_input) or ()) or ())
    deadline = _resolve(parsed, zone_info(zone), now) if parsed else None
    if deadline is None:
        raise UserError("polls.refused.time-unclear")
    resolve_deadline(deadline, now)
    return deadline


def _resolve(parsed: ParsedTime, zone: tzinfo, now: int) -> CloseAfter | CloseAt | None:
    """Return the only meaning within the limits; raise AmbiguousDeadline if there are several.

    If none is within the limits, return the nearest one, or None if there is no meaning at all. A duration alone is
    returned unchecked.
    """
    if parsed.duration and not (parsed.time or parsed.meridiem or parsed.period):
        return CloseAfter(parsed.duration.seconds)
    readings = sorted(
        {_first_future(timestamps, now) for timestamps in _possible_timestamps(parsed, zone, now) if timestamps}
    )
    possible = [timestamp for timestamp in readings if MIN_DURATION <= timestamp - now <= MAX_DURATION]
    if len(possible) > 1:
        raise AmbiguousDeadline(possible[:MAX_READINGS])
    nearest = possible or [timestamp for timestamp in readings if timestamp > now] or readings[-1:]
    return CloseAt(nearest[0]) if nearest else None


def _first_future(timestamps: Sequence[int], now: int) -> int:
    return next((timestamp for timestamp in timestamps if timestamp > now), timestamps[-1])


def _possible_timestamps(parsed: ParsedTime, zone: tzinfo, now: int) -> Iterator[Sequence[int]]:
    """Yield the epoch seconds of each interpretation, in order."""
    day = DaysAhead(min(parsed.duration.seconds // DAY, MAX_DAYS_AHEAD)) if parsed.duration else parsed.day
    local = datetime.fromtimestamp(now, UTC).astimezone(zone)
    for hour, minute in _possible_times(parsed, day):
        for days in _possible_days(day, hour, parsed.period, local):
            with suppress(OverflowError):  # skips dates after the year 9999, which Python cannot represent
                yield [
                    _timestamp(candidate, hour, minute, zone)
                    for candidate in _on_weekday(parsed.weekday, days, local.date())
                ]


def _possible_times(parsed: ParsedTime, day: Day | None) -> Iterator[tuple[int, int]]:
    """Yield each possible hour and minute, with the hour counted from the start of the named day."""
    if parsed.time is None:
        yield from _day_boundaries(parsed, day)
    elif parsed.time.style is HourStyle.MIDNIGHT and day in {None, TODAY}:
        yield MIDNIGHT, 0
    elif parsed.time.style is not HourStyle.BARE or parsed.confirms_bare_hour:
        yield from ((hour, parsed.time.minute) for hour in candidate_hours(parsed.time, parsed.meridiem, parsed.period))


def _day_boundaries(parsed: ParsedTime, day: Day | None) -> Iterator[tuple[int, int]]:
    """Yield the end of the day for "내일까지", but both its start and its end for "until tomorrow"."""
    if day is None or parsed.meridiem or parsed.period:
        return
    if Modifier.UNTIL in parsed.modifiers:
        yield 0, 0
    if Modifier.UNTIL in parsed.modifiers or Modifier.THROUGH in parsed.modifiers:
        yield LAST_MINUTE.hour, LAST_MINUTE.minute


def _possible_days(day: Day | None, hour: int, period: DayPeriod | None, local: datetime) -> Iterator[Sequence[date]]:
    """Yield the dates of each interpretation. Before dawn, "tonight" can also mean the night that is not over yet."""
    today = local.date()
    if day == TODAY and (hour == 0 or period is DayPeriod.DAWN):
        yield [today, today + timedelta(1)]
        return
    if day == TODAY and hour >= MIDNIGHT and local.hour < DAWN_ENDS:
        yield [today - timedelta(1)]
    yield from candidate_days(day, today)


def _on_weekday(weekday: int | None, days: Sequence[date], today: date) -> Sequence[date]:
    """Return the days or, if `weekday` is given, those near days that fall on it.

    A weekday that fits only a distant day is probably a mistake.
    """
    return [
        day
        for day in days
        if weekday is None or (day.weekday() == weekday and (day - today).days <= MAX_WEEKDAY_DISTANCE)
    ]


def _timestamp(day: date, hour: int, minute: int, zone: tzinfo) -> int:
    """Return the epoch second of a local time. A repeated time means the first; a skipped one is moved forward."""
    shifted = day + timedelta(hour // MIDNIGHT) if hour >= MIDNIGHT else day
    return int(datetime.combine(shifted, time(hour % MIDNIGHT, minute), zone).timestamp())
