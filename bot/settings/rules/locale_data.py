"""What Babel knows of countries and time zones, and the zones of the machine.

All of it is read when it is first asked for: few ever ask, and it takes a third of a second and some megabytes.
"""

import functools
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.text.languages import Language

CLDR_LANGUAGES = tuple(language.value for language in Language)
NON_COUNTRY_CODES = frozenset({"001", "ZZ"})
"""The codes of the world, and of what is not known."""
COUNTRIES_WITHOUT_ZONES: Mapping[str, Sequence[str]] = {"XK": ()}
"""Countries that Babel knows no time zone of their own for."""


ENGLISH_LOCALES = ("en", "en_GB", "en_CA", "en_AU", "en_NZ", "en_ZA", "en_SG", "en_HK", "en_MY")
"""Where people use short names of times, each place those of its own times."""
ZONE_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
"""What zones that are called after places begin with."""
UTC = "UTC"
NO_NAME = "∅"
"""What Babel writes where a language has no such name."""


@dataclass(frozen=True, slots=True, eq=False)
class LocaleData:
    """Countries by their two letters, zones by their newest IANA names; what is in words, by language.

    `times` are Babel's metazones by zone: the zones of one have, or had, one time, with the long and short names that
    people give to it. `golden` are the zones that stand for others in other programs' lists.
    """

    country_names: Mapping[str, Mapping[str, str]]
    country_aliases: Mapping[str, Sequence[str]]
    zones_by_country: Mapping[str, Sequence[str]]
    country_by_zone: Mapping[str, str]
    city_names: Mapping[str, Mapping[str, str]]
    zone_aliases: Mapping[str, Sequence[str]]
    zone_infos: Mapping[str, zoneinfo.ZoneInfo]
    representative_zones: Sequence[str]
    metazones: Mapping[str, str]
    long_metazone_names: Mapping[str, Sequence[str]]
    short_metazone_names: Mapping[str, Sequence[str]]

    def country_name(self, code: str, language: str) -> str:
        """What readers of `language` call a country; what Babel adds in brackets is left out."""
        return self.country_names[language][code].partition("(")[0].partition(" SAR ")[0].strip()

    def city_name(self, zone: str, language: str) -> str:
        """What readers of `language` call the place that a zone is named after."""
        return self.city_names[language].get(zone) or zone_city(zone)


def zone_city(zone: str) -> str:
    """The place in a zone's own name: "New York" in America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


@functools.cache
def load_locale_data() -> LocaleData:
    """Return what is known; the first call reads hundreds of files, and belongs into a thread."""
    from babel import Locale  # noqa: PLC0415  # see above
    from babel.core import get_global  # noqa: PLC0415  # see above

    locales = {language: Locale(language) for language in CLDR_LANGUAGES}
    canonical_zones = get_global("zone_aliases")
    canonical_codes = {
        code: canonical_code for code, (canonical_code, *more) in get_global("territory_aliases").items() if not more
    }
    zones_by_country = {
        code: zones for code, zones in get_global("territory_zones").items() if code not in NON_COUNTRY_CODES
    }
    return LocaleData(
        country_names={language: locale.territories for language, locale in locales.items()},
        country_aliases=_invert(canonical_codes),
        zones_by_country={**COUNTRIES_WITHOUT_ZONES, **zones_by_country},
        country_by_zone={zone: code for code, zones in zones_by_country.items() for zone in zones},
        city_names={
            language: dict(_city_names(locale.time_zones, canonical_zones)) for language, locale in locales.items()
        },
        zone_aliases=_invert(canonical_zones),
        zone_infos=_zone_infos(canonical_zones),
        representative_zones=tuple(
            canonical_zones.get(zone, zone) for zone in get_global("windows_zone_mapping").values()
        ),
        metazones={canonical_zones.get(zone, zone): time for zone, time in get_global("meta_zones").items()},
        long_metazone_names=_metazone_names([locale.meta_zones for locale in locales.values()], "long"),
        short_metazone_names=_metazone_names(
            [Locale.parse(locale_code).meta_zones for locale_code in ENGLISH_LOCALES], "short"
        ),
    )


def _zone_infos(canonical: Mapping[str, str]) -> Mapping[str, zoneinfo.ZoneInfo]:
    """UTC and each zone that is called after a place, by its newest name."""
    known = {
        zone for zone in zoneinfo.available_timezones() if zone.split("/")[0] in ZONE_AREAS and zone not in canonical
    }
    return {zone: zoneinfo.ZoneInfo(zone) for zone in (UTC, *sorted(known))}


def _metazone_names(
    metazones_by_language: Sequence[Mapping[str, Mapping[str, Mapping[str, str]]]], width: str
) -> Mapping[str, list[str]]:
    """The names that several languages have for a time: standard, daylight, and either."""
    found: dict[str, list[str]] = {}
    for times in metazones_by_language:
        for time, names in times.items():
            found.setdefault(time, []).extend(name for name in names.get(width, {}).values() if name.strip(NO_NAME))
    return found


def _city_names(time_zones: Mapping[str, Mapping[str, str]], canonical: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Babel may still have a city under an older name of its zone."""
    for zone, names in time_zones.items():
        if "city" in names:
            yield canonical.get(zone, zone), names["city"]


def _invert(canonical: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """The older names by the newest one."""
    found: dict[str, list[str]] = {}
    for older, newer in canonical.items():
        found.setdefault(newer, []).append(older)
    return found
