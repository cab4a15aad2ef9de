"""What Babel knows of countries and time zones, and the zones of the machine.

All of it is read when it is first asked for: few ever ask, and it takes a third of a second and some megabytes.
"""

import functools
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

BOTH = ("en", "ko")
NOWHERE = frozenset({"001", "ZZ"})
"""The codes of the world, and of what is not known."""
BESIDE_ZONES: Mapping[str, Sequence[str]] = {"XK": ()}
"""Countries that Babel knows no time zone of their own for."""


ENGLISHES = ("en", "en_GB", "en_CA", "en_AU", "en_NZ", "en_ZA", "en_SG", "en_HK", "en_MY")
"""Where people use short names of times, each place those of its own times."""
AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
"""What zones that are called after places begin with."""
UTC = "UTC"
EMPTY = "∅"
"""What Babel writes where a language has no such name."""


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """Countries by their two letters, zones by their newest IANA names; what is in words, by language.

    `times` are Babel's metazones by zone: the zones of one have, or had, one time, with the long and short names that
    people give to it. `golden` are the zones that stand for others in other programs' lists.
    """

    country_names: Mapping[str, Mapping[str, str]]
    older_codes: Mapping[str, Sequence[str]]
    zones_of: Mapping[str, Sequence[str]]
    country_of: Mapping[str, str]
    cities: Mapping[str, Mapping[str, str]]
    older_zones: Mapping[str, Sequence[str]]
    clocks: Mapping[str, zoneinfo.ZoneInfo]
    golden: Sequence[str]
    times: Mapping[str, str]
    long_names: Mapping[str, Sequence[str]]
    short_names: Mapping[str, Sequence[str]]

    def country(self, code: str, language: str) -> str:
        """What readers of `language` call a country; what Babel adds in brackets is left out."""
        return self.country_names[language][code].partition("(")[0].partition(" SAR ")[0].strip()

    def city(self, zone: str, language: str) -> str:
        """What readers of `language` call the place that a zone is named after."""
        return self.cities[language].get(zone) or last_part(zone)


def last_part(zone: str) -> str:
    """The place in a zone's own name: "New York" in America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


@functools.cache
def read_atlas() -> Atlas:
    """Return what is known; the first call reads hundreds of files, and belongs into a thread."""
    from babel import Locale  # noqa: PLC0415  # see above
    from babel.core import get_global  # noqa: PLC0415  # see above

    locales = {language: Locale(language) for language in BOTH}
    newest = get_global("zone_aliases")
    now = {code: one for code, (one, *more) in get_global("territory_aliases").items() if not more}
    zones_of = {code: zones for code, zones in get_global("territory_zones").items() if code not in NOWHERE}
    return Atlas(
        country_names={language: locale.territories for language, locale in locales.items()},
        older_codes=_turned(now),
        zones_of={**BESIDE_ZONES, **zones_of},
        country_of={zone: code for code, zones in zones_of.items() for zone in zones},
        cities={language: dict(_cities(locale.time_zones, newest)) for language, locale in locales.items()},
        older_zones=_turned(newest),
        clocks=_clocks(newest),
        golden=tuple(newest.get(zone, zone) for zone in get_global("windows_zone_mapping").values()),
        times={newest.get(zone, zone): time for zone, time in get_global("meta_zones").items()},
        long_names=_names_of_times([locale.meta_zones for locale in locales.values()], "long"),
        short_names=_names_of_times([Locale.parse(one).meta_zones for one in ENGLISHES], "short"),
    )


def _clocks(newest: Mapping[str, str]) -> Mapping[str, zoneinfo.ZoneInfo]:
    """UTC and each zone that is called after a place, by its newest name."""
    known = {zone for zone in zoneinfo.available_timezones() if zone.split("/")[0] in AREAS and zone not in newest}
    return {zone: zoneinfo.ZoneInfo(zone) for zone in (UTC, *sorted(known))}


def _names_of_times(
    told: Sequence[Mapping[str, Mapping[str, Mapping[str, str]]]], size: str
) -> Mapping[str, list[str]]:
    """The names that several languages have for a time: standard, daylight, and either."""
    found: dict[str, list[str]] = {}
    for times in told:
        for time, names in times.items():
            found.setdefault(time, []).extend(name for name in names.get(size, {}).values() if name.strip(EMPTY))
    return found


def _cities(told: Mapping[str, Mapping[str, str]], newest: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Babel may still have a city under an older name of its zone."""
    for zone, names in told.items():
        if "city" in names:
            yield newest.get(zone, zone), names["city"]


def _turned(newest: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """The older names by the newest one."""
    found: dict[str, list[str]] = {}
    for older, newer in newest.items():
        found.setdefault(newer, []).append(older)
    return found
