"""Names time zones in both languages, and finds which zone a person means."""

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
from bot.settings.rules.places_by_zone import PLACES_BY_ZONE, US_STATES
from bot.settings.rules.time_zone_names import (
    monthly_offsets,
    parse_utc_offset,
    strip_explanation,
    strip_time_words,
    zones_at_offset,
    zones_by_time_name,
)

POPULAR_ZONES = (
    *("Asia/Seoul", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London"),
    *("Australia/Sydney", "America/Toronto", "America/Vancouver", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore"),
    *("Asia/Manila", "Asia/Jakarta", "Asia/Bangkok", "Asia/Kolkata", "Asia/Dubai", "Europe/Istanbul"),
    *("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Moscow", "America/Sao_Paulo", "America/Mexico_City"),
    "Pacific/Auckland",
)
"""Zones that are suggested before a search and ranked first in results."""
SECONDARY_ZONES = (
    *("Pacific/Honolulu", "America/Halifax", "Europe/Lisbon", "Africa/Lagos", "Africa/Maputo", "Africa/Johannesburg"),
    *("Africa/Nairobi", "Europe/Athens", "Europe/Helsinki", "Europe/Kyiv", "Europe/Bucharest", "Africa/Cairo"),
)
"""The most important zones whose times differ from those of the popular zones."""
KOREAN_CITY_NAMES: Mapping[str, str] = {
    "Asia/Ho_Chi_Minh": "호찌민",
    "Asia/Yangon": "양곤",
    "America/Nuuk": "누크",
    "Europe/Kyiv": "키이우",
}
"""Replacements for outdated Korean names in Babel."""


def all_zones(locale_data: LocaleData) -> tuple[str, ...]:
    """Return UTC and every zone that is named after a place, popular ones first."""
    return _popular_first(locale_data.zone_infos)


def suggested_zones(locale_data: LocaleData, region: str | None, selected: str | None = None) -> tuple[str, ...]:
    """Return the zones to offer before a search: the selected one, those of the region and the popular ones."""
    regional = locale_data.zones_by_country.get(region, ()) if region else ()
    return tuple(dict.fromkeys([*([selected] if selected else []), *_popular_first(regional), *POPULAR_ZONES]))


def _popular_first(zones: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(zone for zone in POPULAR_ZONES if zone in zones), *sorted(zones)]))


def place_name(locale_data: LocaleData, zone: str, language: str) -> str:
    """Return a zone's city and country in a language, such as "Seoul, South Korea"."""
    city = KOREAN_CITY_NAMES.get(zone) if language == "ko" else None
    country = locale_data.country_by_zone.get(zone)
    parts = (
        city or locale_data.city_name(zone, language),
        locale_data.country_name(country, language) if country else "",
    )
    return ", ".join(dict.fromkeys(part for part in parts if part))


def find_zones(locale_data: LocaleData, query: str, now: int) -> NameMatches:
    """Return the zones that a city, a region, a country, the name of a time or an offset may mean.

    Only a full name or the name of exactly one time is unambiguous. Among zones whose clocks agree, a popular zone
    comes first.
    """
    if (offset := parse_utc_offset(query)) is not None:
        return NameMatches(_sort_by_popularity(locale_data, zones_at_offset(locale_data, offset, now)))
    index, normalized = (
        zone_index(locale_data),
        normalize_name(strip_time_words(query)) if len(query) <= MAX_QUERY_LENGTH else "",
    )
    by_name = index.find_exact(normalized) or index.find_exact(normalize_name(query) if normalized else "")
    by_time_name = _sort_by_popularity(locale_data, time_name_index(locale_data).get(normalized, ()))
    exact = tuple(dict.fromkeys([*by_name, *by_time_name]))
    if not exact:
        return _find_ambiguous_zones(locale_data, query, normalized, now)
    if _is_unambiguous(locale_data, by_name, by_time_name):
        return NameMatches(exact, is_unambiguous=True)
    by_prefix = () if by_name else index.find_by_prefix(normalized)  # "IST" means three times, or Istanbul
    return NameMatches(tuple(dict.fromkeys([*exact, *by_prefix])))


def _find_ambiguous_zones(locale_data: LocaleData, query: str, normalized: str, now: int) -> NameMatches:
    """Return the zones for texts that are never unambiguous: two letters, an explained name, a prefix or a typo."""
    index = zone_index(locale_data)
    if by_code := code_index(locale_data).get(normalized):
        return NameMatches(tuple(dict.fromkeys([*by_code, *index.find_by_prefix(normalized)])))
    bare = strip_explanation(query)
    if bare != query.strip() and normalize_name(bare):
        return NameMatches(find_zones(locale_data, bare, now).keys)
    return search_names(strip_time_words(query), index) if normalized else NameMatches(())


def _is_unambiguous(locale_data: LocaleData, by_name: Sequence[str], by_time_name: Sequence[str]) -> bool:
    """Return whether a search found only one time.

    If it found zones by the name of a time, these must share one time, and include a popular zone or be in one country.
    The clocks of these zones and of those found by their own name must agree.
    """
    popular = [zone for zone in by_time_name if zone in POPULAR_ZONES]
    same_country = [
        zone
        for zone in by_time_name
        if locale_data.country_by_zone.get(zone) == locale_data.country_by_zone.get(by_time_name[0])
    ]
    is_same_time = len({locale_data.metazones.get(zone, zone) for zone in by_time_name}) <= 1 or _have_same_offsets(
        locale_data, by_time_name
    )
    is_popular_or_complete = bool(popular) or len(same_country) == len(by_time_name)
    return (
        is_same_time and is_popular_or_complete and _have_same_offsets(locale_data, {*by_name, *popular, *same_country})
    )


def _have_same_offsets(locale_data: LocaleData, zones: Iterable[str]) -> bool:
    return len({monthly_offsets(locale_data, zone) for zone in zones}) <= 1


def _sort_by_popularity(locale_data: LocaleData, zones: Iterable[str]) -> tuple[str, ...]:
    """Return the zones in the order of the index: popular, UTC, secondary, representative, then all others."""
    included = set(zones)
    return tuple(zone for zone in zone_index(locale_data).positions if zone in included)


@functools.cache
def zone_index(locale_data: LocaleData) -> NameIndex:
    """Return the search index of all zones' names, popular zones first."""
    countries = {code: country_names(locale_data, code) for code in locale_data.zones_by_country}
    zones = dict.fromkeys(
        [*POPULAR_ZONES, UTC, *SECONDARY_ZONES, *locale_data.representative_zones, *sorted(locale_data.zone_infos)]
    )
    return build_index(
        [
            NamedItem(zone, tuple(_zone_names(locale_data, zone, countries)))
            for zone in zones
            if zone in locale_data.zone_infos
        ]
    )


@functools.cache
def time_name_index(locale_data: LocaleData) -> Mapping[str, Sequence[str]]:
    """Return the zones by the names of their times."""
    return zones_by_time_name(locale_data)


@functools.cache
def code_index(locale_data: LocaleData) -> Mapping[str, Sequence[str]]:
    """Return the zones by the two-letter codes of countries and US states, states first."""
    found: dict[str, list[str]] = {}
    for code, state in US_STATES.items():
        found.setdefault(normalize_name(code), []).extend(zone_index(locale_data).find_exact(normalize_name(state)))
    for code, zones in locale_data.zones_by_country.items():
        found.setdefault(normalize_name(code), []).extend(_sort_by_popularity(locale_data, zones))
    return found


def _zone_names(locale_data: LocaleData, zone: str, countries: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in (zone, *(alias for alias in locale_data.zone_aliases.get(zone, ()) if "/" in alias)):
        yield name
        if name.partition("/")[0] in ZONE_AREAS:
            yield zone_city(name)
    for language in CLDR_LANGUAGES:
        yield locale_data.city_name(zone, language)
        yield place_name(locale_data, zone, language)
    yield from filter(None, PLACES_BY_ZONE.get(zone, "").split(", "))
    yield from countries.get(locale_data.country_by_zone.get(zone, ""), ())


def load_search_data() -> LocaleData:
    """Return the locale data with all search indexes built; the first call should run in a thread."""
    locale_data = load_locale_data()
    zone_index(locale_data)
    time_name_index(locale_data)
    code_index(locale_data)
    country_index(locale_data)
    return locale_data
