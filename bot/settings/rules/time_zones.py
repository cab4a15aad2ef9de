"""Time zones: what they are called in both languages, and which one was meant."""

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.settings.rules.countries import country_index, country_names
from bot.settings.rules.locale_data import CLDR_LANGUAGES, UTC, ZONE_AREAS, LocaleData, load_locale_data, zone_city
from bot.settings.rules.name_search import (
    MAX_QUERY_LENGTH,
    NamedItem,
    NameIndex,
    NameMatches,
    build_index,
    normalize_name,
    search_names,
)
from bot.settings.rules.places_by_zone import PLACES_BY_ZONE
from bot.settings.rules.time_zone_names import (
    monthly_offsets,
    parse_utc_offset,
    strip_time_words,
    zones_at_offset,
    zones_by_time_name,
)

MAIN = (
    *("Asia/Seoul", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London"),
    *("Australia/Sydney", "America/Toronto", "America/Vancouver", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore"),
    *("Asia/Manila", "Asia/Jakarta", "Asia/Bangkok", "Asia/Kolkata", "Asia/Dubai", "Europe/Istanbul"),
    *("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Moscow", "America/Sao_Paulo", "America/Mexico_City"),
    "Pacific/Auckland",
)
"""Offered before anybody searched, and before their neighbours."""
NEXT = (
    *("Pacific/Honolulu", "America/Halifax", "Europe/Lisbon", "Africa/Lagos", "Africa/Maputo", "Africa/Johannesburg"),
    *("Africa/Nairobi", "Europe/Athens", "Europe/Helsinki", "Europe/Kyiv", "Europe/Bucharest", "Africa/Cairo"),
)
"""The main ones of times that none of those has."""
NEWER: Mapping[str, str] = {
    "Asia/Ho_Chi_Minh": "호찌민",
    "Asia/Yangon": "양곤",
    "America/Nuuk": "누크",
    "Europe/Kyiv": "키이우",
}
"""What Babel still calls otherwise in Korean."""


def all_zones(locale_data: LocaleData) -> tuple[str, ...]:
    """UTC and each zone that is called after a place, by its newest name; the main ones first."""
    return _main_first(locale_data.zone_infos)


def offered(locale_data: LocaleData, region: str | None, chosen: str | None = None) -> tuple[str, ...]:
    """What to offer before anybody searched: the chosen zone, those of the region, then the main ones."""
    own = locale_data.zones_by_country.get(region, ()) if region else ()
    return tuple(dict.fromkeys([*([chosen] if chosen else []), *_main_first(own), *MAIN]))


def _main_first(zones: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(zone for zone in MAIN if zone in zones), *sorted(zones)]))


def place_name(locale_data: LocaleData, zone: str, language: str) -> str:
    """The city and the country of a zone, as readers of `language` know them: "Seoul, South Korea"."""
    city = NEWER.get(zone) if language == "ko" else None
    country = locale_data.country_by_zone.get(zone)
    parts = (
        city or locale_data.city_name(zone, language),
        locale_data.country_name(country, language) if country else "",
    )
    return ", ".join(dict.fromkeys(part for part in parts if part))


def find_zones(locale_data: LocaleData, typed: str, now: int) -> NameMatches:
    """Return the zones that a person may mean by a city, region, country, name of a time, or distance from UTC.

    For certain are only a whole name, or the name of a time that is one time; of zones with one clock, the main one.
    """
    if (offset := parse_utc_offset(typed)) is not None:
        return NameMatches(_likely_first(locale_data, zones_at_offset(locale_data, offset, now)))
    places, wanted = (
        zone_index(locale_data),
        normalize_name(strip_time_words(typed)) if len(typed) <= MAX_QUERY_LENGTH else "",
    )
    named = places.find_exact(wanted) or places.find_exact(normalize_name(typed) if wanted else "")
    of_time = _likely_first(locale_data, times_index(locale_data).get(wanted, ()))
    same = tuple(dict.fromkeys([*named, *of_time]))
    if not same:
        return search_names(strip_time_words(typed), places) if wanted else NameMatches(())
    if _is_sure(locale_data, named, of_time):
        return NameMatches(same, is_unambiguous=True)
    begun = () if named else places.find_by_prefix(wanted)  # IST is three times, and what Istanbul begins with
    return NameMatches(tuple(dict.fromkeys([*same, *begun])))


def _is_sure(locale_data: LocaleData, named: Sequence[str], of_time: Sequence[str]) -> bool:
    """Whether zones of one name have one clock, and those of one time are one time to who says so."""
    main = [zone for zone in of_time if zone in MAIN]
    country = [
        zone for zone in of_time if locale_data.country_by_zone.get(zone) == locale_data.country_by_zone.get(of_time[0])
    ]
    is_one_time = len({locale_data.metazones.get(zone, zone) for zone in of_time}) <= 1 or _is_one_clock(
        locale_data, of_time
    )
    is_main = bool(main) or len(country) == len(of_time)
    return is_one_time and is_main and _is_one_clock(locale_data, {*named, *main, *country})


def _is_one_clock(locale_data: LocaleData, zones: Iterable[str]) -> bool:
    return len({monthly_offsets(locale_data, zone) for zone in zones}) <= 1


def _likely_first(locale_data: LocaleData, zones: Iterable[str]) -> tuple[str, ...]:
    """The main ones, then those that stand for others, then the rest."""
    wanted = set(zones)
    return tuple(zone for zone in zone_index(locale_data).positions if zone in wanted)


@functools.cache
def zone_index(locale_data: LocaleData) -> NameIndex:
    """Return the names of all zones, to be searched; the likely zones first."""
    countries = {code: country_names(locale_data, code) for code in locale_data.zones_by_country}
    zones = dict.fromkeys([*MAIN, UTC, *NEXT, *locale_data.representative_zones, *sorted(locale_data.zone_infos)])
    return build_index(
        [
            NamedItem(zone, tuple(_names(locale_data, zone, countries)))
            for zone in zones
            if zone in locale_data.zone_infos
        ]
    )


@functools.cache
def times_index(locale_data: LocaleData) -> Mapping[str, Sequence[str]]:
    """Return the zones by the names of their times."""
    return zones_by_time_name(locale_data)


def _names(locale_data: LocaleData, zone: str, countries: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in (zone, *(older for older in locale_data.zone_aliases.get(zone, ()) if "/" in older)):
        yield name
        if name.partition("/")[0] in ZONE_AREAS:
            yield zone_city(name)
    for language in CLDR_LANGUAGES:
        yield locale_data.city_name(zone, language)
        yield place_name(locale_data, zone, language)
    yield from filter(None, PLACES_BY_ZONE.get(zone, "").split(", "))
    yield from countries.get(locale_data.country_by_zone.get(zone, ""), ())


def read_places() -> LocaleData:
    """Return the atlas with everything that a search needs made ready; the first call belongs into a thread."""
    locale_data = load_locale_data()
    zone_index(locale_data)
    times_index(locale_data)
    country_index(locale_data)
    return locale_data
