"""Choosing a server's time zone."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import Embed

from bot.core.clock import Clock
from bot.core.feature import ComponentHandler, Limited, ModalHandler, Setting
from bot.core.interactions.components import Component, button, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.settings.cards import choices_card, search_result_card, time_zone_description, time_zone_text
from bot.settings.handlers.modals import QUERY_FIELD, TIME_ZONE_ID, time_zone_modal
from bot.settings.handlers.panel import (
    SettingsPanel,
    back_button,
    require_host,
    search_again_buttons,
    suggestion_button,
)
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.rules.name_search import MAX_QUERY_LENGTH
from bot.settings.rules.time_zones import find_zones, place_name, suggested_zones
from bot.settings.service import SettingsService

SEARCH, CLEAR = "search", "none"


@dataclass(frozen=True, slots=True)
class TimeZoneHandlers:
    """Offers the zones of the server's region and the popular ones, and searches all others."""

    settings: SettingsService
    panel: SettingsPanel
    clock: Clock

    def setting(self) -> Setting:
        """Return the line of the settings panel."""
        return Setting("settings.zone.label", self._current_text, TIME_ZONE_ID)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {TIME_ZONE_ID: require_host(self._handle_component)}

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {TIME_ZONE_ID: Limited(require_host(self._handle_search), {QUERY_FIELD: MAX_QUERY_LENGTH})}

    def _current_text(self, guild_id: int, localize: Localizer) -> str:
        return time_zone_text(self.settings.for_guild(guild_id).time_zone, self.clock(), localize)

    async def _handle_component(self, context: Context, guild_id: int, argument: str) -> None:
        if argument == SEARCH:
            await context.open_modal(time_zone_modal(context.user_text))
        elif argument:
            await self._save(context, guild_id, None if argument == CLEAR else selected_value(argument))
        else:
            await context.update_message(*self._render_choices(context, guild_id))

    async def _handle_search(self, context: Context, guild_id: int, _: str, fields: Mapping[str, str]) -> None:
        typed, localize, now = fields.get(QUERY_FIELD, ""), context.user_text, self.clock()
        matches = await asyncio.to_thread(find_zones, load_locale_data(), typed, now)  # it compares some thousand names
        if matches.is_unambiguous:
            await self._save(context, guild_id, matches.keys[0])
            return
        search_again = search_again_buttons(TIME_ZONE_ID, SEARCH, localize)
        if matches.is_guess and len(matches.keys) == 1:
            (zone,) = matches.keys
            name = place_name(load_locale_data(), zone, localize.language)
            lines = [f"**{escaping.escape_markdown(name)}**", time_zone_description(zone, now, localize)]
            await context.update_message(
                search_result_card("zone", typed, matches, localize, lines),
                [suggestion_button(TIME_ZONE_ID, zone, name), *search_again],
            )
            return
        selects = [self._time_zone_select(matches.keys, "", context)] if matches.keys else []
        await context.update_message(search_result_card("zone", typed, matches, localize), [*selects, *search_again])

    async def _save(self, context: Context, guild_id: int, zone: str | None) -> None:
        await self.settings.set_time_zone(guild_id, zone)
        await self.panel.show_saved(context, guild_id)

    def _render_choices(self, context: Context, guild_id: int) -> tuple[Embed, list[Component]]:
        localize, settings = context.user_text, self.settings.for_guild(guild_id)
        card = choices_card(
            localize("settings.zone.label"),
            localize("settings.zone.text"),
            self._current_text(guild_id, localize),
            localize,
        )
        return card, [
            self._time_zone_select(
                suggested_zones(load_locale_data(), settings.region, settings.time_zone),
                settings.time_zone or "",
                context,
            ),
            button(TIME_ZONE_ID, SEARCH, localize("settings.zone.search")),
            button(TIME_ZONE_ID, CLEAR, localize("settings.zone.clear")),
            back_button(localize),
        ]

    def _time_zone_select(self, zones: Sequence[str], selected: str, context: Context) -> Component:
        localize, locale_data, now = context.user_text, load_locale_data(), self.clock()
        shown = zones[: theme.SELECT_OPTIONS_LIMIT]
        options = [
            (zone, place_name(locale_data, zone, localize.language), time_zone_description(zone, now, localize))
            for zone in shown
        ]
        return select(
            TIME_ZONE_ID, localize("settings.zone.choose"), options, argument=context.unique_suffix, chosen=[selected]
        )
