"""Closing times typed in English and Korean, in several time zones and on days when clocks change."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.polls.rules.deadline.parser import parse_deadline
from bot.polls.rules.settings import MAX_DURATION, MIN_DURATION, CloseAfter, CloseAt, resolve_deadline
from tests.discord_rules.hostile import hostile_texts
from tests.polls.booth import refusal_key

SEOUL, BERLIN = "Asia/Seoul", "Europe/Berlin"
MINUTE, HOUR, DAY = 60, 3600, 86400


def epoch_second(text: str, zone: str) -> int:
    """Return the epoch second of a local time such as "2026-12-24 20:00", or of one with an offset such as "+02:00"."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp())


WEDNESDAY_EVENING = epoch_second("2026-12-23 19:00", SEOUL)


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("2h", 2 * HOUR),
        ("90m", 90 * MINUTE),
        ("3d", 3 * DAY),
        ("1h30m", 90 * MINUTE),
        ("1h 30m", 90 * MINUTE),
        ("1.5h", 90 * MINUTE),
        ("2 hours", 2 * HOUR),
        ("in 2 Hours", 2 * HOUR),
        ("2h later", 2 * HOUR),
        ("1 hour and 30 minutes", 90 * MINUTE),
        ("1 day, 2 hours", DAY + 2 * HOUR),
        ("1 week", 7 * DAY),
        ("2시간", 2 * HOUR),
        ("２시간", 2 * HOUR),
        ("30분", 30 * MINUTE),
        ("3일", 3 * DAY),
        ("1주일", 7 * DAY),
        ("1시간 30분", 90 * MINUTE),
        ("1시간30분", 90 * MINUTE),
        ("2시간 뒤", 2 * HOUR),
        ("30분 후에", 30 * MINUTE),
        ("1m", MINUTE),
        ("30d", 30 * DAY),
        ("1h30", 90 * MINUTE),
        ("an hour", HOUR),
        ("a week", 7 * DAY),
        ("90s", 90),
        ("한 시간", HOUR),
        ("두 시간 뒤", 2 * HOUR),
        ("하루", DAY),
        ("이틀 뒤에", 2 * DAY),
        ("사흘", 3 * DAY),
        ("일주일 뒤", 7 * DAY),
    ],
)
def test_a_length_stays_a_length(typed: str, seconds: int) -> None:
    """A length is not turned into a time of day, because it counts from the start of the poll."""
    assert parse_deadline(typed, SEOUL, WEDNESDAY_EVENING) == CloseAfter(seconds)


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("20:00", "2026-12-23 20:00"),
        ("19:00", "2026-12-24 19:00"),
        ("at 8pm", "2026-12-23 20:00"),
        ("8:30 p.m.", "2026-12-23 20:30"),
        ("12am", "2026-12-24 00:00"),
        ("12pm", "2026-12-24 12:00"),
        ("오후 8시", "2026-12-23 20:00"),
        ("오후 8시 반", "2026-12-23 20:30"),
        ("20시 5분까지", "2026-12-23 20:05"),
        ("오전 12시", "2026-12-24 00:00"),
        ("today 20:00", "2026-12-23 20:00"),
        ("오늘 오후 8시까지", "2026-12-23 20:00"),
        ("tomorrow 20:00", "2026-12-24 20:00"),
        ("20:00 tomorrow", "2026-12-24 20:00"),
        ("tmr at 8 pm", "2026-12-24 20:00"),
        ("내일 20:00", "2026-12-24 20:00"),
        ("모레 오전 9시에", "2026-12-25 09:00"),
        ("2026-12-24 20:00", "2026-12-24 20:00"),
        ("2026.12.24 20:00", "2026-12-24 20:00"),
        ("2026년 12월 24일 오후 8시", "2026-12-24 20:00"),
        ("12월 24일 20시", "2026-12-24 20:00"),
        ("1월 3일 20시", "2027-01-03 20:00"),
        ("fri 20:00", "2026-12-25 20:00"),
        ("Friday 8pm", "2026-12-25 20:00"),
        ("on thurs 9am", "2026-12-24 09:00"),
        ("금 20:00", "2026-12-25 20:00"),
        ("금요일 오후 8시에", "2026-12-25 20:00"),
        ("tonight 9pm", "2026-12-23 21:00"),
        ("midnight", "2026-12-24 00:00"),
        ("tomorrow noon", "2026-12-24 12:00"),
        ("저녁 8시", "2026-12-23 20:00"),
        ("금요일 저녁 8시", "2026-12-25 20:00"),
        ("밤 9시", "2026-12-23 21:00"),
        ("밤 12시", "2026-12-24 00:00"),
        ("자정", "2026-12-24 00:00"),
        ("낮 12시", "2026-12-24 12:00"),
        ("내일 아침 9시", "2026-12-24 09:00"),
        ("일 20:00", "2026-12-27 20:00"),
        ("wed 20:00", "2026-12-23 20:00"),
        ("wed 18:00", "2026-12-30 18:00"),
    ],
)
def test_a_time_is_the_next_such_moment_in_that_zone(typed: str, local: str) -> None:
    """All the times are typed at seven in the evening on a Wednesday in Seoul."""
    assert parse_deadline(typed, SEOUL, WEDNESDAY_EVENING) == CloseAt(epoch_second(local, SEOUL))


@pytest.mark.parametrize(
    ("now", "typed", "moment"),
    [
        ("2027-03-27 12:00", "tomorrow 02:30", "2027-03-28 03:30+02:00"),
        ("2027-03-28 01:59", "02:30", "2027-03-28 03:30+02:00"),
        ("2027-03-28 03:31", "02:30", "2027-03-29 02:30+02:00"),
        ("2028-02-10 12:00", "02-29 20:00", "2028-02-29 20:00+01:00"),
        ("2028-02-10 12:00", "2월 29일 오후 8시", "2028-02-29 20:00+01:00"),
        ("2027-03-27 20:00", "20:01", "2027-03-27 20:01+01:00"),
        ("2027-03-27 20:00", "tomorrow 20:00", "2027-03-28 20:00+02:00"),
        ("2026-10-24 12:00", "tomorrow 02:30", "2026-10-25 02:30+02:00"),
        ("2026-10-25 02:10+02:00", "02:30", "2026-10-25 02:30+02:00"),
        ("2026-10-25 02:10+01:00", "02:30", "2026-10-26 02:30+01:00"),
        ("2026-10-24 20:00", "sun 20:00", "2026-10-25 20:00+01:00"),
    ],
)
def test_times_on_days_when_clocks_change(now: str, typed: str, moment: str) -> None:
    """A skipped time moves forward by an hour, and a repeated time means its first occurrence."""
    assert parse_deadline(typed, BERLIN, epoch_second(now, BERLIN)) == CloseAt(epoch_second(moment, BERLIN))


def test_a_length_ignores_clock_changes() -> None:
    """A day means 24 hours, even if the clocks go forward in between."""
    before = epoch_second("2027-03-27 20:00", BERLIN)
    closing = parse_deadline("1d", BERLIN, before)
    assert resolve_deadline(closing, before) == epoch_second("2027-03-28 21:00", BERLIN)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *((typed, "time-unclear") for typed in ("", "soon", "1h 30", "20", "25:00", "20:61", "13pm", "tomorrow")),
        *((typed, "time-unclear") for typed in ("2026-02-30 20:00", "0000-01-01 00:00", "20:00 21:00", "요일 20:00")),
        *((typed, "time-unclear") for typed in ("mon tue 20:00", "월화 20:00", "0", "-2h", "금요일", "8시 8시")),
        *((typed, "time-past") for typed in ("2026-12-23 19:00", "today 18:00", "0001-01-01 00:00")),
        *((typed, "time-soon") for typed in ("0m", "0.9m", "30s")),
        *((typed, "time-far") for typed in ("31d", "999999w", "9999-12-31 23:59", "2027-01-22 19:01")),
    ],
)
def test_an_impossible_time_is_refused_with_its_reason(typed: str, key: str) -> None:
    """The reason is that the time is not understood, already past, under a minute away or over thirty days away."""
    assert refusal_key(lambda: parse_deadline(typed, SEOUL, WEDNESDAY_EVENING)) == key


@given(hostile_texts(4000), st.sampled_from([SEOUL, BERLIN, "America/St_Johns", "Pacific/Apia"]))
def test_any_text_is_read_or_refused(text: str, zone: str) -> None:
    """Whatever is typed gives a closing time or one of four refusals, and raises no other error."""
    read: list[CloseAfter | CloseAt] = []
    reason = refusal_key(lambda: read.append(parse_deadline(text, zone, WEDNESDAY_EVENING)))
    assert reason in {None, "time-unclear", "time-past", "time-soon", "time-far"}
    assert all(resolve_deadline(closing, WEDNESDAY_EVENING) for closing in read)


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(WEDNESDAY_EVENING, WEDNESDAY_EVENING + 400 * DAY),
    st.sampled_from([SEOUL, BERLIN, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
)
def test_a_time_of_the_day_is_at_most_25_hours_away(hour: int, minute: int, now: int, zone: str) -> None:
    """At the closing time, local clocks show the typed time, unless they skip that time on that day."""
    typed = f"{hour}:{minute:02}"
    if refusal_key(lambda: parse_deadline(typed, zone, now)) == "time-soon":
        return
    closing = parse_deadline(typed, zone, now)
    assert isinstance(closing, CloseAt)
    assert MIN_DURATION <= closing.timestamp - now <= DAY + HOUR
    local = datetime.fromtimestamp(closing.timestamp, ZoneInfo(zone))
    is_skipped = local.replace(hour=hour, minute=minute, fold=0).utcoffset() != local.utcoffset()
    assert (local.hour, local.minute) == (hour, minute) or is_skipped


def test_a_poll_that_is_open_until_ended_has_no_closing_time() -> None:
    """No deadline gives no closing time."""
    assert resolve_deadline(None, WEDNESDAY_EVENING) is None


@given(st.integers(MIN_DURATION, MAX_DURATION), st.integers(0, 2**40))
def test_every_length_between_the_limits_is_kept(seconds: int, now: int) -> None:
    """Any length from a minute to thirty days is exact to the second."""
    assert resolve_deadline(CloseAfter(seconds), now) == resolve_deadline(CloseAt(now + seconds), now) == now + seconds
