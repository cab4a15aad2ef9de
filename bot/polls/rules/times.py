"""When a poll closes, as people type it: "2h", "1시간 30분", "tomorrow 20:00", "금 오후 8시", "2026-12-24 20:00"."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.kit.refusals import Refusal
from bot.polls.rules.terms import DAY, MINUTE, After, At, moment_of

HOUR, WEEK = 60 * MINUTE, 7 * DAY
LEAP = 9
"""Years among which there is every day that there is at all."""
NOON = 12

UNITS: Mapping[str, int] = {
    **dict.fromkeys(("w", "week", "weeks", "주", "주일"), WEEK),
    **dict.fromkeys(("d", "day", "days", "일"), DAY),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "시간"), HOUR),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "분"), MINUTE),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "초"), 1),
}
PART = re.compile(r"(\d{1,6}(?:\.\d)?) ?([a-z]+|[가-힣]+)(?: and|,)? ?")
FILLER = re.compile(r"\b(?:in|at|on|by|until|later)\b|(?<=[\d시분반일간주루틀흘]) ?(?:뒤|후)?(?:에|까지)?$")

LENGTHS: Sequence[tuple[str, str]] = (
    (r"\ban? (?=hour|day|week)", "1 "),
    (r"(\d)h(\d{1,2})$", r"\1h \2m"),
    (r"한 ?(?=시간)", "1"),
    (r"두 ?(?=시간)", "2"),
    (r"세 ?(?=시간)", "3"),
    (r"^하루$", "1일"),
    (r"^이틀$", "2일"),
    (r"^사흘$", "3일"),
    (r"^일주일$", "1주"),
)
"""Lengths in words, and what becomes of them."""
SPELLINGS: Sequence[tuple[str, str]] = (
    (r"\btonight\b", "today"),
    (r"\bmidnight\b|자정", "0:00"),
    (r"\bnoon\b|정오", "12:00"),
    (r"([ap])\.m\b\.?", r"\1m"),
    (r"(\d)시 ?(\d{1,2})분", r"\1:\2"),
    (r"(\d)시 ?반", r"\1:30"),
    (r"(\d)시(?!간)", r"\1:00"),
    (r"(?<![\d:])(\d{1,2}) ?([ap]m)\b", r"\1:00\2"),
    (r"(:\d{1,2}) ([ap]m)\b", r"\1\2"),
    (r"밤 ?12(:\d{1,2})", r"0\1"),
    (r"(?:오전|아침|새벽) ?(\d{1,2}:\d{1,2})", r"\1am"),
    (r"(?:오후|저녁|밤|낮) ?(\d{1,2}:\d{1,2})", r"\1pm"),
    (r"(\d{4})년 ?(?=\d)", r"\1-"),
    (r"(\d{1,2})월 ?(\d{1,2})일", r"\1-\2"),
)
"""Other ways to write "20:00", "8:00pm" and "2026-12-24", and what becomes of them."""
CLOCK = re.compile(r"(\d{1,2}):(\d{1,2})(am|pm)?")
DATE = re.compile(r"(?:(\d{4})([-./]))?(\d{1,2})(?(2)\2|-)(\d{1,2})")
AHEAD: Mapping[str, int] = {"today": 0, "오늘": 0, "tomorrow": 1, "tmr": 1, "내일": 1, "모레": 2}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KOREAN_WEEKDAYS = "월화수목금토일"
SHORTEST_WEEKDAY = 3


def read_closing(typed: str, zone: str, now: int) -> After | At:
    """When a poll should close: so long after its start, or at the next such time in an IANA zone.

    A time that the clocks leave out is moved forward by what they leave out; of one that comes twice it is the first.
    Raises Refusal, with examples, for what cannot be read, and for a time too soon or too far away.
    """
    text = FILLER.sub(" ", " ".join(unicodedata.normalize("NFKC", typed).casefold().split())).strip()
    closing = _length(text) or _moment(text, ZoneInfo(zone), now)
    if closing is None:
        raise Refusal("polls.refused.time-unclear")
    moment_of(closing, now)
    return closing


def _length(text: str) -> After | None:
    """A length like "1h30m"; None for anything else."""
    for pattern, spelling in LENGTHS:
        text = re.sub(pattern, spelling, text)
    found = PART.findall(text)
    if not found or PART.sub("", text) or any(unit not in UNITS for _, unit in found):
        return None
    return After(int(sum(float(number) * UNITS[unit] for number, unit in found)))


def _moment(text: str, zone: ZoneInfo, now: int) -> At | None:
    """A time of the day, with or without a day; None for anything else."""
    for pattern, spelling in SPELLINGS:
        text = re.sub(pattern, spelling, text)
    words = text.split()
    clocks = [match for match in map(CLOCK.fullmatch, words) if match]
    days = [word for word in words if not CLOCK.fullmatch(word)]
    if len(clocks) != 1 or len(days) > 1:
        return None
    try:
        at = _time(*clocks[0].groups())
        today = datetime.fromtimestamp(now, UTC).astimezone(zone).date()
        moments = [_epoch(day, at, zone) for day in _days(days[0] if days else "", today)]
    except ValueError:
        return None
    later = [moment for moment in moments if moment > now]
    return At((later or moments)[0]) if moments else None


def _time(hour: str, minute: str, half: str | None) -> time:
    if half is None:
        return time(int(hour), int(minute))
    if not 1 <= int(hour) <= NOON:
        raise ValueError(hour)
    return time(int(hour) % NOON + (NOON if half == "pm" else 0), int(minute))


def _epoch(day: date, at: time, zone: ZoneInfo) -> int:
    """The epoch second of a local time; its fold of 0 is the first of two, and moves forward where there is none."""
    return int(datetime.combine(day, at, zone).timestamp())


def _days(word: str, today: date) -> Iterator[date]:
    """The days that a word may mean, soonest first; no word means today or tomorrow."""
    if not word:
        yield from (today, today + timedelta(1))
    elif word in AHEAD:
        yield today + timedelta(AHEAD[word])
    elif (weekday := _weekday(word)) is not None:
        ahead = (weekday - today.weekday()) % 7
        yield from (today + timedelta(ahead), today + timedelta(ahead + 7))
    elif match := DATE.fullmatch(word):
        year, _, month, day = match.groups()
        yield from _dates([int(year)] if year else range(today.year, today.year + LEAP), int(month), int(day))


def _dates(years: Iterable[int], month: int, day: int) -> Iterator[date]:
    """The day in each of these years that has it: the 29th of February is not in every one."""
    for year in years:
        with suppress(ValueError):
            yield date(year, month, day)


def _weekday(word: str) -> int | None:
    """Which day of the week, Monday being 0."""
    if word[0] in KOREAN_WEEKDAYS and word[1:] in {"", "요일"}:
        return KOREAN_WEEKDAYS.index(word[0])
    names = [name for name in WEEKDAYS if name.startswith(word) and len(word) >= SHORTEST_WEEKDAY]
    return WEEKDAYS.index(names[0]) if names else None
