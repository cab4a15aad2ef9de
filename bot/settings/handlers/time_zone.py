"""The time zone of a server's clock."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import Embed

from bot.core.clock import Clock
from bot.core.feature import ComponentHandler, Limited, ModalHandler, Setting
from bot.core.interactions.components import Component, button, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.settings.cards import choices_card, searched_card, zone_line, zone_text
from bot.settings.handlers.modals import TYPED, ZONE, zone_form
from bot.settings.handlers.panel import Panel, again_buttons, back_button, for_hosts, guessed_button
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.rules.name_search import MAX_QUERY_LENGTH
from bot.settings.rules.time_zones import find_zones, place_name, suggested_zones
from bot.settings.service import SettingsService

SEARCH, CLEAR = "search", "none"


@dataclass(frozen=True, slots=True)
class Zone:
    """Offers the zones of the server's region and the main ones, searches all others."""

    settings: SettingsService
    panel: Panel
    clock: Clock

    def line(self) -> Setting:
        """Its line of the panel."""
        return Setting("settings.zone.label", self._value, ZONE)

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {ZONE: for_hosts(self._pressed)}

    def forms(self) -> Mapping[str, ModalHandler]:
        """What its form does."""
        return {ZONE: Limited(for_hosts(self._sought), {TYPED: MAX_QUERY_LENGTH})}

    def _value(self, guild_id: int, localize: Localizer) -> str:
        return zone_text(self.settings.for_guild(guild_id).time_zone, self.clock(), localize)

    async def _pressed(self, context: Context, guild_id: int, rest: str) -> None:
        if rest == SEARCH:
            await context.open_modal(zone_form(context.user_text))
        elif rest:
            await self._save(context, guild_id, None if rest == CLEAR else selected_value(rest))
        else:
            await context.update_message(*self._offered(context, guild_id))

    async def _sought(self, context: Context, guild_id: int, _: str, fields: Mapping[str, str]) -> None:
        typed, localize, now = fields.get(TYPED, ""), context.user_text, self.clock()
        found = await asyncio.to_thread(find_zones, load_locale_data(), typed, now)  # it compares some thousand names
        if found.is_unambiguous:
            await self._save(context, guild_id, found.keys[0])
            return
        again = again_buttons(ZONE, SEARCH, localize)
        if found.is_guess and len(found.keys) == 1:
            (zone,) = found.keys
            name = place_name(load_locale_data(), zone, localize.language)
            lines = [f"**{theme.escape_markdown(name)}**", zone_line(zone, now, localize)]
            await context.update_message(
                searched_card("zone", typed, found, localize, lines), [guessed_button(ZONE, zone, name), *again]
            )
            return
        menus = [self._menu(found.keys, "", context)] if found.keys else []
        await context.update_message(searched_card("zone", typed, found, localize), [*menus, *again])

    async def _save(self, context: Context, guild_id: int, zone: str | None) -> None:
        await self.settings.set_time_zone(guild_id, zone)
        await self.panel.saved(context, guild_id)

    def _offered(self, context: Context, guild_id: int) -> tuple[Embed, list[Component]]:
        localize, chosen = context.user_text, self.settings.for_guild(guild_id)
        card = choices_card(
            localize("settings.zone.label"), localize("settings.zone.text"), self._value(guild_id, localize), localize
        )
        return card, [
            self._menu(
                suggested_zones(load_locale_data(), chosen.region, chosen.time_zone), chosen.time_zone or "", context
            ),
            button(ZONE, SEARCH, localize("settings.zone.search")),
            button(ZONE, CLEAR, localize("settings.zone.clear")),
            back_button(localize),
        ]

    def _menu(self, zones: Sequence[str], chosen: str, context: Context) -> Component:
        localize, locale_data, now = context.user_text, load_locale_data(), self.clock()
        shown = zones[: theme.SELECT_OPTIONS_LIMIT]
        options = [
            (zone, place_name(locale_data, zone, localize.language), zone_line(zone, now, localize)) for zone in shown
        ]
        return select(ZONE, localize("settings.zone.choose"), options, rest=context.unique_suffix, chosen=[chosen])
