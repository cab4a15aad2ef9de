"""Time zones: what they are called in both languages, and which one was meant."""

import zoneinfo
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.settings.rules.atlas import BOTH, Atlas, last_part
from bot.settings.rules.countries import names
from bot.settings.rules.matching import Matches, Named, fold, matches

UTC = "UTC"
AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
"""What zones that are called after places begin with."""
MAIN = (
    *("Asia/Seoul", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London"),
    *("Australia/Sydney", "America/Toronto", "America/Vancouver", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore"),
    *("Asia/Manila", "Asia/Jakarta", "Asia/Bangkok", "Asia/Kolkata", "Asia/Dubai", "Europe/Istanbul"),
    *("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Moscow", "America/Sao_Paulo", "America/Mexico_City"),
    "Pacific/Auckland",
)
"""Offered before anybody searched, and before their neighbours."""
ALSO: Mapping[str, str] = {
    "Asia/Seoul": "Busan, 부산, Incheon, 인천, Daegu, 대구, Daejeon, 대전, Gwangju, 광주, KST",
    "Asia/Tokyo": "Osaka, 오사카, Kyoto, 교토, JST",
    "Asia/Shanghai": "Beijing, 베이징, 북경, Shenzhen, Guangzhou",
    "Asia/Kolkata": "Mumbai, 뭄바이, Delhi, New Delhi, 델리, 뉴델리, Bengaluru, Bangalore, Chennai, Bombay, IST",
    "Asia/Ho_Chi_Minh": "호찌민, Hanoi, Ha Noi, 하노이",
    "Asia/Yangon": "양곤",
    "America/New_York": "Washington, 워싱턴, Boston, 보스턴, Miami, 마이애미, Atlanta, Philadelphia, EST, EDT",
    "America/Chicago": "Dallas, Houston, Austin, 댈러스, 휴스턴, CST, CDT",
    "America/Denver": "Salt Lake City, MST, MDT",
    "America/Los_Angeles": "San Francisco, 샌프란시스코, Seattle, 시애틀, San Diego, Portland, Las Vegas, PST, PDT",
    "America/Toronto": "Montreal, 몬트리올, Ottawa, 오타와",
    "America/Edmonton": "Calgary, 캘거리",
    "America/Sao_Paulo": "Rio de Janeiro, 리우데자네이루",
    "America/Nuuk": "누크",
    "Australia/Sydney": "Canberra, 캔버라",
    "Pacific/Auckland": "Wellington, 웰링턴",
    "Europe/London": "Manchester, Edinburgh, 에든버러, BST",
    "Europe/Berlin": "Munich, München, 뮌헨, Frankfurt, 프랑크푸르트, Hamburg, Köln, CET, CEST",
    "Europe/Madrid": "Barcelona, 바르셀로나",
    "Europe/Rome": "Milan, Milano, 밀라노",
    "Europe/Istanbul": "Ankara, 앙카라",
    "Europe/Kyiv": "키이우",
    "Europe/Zurich": "Geneva, 제네바",
    UTC: "GMT, Greenwich, Zulu, 협정 세계시",
}
"""Cities that no zone is called after, newer names, and what people call the hour there."""
NEWER: Mapping[str, str] = {
    "Asia/Ho_Chi_Minh": "호찌민",
    "Asia/Yangon": "양곤",
    "America/Nuuk": "누크",
    "Europe/Kyiv": "키이우",
}
"""What Babel still calls otherwise in Korean."""


def all_zones(atlas: Atlas) -> tuple[str, ...]:
    """UTC and each zone that is called after a place, by its newest name; the main ones first."""
    older = {name for names in atlas.older_zones.values() for name in names}
    known = {zone for zone in zoneinfo.available_timezones() if zone.split("/")[0] in AREAS and zone not in older}
    return _main_first({UTC, *known})


def offered(atlas: Atlas, region: str | None, chosen: str | None = None) -> tuple[str, ...]:
    """What to offer before anybody searched: the chosen zone, those of the region, then the main ones."""
    own = atlas.zones_of.get(region, ()) if region else ()
    return tuple(dict.fromkeys([*([chosen] if chosen else []), *_main_first(own), *MAIN]))


def _main_first(zones: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(zone for zone in MAIN if zone in zones), *sorted(zones)]))


def place_name(atlas: Atlas, zone: str, language: str) -> str:
    """The city and the country of a zone, as readers of `language` know them: "Seoul, South Korea"."""
    city = NEWER.get(zone) if language == "ko" else None
    country = atlas.country_of.get(zone)
    parts = (city or atlas.city(zone, language), atlas.country(country, language) if country else "")
    return ", ".join(dict.fromkeys(part for part in parts if part))


def find_zones(atlas: Atlas, typed: str) -> Matches:
    """The zones that a person may mean: by a city, a country, or the zone's own name; the main ones first."""
    countries = {code: names(atlas, code) for code in atlas.zones_of}
    return matches(typed, [_named(atlas, zone, countries) for zone in all_zones(atlas)])


def _named(atlas: Atlas, zone: str, countries: Mapping[str, Sequence[str]]) -> Named:
    of_country = countries.get(atlas.country_of.get(zone, ""), ())
    return Named(zone, tuple(dict.fromkeys([*(fold(name) for name in _names(atlas, zone)), *of_country])))


def _names(atlas: Atlas, zone: str) -> Iterator[str]:
    for name in (zone, *(older for older in atlas.older_zones.get(zone, ()) if "/" in older)):
        yield name
        yield last_part(name)
    for language in BOTH:
        yield atlas.city(zone, language)
    yield from ALSO.get(zone, "").split(",")
