"""Countries: which ones to offer, and which one was meant."""

from collections.abc import Iterator, Mapping

from bot.settings.rules.atlas import BOTH, Atlas
from bot.settings.rules.matching import Matches, Named, fold, matches

LIKELY = (
    *("KR", "US", "GB", "CA", "AU", "NZ", "JP", "TW", "HK", "SG", "MY", "PH"),
    *("ID", "TH", "VN", "IN", "DE", "FR", "ES", "IT", "NL", "TR", "BR", "MX"),
)
"""Where most people live who watch films together in English or Korean; a menu holds one more."""
ALSO: Mapping[str, tuple[str, ...]] = {
    "KR": ("Korea", "Republic of Korea", "한국", "남한"),
    "KP": ("DPRK", "북한"),
    "GB": ("Great Britain", "Britain", "England", "Scotland", "Wales"),
    "US": ("America", "The States"),
    "AE": ("Emirates",),
    "AU": ("호주",),
    "CI": ("Ivory Coast",),
    "CZ": ("Czech Republic",),
    "NL": ("Holland",),
    "TR": ("Turkey", "터키"),
    "TW": ("타이완",),
    "VN": ("Viet Nam",),
}
"""Names that people say and Babel does not."""


def likely(atlas: Atlas, chosen: str | None, language: str) -> tuple[str, ...]:
    """The likely countries and the chosen one, in the order of their names."""
    offered = {*LIKELY, *([chosen] if chosen else [])}
    return tuple(sorted(offered, key=lambda code: atlas.country(code, language).casefold()))


def find_countries(atlas: Atlas, typed: str) -> Matches:
    """The countries that a person may mean, by a name in either language or by a code; the likely ones first."""
    codes = dict.fromkeys([*LIKELY, *sorted(atlas.zones_of)])
    return matches(typed, [Named(code, names(atlas, code), _codes(atlas, code)) for code in codes])


def names(atlas: Atlas, code: str) -> tuple[str, ...]:
    """All names of a country, folded."""
    return tuple(dict.fromkeys(fold(name) for name in _names(atlas, code)))


def _names(atlas: Atlas, code: str) -> Iterator[str]:
    for language in BOTH:
        yield atlas.country_names[language][code]
        yield atlas.country(code, language)
    yield from ALSO.get(code, ())


def _codes(atlas: Atlas, code: str) -> tuple[str, ...]:
    return tuple(one.casefold() for one in (code, *atlas.older_codes.get(code, ())))
