"""What Babel knows of countries and time zones.

Babel is imported when it is first asked: few ever ask, and it takes a twentieth of a second and ten megabytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

BOTH = ("en", "ko")
NOWHERE = frozenset({"001", "ZZ"})
"""The codes of the world, and of what is not known."""
BESIDE_ZONES: Mapping[str, Sequence[str]] = {"XK": ()}
"""Countries that Babel knows no time zone of their own for."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """Countries by their two letters, zones by their newest IANA names; what is in words, by language."""

    country_names: Mapping[str, Mapping[str, str]]
    older_codes: Mapping[str, Sequence[str]]
    zones_of: Mapping[str, Sequence[str]]
    country_of: Mapping[str, str]
    cities: Mapping[str, Mapping[str, str]]
    older_zones: Mapping[str, Sequence[str]]

    def country(self, code: str, language: str) -> str:
        """What readers of `language` call a country; what Babel adds in brackets is left out."""
        return self.country_names[language][code].partition("(")[0].partition(" SAR ")[0].strip()

    def city(self, zone: str, language: str) -> str:
        """What readers of `language` call the place that a zone is named after."""
        return self.cities[language].get(zone) or last_part(zone)


def last_part(zone: str) -> str:
    """The place in a zone's own name: "New York" in America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


def read_atlas() -> Atlas:
    """Put together what Babel knows; a matter of two milliseconds once it is there."""
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
    )


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
