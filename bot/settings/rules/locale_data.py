"""Babel's data about countries and time zones, and the time zones of this machine.

It is loaded on first use, because few people need it, and loading takes a third of a second and some megabytes.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo

from msgspec import Struct

from bot.core.text.languages import Language

CLDR_LANGUAGES = tuple(language.value for language in Language)
NON_COUNTRY_CODES = frozenset({"001", "ZZ"})
"""Babel's codes for the world and for an unknown country."""
COUNTRIES_WITHOUT_ZONES: Mapping[str, Sequence[str]] = {"XK": ()}
"""Countries that have no time zone in Babel."""
ENGLISH_LOCALES = ("en", "en_GB", "en_CA", "en_AU", "en_NZ", "en_ZA", "en_SG", "en_HK", "en_MY")
"""Locales with different short names of time zones."""
ZONE_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
"""The first part of a zone's name, for zones that are named after places."""
UTC = "UTC"
NO_NAME = "∅"
"""Babel's mark for a name that a language does not have."""


class LocaleData(Struct, frozen=True, eq=False):
    """Countries by their two-letter codes, time zones by their newest IANA names, and the names of both by language.

    `metazones` maps zones to Babel's metazones; the zones of a metazone share a time, whose names are in
    `long_metazone_names` and `short_metazone_names`. `representative_zones` are those that Windows lists.
    """

    country_names: Mapping[str, Mapping[str, str]]
    country_aliases: Mapping[str, Sequence[str]]
    zones_by_country: Mapping[str, Sequence[str]]
    country_by_zone: Mapping[str, str]
    city_names: Mapping[str, Mapping[str, str]]
    zone_aliases: Mapping[str, Sequence[str]]
    zone_infos: Mapping[str, tzinfo]
    representative_zones: Sequence[str]
    metazones: Mapping[str, str]
    long_metazone_names: Mapping[str, Sequence[str]]
    short_metazone_names: Mapping[str, Sequence[str]]

    def country_name(self, code: str, language: str) -> str:
        """Return a country's name in a language, without Babel's additions, such as brackets or "SAR China"."""
        return self.country_names[language][code].partition("(")[0].partition(" SAR ")[0].strip()

    def city_name(self, zone: str, language: str) -> str:
        """Return the name of the city that a zone is named after, in a language."""
        return self.city_names[language].get(zone) or zone_city(zone)


def zone_city(zone: str) -> str:
    """Return the city in an IANA name, such as "New York" for America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


@functools.cache
def load_locale_data() -> LocaleData:
    """Return all data; the first call reads hundreds of files, and should run in a thread."""
    from babel import Locale  # noqa: PLC0415  # see this module's docstring
    from babel.core import get_global  # noqa: PLC0415  # see this module's docstring

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


def _zone_infos(canonical: Mapping[str, str]) -> Mapping[str, tzinfo]:
    """Return UTC and every zone that is named after a place, by newest name."""
    import zoneinfo  # noqa: PLC0415  # see bot.settings.rules.local_time

    known = {
        zone for zone in zoneinfo.available_timezones() if zone.split("/")[0] in ZONE_AREAS and zone not in canonical
    }
    return {zone: zoneinfo.ZoneInfo(zone) for zone in (UTC, *sorted(known))}


def _metazone_names(
    metazones_by_language: Sequence[Mapping[str, Mapping[str, Mapping[str, str]]]], width: str
) -> Mapping[str, list[str]]:
    """Return the standard, daylight and generic names of each metazone in several languages."""
    found: dict[str, list[str]] = {}
    for times in metazones_by_language:
        for time, names in times.items():
            found.setdefault(time, []).extend(name for name in names.get(width, {}).values() if name.strip(NO_NAME))
    return found


def _city_names(time_zones: Mapping[str, Mapping[str, str]], canonical: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield zones with their cities; Babel lists some cities under an older name of their zone."""
    for zone, names in time_zones.items():
        if "city" in names:
            yield canonical.get(zone, zone), names["city"]


def _invert(canonical: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Return the older names by newest name."""
    found: dict[str, list[str]] = {}
    for older, newer in canonical.items():
        found.setdefault(newer, []).append(older)
    return found
