"""What a server or a person may choose."""

from dataclasses import dataclass

from bot.core.errors import UserError
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.rules.time_zones import all_zones

LANGUAGES = ("en", "ko")


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a server chose: "en" or "ko", a country's two capital letters, an IANA zone; None leaves it open."""

    language: str | None = None
    region: str | None = None
    time_zone: str | None = None


NO_SETTINGS = GuildSettings()


def parse_language(text: str) -> str:
    """The language that a control carries; raises Refusal for what is none of ours."""
    return _require_known(text, is_known=text in LANGUAGES)


def parse_region(text: str) -> str:
    """The country that a control carries, by its two letters; raises Refusal for what is no country."""
    return _require_known(text, is_known=text in load_locale_data().zones_by_country)


def parse_time_zone(text: str) -> str:
    """The time zone that a control carries; raises Refusal for what is none."""
    return _require_known(text, is_known=text in all_zones(load_locale_data()))


def _require_known(text: str, *, is_known: bool) -> str:
    if not is_known:
        raise UserError("core.unknown-press")
    return text
