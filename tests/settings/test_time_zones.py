"""Time zones are found by city, by country and by their own names, and show the time there."""

import zoneinfo
from datetime import UTC, datetime

import pytest

from bot.settings.rules.local_time import local_time, utc_offset, zone_info
from bot.settings.rules.locale_data import LocaleData, load_locale_data
from bot.settings.rules.time_zones import POPULAR_ZONES, all_zones, find_zones, place_name, suggested_zones

WINTER = int(datetime(2026, 1, 15, 12, 40, tzinfo=UTC).timestamp())
SUMMER = int(datetime(2026, 7, 15, 12, 40, tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def locale_data() -> LocaleData:
    return load_locale_data()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("서울", "Asia/Seoul"),
        ("seoul", "Asia/Seoul"),
        ("SEOUL", "Asia/Seoul"),
        ("Asia/Seoul", "Asia/Seoul"),
        ("부산", "Asia/Seoul"),
        ("한국", "Asia/Seoul"),
        ("kst", "Asia/Seoul"),
        ("new york", "America/New_York"),
        ("뉴욕", "America/New_York"),
        ("EST", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("us/pacific", "America/Los_Angeles"),
        ("San Francisco", "America/Los_Angeles"),
        ("Kolkata", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("콜카타", "Asia/Kolkata"),
        ("India", "Asia/Kolkata"),
        ("berlin", "Europe/Berlin"),
        ("베를린", "Europe/Berlin"),
        ("ber", "Europe/Berlin"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("kiev", "Europe/Kyiv"),
        ("키이우", "Europe/Kyiv"),
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("greenwich", "UTC"),
    ],
)
def test_one_zone_comes_first(locale_data: LocaleData, typed: str, zone: str) -> None:
    """The right zone comes first for a city in English or Korean, an older name, a country or a zone's name."""
    found = find_zones(locale_data, typed, WINTER)
    assert (found.keys[0], found.is_guess) == (zone, False)


def test_a_country_with_many_zones_gives_them_all(locale_data: LocaleData) -> None:
    """All zones of the country are found, and those where most people live come first."""
    found = find_zones(locale_data, "미국", WINTER).keys
    assert found[:4] == ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
    assert set(locale_data.zones_by_country["US"]) == set(found)


def test_a_typo_is_only_a_guess(locale_data: LocaleData) -> None:
    """A similar name is suggested, and never assumed."""
    found = find_zones(locale_data, "Berln", WINTER)
    assert (found.keys[0], found.is_guess) == ("Europe/Berlin", True)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "nonsense",
        "🎬🎬",
        "UTC+25",
        "time",
        "시간",
        "욕",
        "../../etc/passwd",
        "x" * 300,
        "서울" * 100,
        "Etc/GMT+9",
    ],
)
def test_nonsense_finds_nothing(locale_data: LocaleData, typed: str) -> None:
    """Empty text, unrelated words, impossible offsets, symbols, paths and very long text match no time zone."""
    assert find_zones(locale_data, typed, WINTER).keys == ()


def test_every_zone_has_a_time_and_a_name(locale_data: LocaleData) -> None:
    """Every suggestion has a known time, and a name in both languages."""
    for zone in all_zones(locale_data):
        assert zoneinfo.ZoneInfo(zone).key == zone
        assert all(place_name(locale_data, zone, language) for language in ("en", "ko"))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_zone_is_found_by_what_a_menu_calls_it(locale_data: LocaleData, language: str) -> None:
    """Typing the city that a menu shows for a zone finds that zone."""
    for zone in all_zones(locale_data)[::11]:
        city = place_name(locale_data, zone, language).partition(", ")[0]
        assert zone in find_zones(locale_data, city, WINTER).keys, city


def test_no_zone_is_suggested_twice(locale_data: LocaleData) -> None:
    """Each place has one zone, under its newest name."""
    zones = all_zones(locale_data)
    assert len(zones) == len(set(zones)) > 400
    assert {"Asia/Kolkata", "Europe/Kyiv", "UTC"} <= set(zones)
    assert not {"Asia/Calcutta", "Europe/Kiev", "US/Pacific", "Etc/GMT+9", "EST"} & set(zones)
    assert set(POPULAR_ZONES) <= set(zones)


def test_the_region_comes_first(locale_data: LocaleData) -> None:
    """The zones of the server's region are at the top, after a zone that is already chosen."""
    assert suggested_zones(locale_data, "KR")[0] == "Asia/Seoul"
    assert set(suggested_zones(locale_data, "NZ")[:2]) == set(locale_data.zones_by_country["NZ"])
    assert suggested_zones(locale_data, None) == POPULAR_ZONES
    assert suggested_zones(locale_data, "KR", "Asia/Kathmandu")[0] == "Asia/Kathmandu"


def test_places_are_named_in_the_readers_language(locale_data: LocaleData) -> None:
    """Both the city and the country are translated."""
    assert place_name(locale_data, "Asia/Seoul", "en") == "Seoul, South Korea"
    assert place_name(locale_data, "Asia/Seoul", "ko") == "서울, 대한민국"
    assert place_name(locale_data, "Asia/Ho_Chi_Minh", "ko") == "호찌민, 베트남"
    assert place_name(locale_data, "Asia/Singapore", "en") == "Singapore"
    assert place_name(locale_data, "UTC", "ko") == "UTC"


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("Asia/Seoul", WINTER, "UTC+9 21:40"),
        ("Asia/Seoul", SUMMER, "UTC+9 21:40"),
        ("Europe/Berlin", WINTER, "UTC+1 13:40"),
        ("Europe/Berlin", SUMMER, "UTC+2 14:40"),
        ("America/New_York", WINTER, "UTC-5 07:40"),
        ("America/New_York", SUMMER, "UTC-4 08:40"),
        ("America/St_Johns", WINTER, "UTC-3:30 09:10"),
        ("Asia/Kolkata", WINTER, "UTC+5:30 18:10"),
        ("Asia/Kathmandu", WINTER, "UTC+5:45 18:25"),
        ("UTC", WINTER, "UTC+0 12:40"),
    ],
)
def test_the_time_there_follows_daylight_saving(zone: str, now: int, expected: str) -> None:
    """A zone with daylight saving has a different offset in summer than in winter."""
    assert f"{utc_offset(zone, now)} {local_time(zone, now)}" == expected


@pytest.mark.parametrize("zone", [None, "Mars/Olympus", "../secret", ""])
def test_without_a_zone_utc_is_used(zone: str | None) -> None:
    """UTC is also used if this machine lacks the chosen zone."""
    assert zone_info(zone) is UTC
