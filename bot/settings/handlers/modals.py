"""The forms that search: a country, a time zone."""

from bot.core.interactions.modals import StatelessModal, TextField, build_modal
from bot.core.text.translations import Localizer
from bot.settings.rules.name_search import MAX_QUERY_LENGTH

REGION, ZONE = "settings-region", "settings-zone"
TYPED = "typed"


def country_form(localize: Localizer) -> StatelessModal:
    """Asks for a country."""
    field = TextField(
        TYPED, localize("settings.region.field"), localize("settings.region.hint"), max_length=MAX_QUERY_LENGTH
    )
    return build_modal(REGION, "search", localize("settings.region.form"), [field])


def zone_form(localize: Localizer) -> StatelessModal:
    """Asks for a city or a country."""
    field = TextField(
        TYPED, localize("settings.zone.field"), localize("settings.zone.hint"), max_length=MAX_QUERY_LENGTH
    )
    return build_modal(ZONE, "search", localize("settings.zone.form"), [field])
