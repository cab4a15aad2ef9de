"""The forms that search: a country, a time zone."""

from bot.core.interactions.modals import StatelessModal, TextField, build_modal
from bot.core.text.translations import Say
from bot.settings.rules.matching import LONGEST

REGION, ZONE = "settings-region", "settings-zone"
TYPED = "typed"


def country_form(say: Say) -> StatelessModal:
    """Asks for a country."""
    field = TextField(TYPED, say("settings.region.field"), say("settings.region.hint"), max_length=LONGEST)
    return build_modal(REGION, "search", say("settings.region.form"), [field])


def zone_form(say: Say) -> StatelessModal:
    """Asks for a city or a country."""
    field = TextField(TYPED, say("settings.zone.field"), say("settings.zone.hint"), max_length=LONGEST)
    return build_modal(ZONE, "search", say("settings.zone.form"), [field])
