"""Choosing the country that a server watches from."""

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
class RegionHandlers:
    """Offers the most likely countries, and searches all others."""

    settings: SettingsService
    panel: SettingsPanel

    def setting(self) -> Setting:
        """Return the line of the settings panel."""
        return Setting("settings.region.label", self._current_text, REGION_ID)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {REGION_ID: require_host(self._handle_component)}

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {REGION_ID: Limited(require_host(self._handle_search), {QUERY_FIELD: MAX_QUERY_LENGTH})}

    def _current_text(self, guild_id: int, localize: Localizer) -> str:
        region = self.settings.for_guild(guild_id).region
        return (
            load_locale_data().country_name(region, localize.language) if region else localize("settings.region.unset")
        )

    async def _handle_component(self, context: Context, guild_id: int, argument: str) -> None:
        if argument == SEARCH:
            await context.open_modal(country_modal(context.user_text))
        elif argument:
            await self._save(context, guild_id, None if argument == CLEAR else selected_value(argument))
        else:
            await context.update_message(*self._render_choices(context, guild_id))

    async def _handle_search(self, context: Context, guild_id: int, _: str, fields: Mapping[str, str]) -> None:
        typed, localize = fields.get(QUERY_FIELD, ""), context.user_text
        matches = await asyncio.to_thread(find_countries, load_locale_data(), typed)  # it compares some hundred names
        if matches.is_unambiguous:
            await self._save(context, guild_id, matches.keys[0])
            return
        if matches.is_guess and len(matches.keys) == 1:
            (code,) = matches.keys
            choices = [suggestion_button(REGION_ID, code, load_locale_data().country_name(code, localize.language))]
        else:
            choices = [_country_select(matches.keys, "", context)] if matches.keys else []
        await context.update_message(
            search_result_card("region", typed, matches, localize),
            [*choices, *search_again_buttons(REGION_ID, SEARCH, localize)],
        )

    async def _save(self, context: Context, guild_id: int, region: str | None) -> None:
        await self.settings.set_region(guild_id, region)
        await self.panel.show_saved(context, guild_id)

    def _render_choices(self, context: Context, guild_id: int) -> tuple[Embed, list[Component]]:
        localize, region = context.user_text, self.settings.for_guild(guild_id).region
        card = choices_card(
            localize("settings.region.label"),
            localize("settings.region.text"),
            self._current_text(guild_id, localize),
            localize,
        )
        return card, [
            _country_select(suggested_countries(load_locale_data(), region, localize.language), region or "", context),
            button(REGION_ID, SEARCH, localize("settings.region.other")),
            button(REGION_ID, CLEAR, localize("settings.region.clear")),
            back_button(localize),
        ]


def _country_select(codes: Sequence[str], selected: str, context: Context) -> Component:
    localize, locale_data = context.user_text, load_locale_data()
    options = [(code, locale_data.country_name(code, localize.language), "") for code in codes]
    placeholder, argument = localize("settings.region.choose"), context.unique_suffix
    return select(REGION_ID, placeholder, options, argument=argument, chosen=[selected])
