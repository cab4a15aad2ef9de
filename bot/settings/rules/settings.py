"""The settings of servers and people, and their validation."""

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.text.languages import Language
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.rules.time_zones import all_zones

COVERS_ON, COVERS_OFF = "on", "off"


class GuildSettings(Struct, frozen=True):
    """A server's settings; None stands for the default.

    `language` is the code of a Language, `region` a country's two capital letters, `time_zone` the name of an IANA
    zone, and `covers` is COVERS_OFF if they are off.
    """

    language: str | None = None
    region: str | None = None
    time_zone: str | None = None
    covers: str | None = None

    @property
    def shows_covers(self) -> bool:
        """Whether film cards have covers."""
        return self.covers != COVERS_OFF


NO_SETTINGS = GuildSettings()


class UserSettings(Struct, frozen=True):
    """A person's settings; None stands for the default.

    `language` is the code of a Language. `country` is the two capital letters of the country in which the person
    watches films, and `services` are the keys of their streaming services. `country_asked_at` is when Nunmul asked for
    the country, which happens only once.
    """

    language: str | None = None
    country: str | None = None
    country_asked_at: int | None = None
    services: tuple[str, ...] = ()


NO_USER_SETTINGS = UserSettings()


def parse_language(text: str) -> str:
    """Return the language in a component's argument; raise UserError for any other text."""
    return _require_known(text, is_known=text in {*Language})


def parse_region(text: str) -> str:
    """Return the country in a component's argument; raise UserError for any other text."""
    return _require_known(text, is_known=text in load_locale_data().zones_by_country)


def parse_time_zone(text: str) -> str:
    """Return the time zone in a component's argument; raise UserError for any other text."""
    return _require_known(text, is_known=text in all_zones(load_locale_data()))


def parse_covers(text: str) -> str | None:
    """Return the choice in a component's argument, None if covers are on; raise UserError for any other text."""
    return None if _require_known(text, is_known=text in {COVERS_ON, COVERS_OFF}) == COVERS_ON else COVERS_OFF


def _require_known(text: str, *, is_known: bool) -> str:
    if not is_known:
        raise UserError("core.unknown-press")
    return text
