"""How the closing times that people type are read, if typed on Wednesday, 25 November 2026, at 14:00 in Seoul."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.polls.handlers.draft.voting_rules import change_for_offered_time
from bot.polls.rules.deadline.parser import AmbiguousDeadline, parse_deadline
from bot.polls.rules.settings import CloseAfter, CloseAt
from tests.polls.booth import refusal_key

SEOUL = ZoneInfo("Asia/Seoul")
NOW = "2026-11-25 14:00"
MINUTE, HOUR, DAY = 60, 3600, 86400


def epoch(local: str) -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=SEOUL).timestamp())


def reading(typed: str, now: str = NOW) -> str:
    """Return how a text is read: "Thu 26 Nov 00:00", or the moments to ask about, joined by "or"."""
    try:
        closing = parse_deadline(typed, "Asia/Seoul", epoch(now))
    except AmbiguousDeadline as several:
        return " or ".join(map(local_text, several.candidates))
    assert isinstance(closing, CloseAt), closing
    return local_text(closing.timestamp)


def local_text(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment, SEOUL):%a %d %b %H:%M}"


NIGHTS = [
    ("내일 밤 12시", "Fri 27 Nov 00:00"),
    ("금요일 밤 12시", "Sat 28 Nov 00:00"),
    ("토 밤 12시 30분", "Sun 29 Nov 00:30"),
    ("밤 12시", "Thu 26 Nov 00:00"),
    ("밤 1시", "Thu 26 Nov 01:00"),
    ("밤 5시", "Thu 26 Nov 05:00"),
    ("내일 밤 2시", "Fri 27 Nov 02:00"),
    ("내일밤12시까지", "Fri 27 Nov 00:00"),
    ("밤 9시", "Wed 25 Nov 21:00"),
    ("밤 22시", "Wed 25 Nov 22:00"),
    ("금요일 밤 00:30", "Sat 28 Nov 00:30"),
    ("7일 밤 12시", "Tue 08 Dec 00:00"),
    ("27일 금요일 밤 12시", "Sat 28 Nov 00:00"),
    ("오늘 밤 12시까지", "Thu 26 Nov 00:00"),
    ("오늘밤 9시", "Wed 25 Nov 21:00"),
    ("저녁 12시", "Thu 26 Nov 00:00"),
    ("내일 저녁 12시", "Fri 27 Nov 00:00"),
    ("저녁 여덟 시 반", "Wed 25 Nov 20:30"),
    ("tonight at 8", "Wed 25 Nov 20:00"),
    ("tonight at 8:30", "Wed 25 Nov 20:30"),
    ("8:30 tonight", "Wed 25 Nov 20:30"),
    ("tonight at 12", "Thu 26 Nov 00:00"),
    ("tonight at 1am", "Thu 26 Nov 01:00"),
    ("tonight at 00:30", "Thu 26 Nov 00:30"),
    ("tonight at 4", "Wed 25 Nov 16:00 or Thu 26 Nov 04:00"),
    ("this evening at 7:30", "Wed 25 Nov 19:30"),
    ("friday night at 1am", "Sat 28 Nov 01:00"),
    ("friday night at 12", "Sat 28 Nov 00:00"),
    ("tomorrow night at 9", "Thu 26 Nov 21:00"),
]
MIDNIGHTS = [
    ("midnight", "Thu 26 Nov 00:00"),
    ("자정까지", "Thu 26 Nov 00:00"),
    ("오늘 자정", "Thu 26 Nov 00:00"),
    ("tonight at midnight", "Thu 26 Nov 00:00"),
    ("today at midnight", "Thu 26 Nov 00:00"),
    ("tomorrow midnight", "Thu 26 Nov 00:00 or Fri 27 Nov 00:00"),
    ("내일 자정", "Thu 26 Nov 00:00 or Fri 27 Nov 00:00"),
    ("fri midnight", "Fri 27 Nov 00:00 or Sat 28 Nov 00:00"),
    ("midnight on Friday", "Fri 27 Nov 00:00 or Sat 28 Nov 00:00"),
    ("friday night at midnight", "Sat 28 Nov 00:00"),
    ("금요일 밤 자정", "Sat 28 Nov 00:00"),
    ("24:00", "Thu 26 Nov 00:00"),
    ("오늘 24시", "Thu 26 Nov 00:00"),
    ("내일 24시", "Fri 27 Nov 00:00"),
    ("내일 0시", "Thu 26 Nov 00:00"),
    ("오늘 0시", "Thu 26 Nov 00:00"),
    ("오전 0시 30분", "Thu 26 Nov 00:30"),
    ("오전 12시", "Thu 26 Nov 00:00"),
]
DAYTIME = [
    ("낮 11시", "Thu 26 Nov 11:00"),
    ("낮 12시", "Thu 26 Nov 12:00"),
    ("낮 3시", "Wed 25 Nov 15:00"),
    ("점심 1시", "Thu 26 Nov 13:00"),
    ("아침 9시", "Thu 26 Nov 09:00"),
    ("새벽 2시", "Thu 26 Nov 02:00"),
    ("내일 새벽 2시", "Thu 26 Nov 02:00"),
    ("오늘 새벽 2시", "Thu 26 Nov 02:00"),
    ("금요일 새벽 12시 30분", "Fri 27 Nov 00:30"),
    ("오후 0시 30분", "Thu 26 Nov 12:30"),
    ("오후 12시", "Thu 26 Nov 12:00"),
    ("정오", "Thu 26 Nov 12:00"),
    ("내일 정오", "Thu 26 Nov 12:00"),
    ("12 noon", "Thu 26 Nov 12:00"),
    ("noon tomorrow", "Thu 26 Nov 12:00"),
    ("tomorrow morning at 9", "Thu 26 Nov 09:00"),
    ("9 in the morning", "Thu 26 Nov 09:00"),
    ("this afternoon at 3", "Wed 25 Nov 15:00"),
    ("half past 8 pm", "Wed 25 Nov 20:30"),
    ("8.30pm", "Wed 25 Nov 20:30"),
    ("11:59 p.m.", "Wed 25 Nov 23:59"),
    ("8.30p.m.", "Wed 25 Nov 20:30"),
    ("한밤중 12시", "Thu 26 Nov 00:00"),
    ("8 o'clock tonight", "Wed 25 Nov 20:00"),
]
BARE_HOURS = [
    ("8시", "Wed 25 Nov 20:00 or Thu 26 Nov 08:00"),
    ("내일 8시", "Thu 26 Nov 08:00 or Thu 26 Nov 20:00"),
    ("여덟 시 반", "Wed 25 Nov 20:30 or Thu 26 Nov 08:30"),
    ("at 8", "Wed 25 Nov 20:00 or Thu 26 Nov 08:00"),
    ("until 8", "Wed 25 Nov 20:00 or Thu 26 Nov 08:00"),
    ("12시", "Thu 26 Nov 00:00 or Thu 26 Nov 12:00"),
    ("오늘 3시", "Wed 25 Nov 15:00"),
    ("08시", "Thu 26 Nov 08:00"),
    ("20시", "Wed 25 Nov 20:00"),
    ("at 20", "Wed 25 Nov 20:00"),
    ("8:30", "Thu 26 Nov 08:30"),
]
DAYS = [
    ("Friday, 8pm", "Fri 27 Nov 20:00"),
    ("Fri. 8pm", "Fri 27 Nov 20:00"),
    ("8pm on Friday", "Fri 27 Nov 20:00"),
    ("thurs 8pm", "Thu 26 Nov 20:00"),
    ("this friday 8pm", "Fri 27 Nov 20:00"),
    ("next friday 8pm", "Fri 04 Dec 20:00"),
    ("next monday 8pm", "Mon 30 Nov 20:00"),
    ("friday next week 8pm", "Fri 04 Dec 20:00"),
    ("다음 주 금요일 20시", "Fri 04 Dec 20:00"),
    ("다음주 금욜 밤 11시", "Fri 04 Dec 23:00"),
    ("다다음 주 월요일 20시", "Mon 07 Dec 20:00"),
    ("차주 금요일 20시", "Fri 04 Dec 20:00"),
    ("금주 토 밤 12시", "Sun 29 Nov 00:00"),
    ("명일 20시", "Thu 26 Nov 20:00"),
    ("금요일 20시 종료", "Fri 27 Nov 20:00"),
    ("~금요일", "Fri 27 Nov 23:59"),
    ("3일까지만", "Thu 03 Dec 23:59"),
    ("this coming friday 8pm", "Fri 27 Nov 20:00"),
    ("before friday 8pm", "Fri 27 Nov 20:00"),
    ("friday @ 8pm", "Fri 27 Nov 20:00"),
    ("이번 주 토요일 저녁 8시", "Sat 28 Nov 20:00"),
    ("이번 금요일 20시", "Fri 27 Nov 20:00"),
    ("일 20:00", "Sun 29 Nov 20:00"),
    ("20:00 일", "Sun 29 Nov 20:00"),
    ("내일모레 20시", "Fri 27 Nov 20:00"),
    ("내일 모레 20시", "Fri 27 Nov 20:00"),
    ("모레 20시", "Fri 27 Nov 20:00"),
    ("글피 오후 3시", "Sat 28 Nov 15:00"),
    ("the day after tomorrow at 20:00", "Fri 27 Nov 20:00"),
    ("in 2 days at 20:00", "Fri 27 Nov 20:00"),
    ("3일 뒤 20시", "Sat 28 Nov 20:00"),
    ("이틀 뒤 저녁 8시", "Fri 27 Nov 20:00"),
    ("일주일 뒤 20시", "Wed 02 Dec 20:00"),
]
DATES = [
    ("20일까지", "Sun 20 Dec 23:59"),
    ("20일 까지", "Sun 20 Dec 23:59"),
    ("30일까지", "Mon 30 Nov 23:59"),
    ("25일까지", "Wed 25 Nov 23:59"),
    ("3일 20시", "Thu 03 Dec 20:00"),
    ("20일 오후 8시까지", "Sun 20 Dec 20:00"),
    ("25일 13시", "Fri 25 Dec 13:00"),
    ("11월 30일까지", "Mon 30 Nov 23:59"),
    ("11월 30일 20시", "Mon 30 Nov 20:00"),
    ("11월 27일(금) 20시", "Fri 27 Nov 20:00"),
    ("Friday, Nov 27, 8pm", "Fri 27 Nov 20:00"),
    ("Nov 30 8pm", "Mon 30 Nov 20:00"),
    ("30 Nov 8pm", "Mon 30 Nov 20:00"),
    ("30th of November, 8 p.m.", "Mon 30 Nov 20:00"),
    ("November 30th 2026 at 20:00", "Mon 30 Nov 20:00"),
    ("Nov. 30, 8pm", "Mon 30 Nov 20:00"),
    ("Fri., Nov. 27, 8 p.m.", "Fri 27 Nov 20:00"),
    ("1. December 8pm", "Tue 01 Dec 20:00"),
    ("1. Dec. 2026, 8pm", "Tue 01 Dec 20:00"),
    ("11/30 20:00", "Mon 30 Nov 20:00"),
    ("30.11. 20:00", "Mon 30 Nov 20:00"),
    ("30/11/2026 20:00", "Mon 30 Nov 20:00"),
    ("2026/11/30 20:00", "Mon 30 Nov 20:00"),
    ("2026. 11. 30. 20:00", "Mon 30 Nov 20:00"),
    ("2026-11-30T20:00", "Mon 30 Nov 20:00"),
    ("오늘까지", "Wed 25 Nov 23:59"),
    ("내일까지", "Thu 26 Nov 23:59"),
    ("금요일까지", "Fri 27 Nov 23:59"),
    ("until friday", "Fri 27 Nov 00:00 or Fri 27 Nov 23:59"),
    ("by Nov 30", "Mon 30 Nov 00:00 or Mon 30 Nov 23:59"),
]


@pytest.mark.parametrize(("typed", "right"), [*NIGHTS, *MIDNIGHTS, *DAYTIME, *BARE_HOURS, *DAYS, *DATES])
def test_a_moment_is_read_as_people_mean_it(typed: str, right: str) -> None:
    """The hours after midnight belong to the night that was named. An ambiguous time is not guessed."""
    assert reading(typed) == right


@pytest.mark.parametrize(
    ("now", "typed", "right"),
    [
        ("2026-11-25 07:00", "tonight at 8:30", "Wed 25 Nov 20:30"),
        ("2026-11-25 07:00", "8시", "Wed 25 Nov 08:00 or Wed 25 Nov 20:00"),
        ("2026-11-26 00:30", "수요일 밤 1시", "Thu 26 Nov 01:00"),
        ("2026-11-26 00:30", "밤 1시", "Thu 26 Nov 01:00"),
        ("2026-11-26 00:30", "오늘 밤 1시", "Thu 26 Nov 01:00 or Fri 27 Nov 01:00"),
        ("2026-11-26 00:30", "tonight at 1am", "Thu 26 Nov 01:00 or Fri 27 Nov 01:00"),
        ("2026-11-26 00:30", "tonight 9pm", "Thu 26 Nov 21:00"),
        ("2026-11-26 00:30", "오늘 새벽 2시", "Thu 26 Nov 02:00"),
        ("2026-11-25 23:59:00", "tomorrow midnight", "Thu 26 Nov 00:00 or Fri 27 Nov 00:00"),
        ("2026-11-25 23:59:01", "tomorrow midnight", "Fri 27 Nov 00:00"),  # the other is under a minute away
        ("2026-11-29 20:00", "next sunday 8pm", "Sun 06 Dec 20:00"),
        ("2026-11-29 20:00", "다음 주 월요일 20시", "Mon 30 Nov 20:00"),
        ("2026-12-30 20:00", "20:00 on 2 Jan", "Sat 02 Jan 20:00"),
        ("2026-12-30 20:00", "2일까지", "Sat 02 Jan 23:59"),
    ],
)
def test_the_reading_depends_on_when_a_time_is_typed(now: str, typed: str, right: str) -> None:
    """Shortly after midnight, the night before is not over yet. A time that has passed means the next one."""
    assert reading(typed, now) == right


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("20일", 20 * DAY),
        ("20일 뒤", 20 * DAY),
        ("30일 뒤까지", 30 * DAY),
        ("1시간 반", 90 * MINUTE),
        ("한시간 반 뒤", 90 * MINUTE),
        ("두 시간 반", 150 * MINUTE),
        ("반시간", 30 * MINUTE),
        ("스물네 시간", DAY),
        ("하루만", DAY),
        ("30분 있다가", 30 * MINUTE),
        ("하루 반", 36 * HOUR),
        ("3일 동안", 3 * DAY),
        ("5일간", 5 * DAY),
        ("3일 2시간", 3 * DAY + 2 * HOUR),
        ("2주간", 14 * DAY),
        ("열흘", 10 * DAY),
        ("2시간 이내", 2 * HOUR),
        ("2시간 안에", 2 * HOUR),
        ("2시간까지", 2 * HOUR),
        ("지금부터 2시간", 2 * HOUR),
        ("열두 시간 동안", 12 * HOUR),
        ("이십분 뒤", 20 * MINUTE),
        ("2 hours from now", 2 * HOUR),
        ("within 2 hours", 2 * HOUR),
        ("for two days", 2 * DAY),
        ("half an hour", 30 * MINUTE),
        ("half a day", 12 * HOUR),
        ("an hour and a half", 90 * MINUTE),
        ("one and a half hours", 90 * MINUTE),
        ("2.25h", 135 * MINUTE),
        ("in 1h30", 90 * MINUTE),
    ],
)
def test_a_length_is_read_as_a_length(typed: str, seconds: int) -> None:
    """Numbers in words, halves and filler words are all understood."""
    assert parse_deadline(typed, "Asia/Seoul", epoch(NOW)) == CloseAfter(seconds)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *(
            (typed, "time-unclear")
            for typed in ("tonight", "next week 20:00", "8-9pm", "8~9시", "오전 20시", "아침 12시", "24:30")
        ),
        *(
            (typed, "time-unclear")
            for typed in ("20.30", "2 hours at 20:00", "Saturday, Nov 27 8pm", "내일 금요일 20시")
        ),
        *(
            (typed, "time-unclear")
            for typed in ("32일까지", "까지", "at", "오늘 오늘 20시", "20:00 KST", "1½h", "8 30 pm")
        ),
        *((typed, "time-past") for typed in ("오늘 13시", "이번 주 월요일 20시", "this morning at 9", "오늘 오전 9시")),
        *((typed, "time-far") for typed in ("31일까지", "Dec 31 8pm", "2월 29일 20시", "999999 days at 20:00")),
    ],
)
def test_an_impossible_time_is_refused_with_its_reason(typed: str, key: str) -> None:
    """A time that is unclear, contradictory, past or too far away is refused, not guessed at."""
    assert refusal_key(lambda: parse_deadline(typed, "Asia/Seoul", epoch(NOW))) == key


@pytest.mark.parametrize(
    ("chosen", "key"),
    [
        *(
            (f"at-{epoch(NOW) + seconds}", key)
            for seconds, key in ((HOUR, None), (0, "time-past"), (31 * DAY, "time-far"))
        ),
        *((chosen, "unknown-press") for chosen in ("at-", "at-x", "at-٣", "at--5", "after-5", "")),
    ],
)
def test_a_suggested_moment_must_still_be_possible(chosen: str, key: str | None) -> None:
    """A button on an old message, or one with a forged id, cannot set an invalid closing time."""
    assert refusal_key(lambda: change_for_offered_time(chosen, epoch(NOW))) == key
