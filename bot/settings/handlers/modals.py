"""The modals that search for a country and a time zone."""

from bot.core.interactions.modals import StatelessModal, TextField, build_modal
from bot.core.text.translations import Localizer
from bot.settings.rules.name_search import MAX_QUERY_LENGTH

REGION_ID, TIME_ZONE_ID = "settings-region", "settings-zone"
QUERY_FIELD = "typed"


def country_modal(localize: Localizer) -> StatelessModal:
    """Ask for a country."""
    field = TextField(
        QUERY_FIELD, localize("settings.region.field"), localize("settings.region.hint"), max_length=MAX_QUERY_LENGTH
    )
    return build_modal(REGION_ID, "search", localize("settings.region.form"), [field])


def time_zone_modal(localize: Localizer) -> StatelessModal:
    """Ask for a city or a country."""
    field = TextField(
        QUERY_FIELD, localize("settings.zone.field"), localize("settings.zone.hint"), max_length=MAX_QUERY_LENGTH
    )
    return build_modal(TIME_ZONE_ID, "search", localize("settings.zone.form"), [field])
