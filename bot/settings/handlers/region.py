"""The country that a server watches from."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import Embed

from bot.core.feature import ComponentHandler, Limited, ModalHandler, Setting
from bot.core.interactions.components import Component, button, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.settings.cards import choices_card, search_result_card
from bot.settings.handlers.modals import QUERY_FIELD, REGION_ID, country_modal
from bot.settings.handlers.panel import (
    SettingsPanel,
    back_button,
    require_host,
    search_again_buttons,
    suggestion_button,
)
from bot.settings.rules.countries import find_countries, suggested_countries
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.rules.name_search import MAX_QUERY_LENGTH
from bot.settings.service import SettingsService

SEARCH, CLEAR = "search", "none"


@dataclass(frozen=True, slots=True)
class Region:
    """Offers the likeliest countries, searches all others."""

    settings: SettingsService
    panel: SettingsPanel

    def line(self) -> Setting:
        """Its line of the panel."""
        return Setting("settings.region.label", self._value, REGION_ID)

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {REGION_ID: require_host(self._pressed)}

    def forms(self) -> Mapping[str, ModalHandler]:
        """What its form does."""
        return {REGION_ID: Limited(require_host(self._sought), {QUERY_FIELD: MAX_QUERY_LENGTH})}

    def _value(self, guild_id: int, localize: Localizer) -> str:
        region = self.settings.for_guild(guild_id).region
        return (
            load_locale_data().country_name(region, localize.language) if region else localize("settings.region.unset")
        )

    async def _pressed(self, context: Context, guild_id: int, rest: str) -> None:
        if rest == SEARCH:
            await context.open_modal(country_modal(context.user_text))
        elif rest:
            await self._save(context, guild_id, None if rest == CLEAR else selected_value(rest))
        else:
            await context.update_message(*self._offered(context, guild_id))

    async def _sought(self, context: Context, guild_id: int, _: str, fields: Mapping[str, str]) -> None:
        typed, localize = fields.get(QUERY_FIELD, ""), context.user_text
        found = await asyncio.to_thread(find_countries, load_locale_data(), typed)  # it compares some hundred names
        if found.is_unambiguous:
            await self._save(context, guild_id, found.keys[0])
            return
        if found.is_guess and len(found.keys) == 1:
            (code,) = found.keys
            choices = [suggestion_button(REGION_ID, code, load_locale_data().country_name(code, localize.language))]
        else:
            choices = [_menu(found.keys, "", context)] if found.keys else []
        await context.update_message(
            search_result_card("region", typed, found, localize),
            [*choices, *search_again_buttons(REGION_ID, SEARCH, localize)],
        )

    async def _save(self, context: Context, guild_id: int, region: str | None) -> None:
        await self.settings.set_region(guild_id, region)
        await self.panel.show_saved(context, guild_id)

    def _offered(self, context: Context, guild_id: int) -> tuple[Embed, list[Component]]:
        localize, region = context.user_text, self.settings.for_guild(guild_id).region
        card = choices_card(
            localize("settings.region.label"),
            localize("settings.region.text"),
            self._value(guild_id, localize),
            localize,
        )
        return card, [
            _menu(suggested_countries(load_locale_data(), region, localize.language), region or "", context),
            button(REGION_ID, SEARCH, localize("settings.region.other")),
            button(REGION_ID, CLEAR, localize("settings.region.clear")),
            back_button(localize),
        ]


def _menu(codes: Sequence[str], chosen: str, context: Context) -> Component:
    localize, locale_data = context.user_text, load_locale_data()
    options = [(code, locale_data.country_name(code, localize.language), "") for code in codes]
    return select(REGION_ID, localize("settings.region.choose"), options, rest=context.unique_suffix, chosen=[chosen])
