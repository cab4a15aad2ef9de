"""Decides which countries to suggest, and which country a person means."""

import functools
from collections.abc import Mapping

from bot.settings.rules.locale_data import CLDR_LANGUAGES, LocaleData
from bot.settings.rules.name_search import NamedItem, NameIndex, NameMatches, build_index, search_names

POPULAR_COUNTRIES = (
    *("KR", "US", "GB", "CA", "AU", "NZ", "JP", "TW", "HK", "SG", "MY", "PH"),
    *("ID", "TH", "VN", "IN", "DE", "FR", "ES", "IT", "NL", "TR", "BR", "MX"),
)
"""Where most people who watch films in English or Korean live; a menu has room for one more."""
EXTRA_COUNTRY_NAMES: Mapping[str, tuple[str, ...]] = {
    "KR": ("Korea", "Republic of Korea", "한국", "남한"),
    "KP": ("DPRK", "북한"),
    "GB": ("UK", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "US": ("USA", "America", "The States"),
    "AE": ("Emirates", "UAE"),
    "AU": ("호주",),
    "CI": ("Ivory Coast",),
    "CZ": ("Czech Republic",),
    "NL": ("Holland",),
    "TR": ("Turkey", "터키"),
    "TW": ("타이완",),
    "VN": ("Viet Nam",),
}
"""Common names that Babel does not have."""


def suggested_countries(locale_data: LocaleData, selected: str | None, language: str) -> tuple[str, ...]:
    """Return the popular countries and the selected one, sorted by name."""
    suggested = {*POPULAR_COUNTRIES, *([selected] if selected else [])}
    return tuple(sorted(suggested, key=lambda code: locale_data.country_name(code, language).casefold()))


def find_countries(locale_data: LocaleData, query: str) -> NameMatches:
    """Return the countries that a code, or a name in either language, may mean."""
    return search_names(query, country_index(locale_data))


@functools.cache
def country_index(locale_data: LocaleData) -> NameIndex:
    """Return the search index of all countries' names and codes."""
    codes = dict.fromkeys([*POPULAR_COUNTRIES, *sorted(locale_data.zones_by_country)])
    return build_index(
        [
            NamedItem(code, country_names(locale_data, code), (code, *locale_data.country_aliases.get(code, ())))
            for code in codes
        ]
    )


def country_names(locale_data: LocaleData, code: str) -> tuple[str, ...]:
    """Return all names of a country."""
    known = [
        name
        for language in CLDR_LANGUAGES
        for name in (locale_data.country_names[language][code], locale_data.country_name(code, language))
    ]
    return tuple(dict.fromkeys([*known, *EXTRA_COUNTRY_NAMES.get(code, ())]))
