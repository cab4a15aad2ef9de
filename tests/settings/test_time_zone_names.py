"""The time zones that typed names find, either with certainty or first in a menu."""

from datetime import UTC, datetime
from time import thread_time

import pytest

from bot.settings.rules.locale_data import LocaleData
from bot.settings.rules.time_zones import all_zones, find_zones, load_search_data

WINTER = int(datetime(2026, 1, 15, 12, 40, tzinfo=UTC).timestamp())
SUMMER = int(datetime(2026, 7, 15, 12, 40, tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def locale_data() -> LocaleData:
    return load_search_data()


CERTAIN = [
    *(
        (name, "America/New_York")
        for name in ("ET", "est", "EDT", "eastern time", "Eastern Standard Time", "US Eastern")
    ),
    *(
        (name, "America/New_York")
        for name in ("동부 시간", "미국 동부 시간", "미 동부 표준시", "New York", "뉴욕 시간")
    ),
    *((name, "America/Los_Angeles") for name in ("PT", "PDT", "pacific time", "서부 시간", "California", "캘리포니아")),
    ("Hawaii", "Pacific/Honolulu"),
    ("Arizona", "America/Phoenix"),
    ("Ontario", "America/Toronto"),
    ("Queensland", "Australia/Brisbane"),
    *(
        (name, "Asia/Seoul")
        for name in ("KST", "한국 시간", "한국 표준시", "서울 시간", "한국", "Korea", "Korean time", "부산")
    ),
    *((name, "Asia/Tokyo") for name in ("JST", "Japan time", "일본 시간", "동경", "Tokyo, Japan")),
    *((name, "Europe/Berlin") for name in ("CET", "CEST", "Central European Time", "Germany", "독일", "Munich")),
    *((name, "Europe/London") for name in ("UK", "England", "London time", "영국")),
    ("NYC", "America/New_York"),
    ("Eastern Standard", "America/New_York"),
    ("British Summer Time", "Europe/London"),
    ("Indian Standard Time", "Asia/Kolkata"),
    ("COT", "America/Bogota"),
    ("CLT", "America/Santiago"),
    *((name, "Asia/Seoul") for name in ("한국 기준", "우리나라", "서울특별시", "경기도")),
    ("엘에이", "America/Los_Angeles"),
    ("중앙 유럽 표준시", "Europe/Berlin"),
    ("MSK", "Europe/Moscow"),
    ("SGT", "Asia/Singapore"),
    ("HKT", "Asia/Hong_Kong"),
    ("NZST", "Pacific/Auckland"),
    ("AKST", "America/Anchorage"),
    ("WIB", "Asia/Jakarta"),
    ("PHT", "Asia/Manila"),
    ("India", "Asia/Kolkata"),
    ("Argentina", "America/Argentina/Buenos_Aires"),
    ("UTC", "UTC"),
    ("us/pacific", "America/Los_Angeles"),
]
ASKED_ABOUT = [
    ("MT", ["America/Denver", "America/Phoenix"]),
    ("CT", ["America/Chicago", "America/Mexico_City"]),
    ("CST", ["America/Chicago", "Asia/Shanghai", "America/Havana"]),
    ("PST", ["America/Los_Angeles", "Asia/Manila"]),
    ("IST", ["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin", "Europe/Istanbul"]),
    ("BST", ["Europe/London", "Asia/Dhaka"]),
    ("GMT", ["UTC", "Europe/London", "Africa/Abidjan"]),
    ("AEST", ["Australia/Sydney", "Australia/Brisbane"]),
    ("ACT", ["Australia/Sydney", "Australia/Adelaide"]),
    ("HST", ["Pacific/Honolulu", "America/Adak"]),
    ("EET", ["Europe/Athens", "Europe/Helsinki", "Africa/Cairo"]),
    ("WAT", ["Africa/Lagos", "Africa/Kinshasa"]),
    ("CAT", ["Africa/Maputo", "Africa/Lusaka"]),
    ("EAT", ["Africa/Nairobi", "Africa/Addis_Ababa"]),
    ("central time", ["America/Chicago", "America/Mexico_City"]),
    ("UTC+9", ["Asia/Seoul", "Asia/Tokyo"]),
    ("GMT+9", ["Asia/Seoul", "Asia/Tokyo"]),
    ("+09:00", ["Asia/Seoul", "Asia/Tokyo"]),
    ("+9", ["Asia/Seoul", "Asia/Tokyo"]),
    ("＋９", ["Asia/Seoul", "Asia/Tokyo"]),
    ("utc +0900", ["Asia/Seoul", "Asia/Tokyo"]),
    ("UTC+5:30", ["Asia/Kolkata", "Asia/Colombo"]),
    ("UTC+5.5", ["Asia/Kolkata"]),
    ("UTC−5", ["America/New_York", "America/Bogota"]),
    ("UTC-3:30", ["America/St_Johns"]),
    ("NT", ["Australia/Darwin", "America/St_Johns"]),
    ("easter time", ["America/New_York", "Pacific/Easter"]),
    ("San Juan", ["America/Argentina/San_Juan", "America/Puerto_Rico"]),
    *(
        (typed, ["Asia/Seoul"])
        for typed in ("KR", "(UTC+09:00) Seoul", "Seoul (GMT+9)", "UTC+09:00 Seoul", "KST (UTC+9)", "UTC+9 (KST)")
    ),
    ("JP", ["Asia/Tokyo"]),
    ("CA", ["America/Los_Angeles", "America/Toronto"]),
    ("TX", ["America/Chicago", "America/Denver"]),
    ("GA", ["America/New_York", "Asia/Tbilisi", "Africa/Libreville"]),
    ("Eastern Time (US & Canada)", ["America/New_York"]),
    ("EST (New York)", ["America/New_York"]),
    ("Texas", ["America/Chicago", "America/Denver"]),
    ("Georgia", ["America/New_York", "Asia/Tbilisi"]),
    ("Washington", ["America/New_York", "America/Los_Angeles"]),
    ("미국", ["America/New_York", "America/Chicago"]),
    ("Australia", ["Australia/Sydney", "Australia/Perth"]),
    ("Spain", ["Europe/Madrid", "Atlantic/Canary"]),
    ("ber", ["Europe/Berlin"]),
    ("york", ["America/New_York"]),
]


@pytest.mark.parametrize(("typed", "zone"), CERTAIN)
def test_a_name_with_only_one_time_is_certain(locale_data: LocaleData, typed: str, zone: str) -> None:
    """A certain name is the whole name of a place with one time zone, or of a single time zone."""
    found = find_zones(locale_data, typed, WINTER)
    assert (found.keys[0], found.is_unambiguous) == (zone, True)


@pytest.mark.parametrize(("typed", "zones"), ASKED_ABOUT)
def test_anything_else_is_asked_about(locale_data: LocaleData, typed: str, zones: list[str]) -> None:
    """The zones that people can mean are in the menu, with the most likely first."""
    found = find_zones(locale_data, typed, WINTER)
    assert (found.keys[0], found.is_unambiguous, found.is_guess) == (zones[0], False, False)
    assert set(zones) <= set(found.keys[:25])


@pytest.mark.parametrize(
    ("typed", "zone"), [("EET", "Africa/Freetown"), ("WAT", "Africa/Mbabane"), ("eoul", "Asia/Seoul")]
)
def test_letters_inside_a_word_do_not_match(locale_data: LocaleData, typed: str, zone: str) -> None:
    """A match inside a word is a guess at most."""
    found = find_zones(locale_data, typed, WINTER)
    assert zone not in found.keys or found.is_guess


def test_an_offset_finds_the_zones_that_have_it_now(locale_data: LocaleData) -> None:
    """Berlin is at UTC+2 in summer, but not in winter."""
    assert find_zones(locale_data, "UTC+2", SUMMER).keys[0] == "Europe/Berlin"
    assert "Europe/Berlin" not in find_zones(locale_data, "UTC+2", WINTER).keys


def test_no_search_blocks_the_loop(locale_data: LocaleData) -> None:
    """A search takes at most 20 ms, whatever is typed and however long it is."""
    combining = "".join(chr(0x0315 - mark % 2 * 0x15) for mark in range(6000))
    for typed in (
        "a" * 60,
        "시" * 60,
        "Los Angelez",
        combining,
        combining[:60],
        "UTC+" * 15,
        "1" * 9000,
        *all_zones(locale_data)[:9],
    ):
        assert min(seconds_to_find(locale_data, typed) for _ in range(5)) < 0.02, typed[:20]


def seconds_to_find(locale_data: LocaleData, typed: str) -> float:
    before = thread_time()
    find_zones(locale_data, typed, WINTER)
    return thread_time() - before
