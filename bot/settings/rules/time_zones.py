"""Time zones: what they are called in both languages, and which one was meant."""

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.settings.rules.countries import country_index, names
from bot.settings.rules.locale_data import AREAS, BOTH, UTC, Atlas, last_part, read_atlas
from bot.settings.rules.name_search import LONGEST, Index, Matches, Named, fold, index_of, matches
from bot.settings.rules.places_by_zone import REGIONS
from bot.settings.rules.time_zone_names import clock_of, names_of_times, offset_of, place_of, zones_at

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


def all_zones(atlas: Atlas) -> tuple[str, ...]:
    """UTC and each zone that is called after a place, by its newest name; the main ones first."""
    return _main_first(atlas.clocks)


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


def find_zones(atlas: Atlas, typed: str, now: int) -> Matches:
    """Return the zones that a person may mean by a city, region, country, name of a time, or distance from UTC.

    For certain are only a whole name, or the name of a time that is one time; of zones with one clock, the main one.
    """
    if (offset := offset_of(typed)) is not None:
        return Matches(_likely_first(atlas, zones_at(atlas, offset, now)))
    places, wanted = zone_index(atlas), fold(place_of(typed)) if len(typed) <= LONGEST else ""
    named = places.named(wanted) or places.named(fold(typed) if wanted else "")
    of_time = _likely_first(atlas, times_index(atlas).get(wanted, ()))
    same = tuple(dict.fromkeys([*named, *of_time]))
    if not same:
        return matches(place_of(typed), places) if wanted else Matches(())
    if _is_sure(atlas, named, of_time):
        return Matches(same, is_sure=True)
    begun = () if named else places.beginning(wanted)  # IST is three times, and what Istanbul begins with
    return Matches(tuple(dict.fromkeys([*same, *begun])))


def _is_sure(atlas: Atlas, named: Sequence[str], of_time: Sequence[str]) -> bool:
    """Whether zones of one name have one clock, and those of one time are one time to who says so."""
    main = [zone for zone in of_time if zone in MAIN]
    country = [zone for zone in of_time if atlas.country_of.get(zone) == atlas.country_of.get(of_time[0])]
    is_one_time = len({atlas.times.get(zone, zone) for zone in of_time}) <= 1 or _is_one_clock(atlas, of_time)
    is_main = bool(main) or len(country) == len(of_time)
    return is_one_time and is_main and _is_one_clock(atlas, {*named, *main, *country})


def _is_one_clock(atlas: Atlas, zones: Iterable[str]) -> bool:
    return len({clock_of(atlas, zone) for zone in zones}) <= 1


def _likely_first(atlas: Atlas, zones: Iterable[str]) -> tuple[str, ...]:
    """The main ones, then those that stand for others, then the rest."""
    wanted = set(zones)
    return tuple(zone for zone in zone_index(atlas).order if zone in wanted)


@functools.cache
def zone_index(atlas: Atlas) -> Index:
    """Return the names of all zones, to be searched; the likely zones first."""
    countries = {code: names(atlas, code) for code in atlas.zones_of}
    zones = dict.fromkeys([*MAIN, UTC, *NEXT, *atlas.golden, *sorted(atlas.clocks)])
    return index_of([Named(zone, tuple(_names(atlas, zone, countries))) for zone in zones if zone in atlas.clocks])


@functools.cache
def times_index(atlas: Atlas) -> Mapping[str, Sequence[str]]:
    """Return the zones by the names of their times."""
    return names_of_times(atlas)


def _names(atlas: Atlas, zone: str, countries: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in (zone, *(older for older in atlas.older_zones.get(zone, ()) if "/" in older)):
        yield name
        if name.partition("/")[0] in AREAS:
            yield last_part(name)
    for language in BOTH:
        yield atlas.city(zone, language)
        yield place_name(atlas, zone, language)
    yield from filter(None, REGIONS.get(zone, "").split(", "))
    yield from countries.get(atlas.country_of.get(zone, ""), ())


def read_places() -> Atlas:
    """Return the atlas with everything that a search needs made ready; the first call belongs into a thread."""
    atlas = read_atlas()
    zone_index(atlas)
    times_index(atlas)
    country_index(atlas)
    return atlas
