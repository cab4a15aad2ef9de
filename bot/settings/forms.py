"""The forms that search: a country, a time zone."""

from bot.core.interactions.modals import Field, Form, form
from bot.core.text.translations import Say
from bot.settings.rules.matching import LONGEST

REGION, ZONE = "settings-region", "settings-zone"
TYPED = "typed"


def country_form(say: Say) -> Form:
    """Asks for a country."""
    field = Field(TYPED, say("settings.region.field"), say("settings.region.hint"), longest=LONGEST)
    return form(REGION, "search", say("settings.region.form"), [field])


def zone_form(say: Say) -> Form:
    """Asks for a city or a country."""
    field = Field(TYPED, say("settings.zone.field"), say("settings.zone.hint"), longest=LONGEST)
    return form(ZONE, "search", say("settings.zone.form"), [field])
