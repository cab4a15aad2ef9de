"""Changes the country in which a person watches films; only that person can see it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from discord import Embed
from msgspec import Struct

from bot.core.feature import ComponentHandler, FeatureRegistry, LengthLimitedHandler, ModalHandler, Shortcut
from bot.core.interactions.components import Component, Option, button, select, selected_value
from bot.core.interactions.context import Context
from bot.core.interactions.modals import TextField, build_modal
from bot.core.text.translations import Localizer
from bot.settings.cards import own_country_card, search_result_card
from bot.settings.rules.countries import find_countries, suggested_countries
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.rules.name_search import MAX_QUERY_LENGTH
from bot.settings.rules.time_zones import load_search_data
from bot.settings.service import SettingsService

OWN_COUNTRY: Final = "own-country"
SEARCH, CLEAR, GUESS, CHOICES = "search", "none", "guess", "choices"
QUERY_FIELD = "typed"
BACK_SHORTCUTS = ("avoid",)
"""Names of the shortcuts to a person's other preferences."""


class OwnCountryHandlers(Struct, frozen=True):
    """Shows the likeliest countries and a search for all others, and stores a person's choice."""

    settings: SettingsService
    registry: FeatureRegistry

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {OWN_COUNTRY: self._handle_component}

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {OWN_COUNTRY: LengthLimitedHandler(self._handle_search, {QUERY_FIELD: MAX_QUERY_LENGTH})}

    def shortcut(self) -> Shortcut:
        """Return the shortcut that opens this setting."""
        return Shortcut("settings.country.shortcut", OWN_COUNTRY)

    async def _handle_component(self, context: Context, argument: str) -> None:
        await asyncio.to_thread(load_search_data)
        if argument == SEARCH:
            await self._open_search(context)
        elif argument == CHOICES:
            await context.update_message(*await self._render_choices(context))
        elif argument:
            await self._save(context, None if argument == CLEAR else selected_value(argument))
        else:
            await context.reply_private(*await self._render_choices(context))

    async def _open_search(self, context: Context) -> None:
        label, hint, title = (context.user_text(f"settings.region.{key}") for key in ("field", "hint", "form"))
        field = TextField(QUERY_FIELD, label, hint, max_length=MAX_QUERY_LENGTH)
        await context.open_modal(build_modal(OWN_COUNTRY, SEARCH, title, [field]))

    async def _handle_search(self, context: Context, _: str, fields: Mapping[str, str]) -> None:
        user_input, localize = fields.get(QUERY_FIELD, ""), context.user_text
        locale_data = await asyncio.to_thread(load_search_data)
        matches = await asyncio.to_thread(find_countries, locale_data, user_input)
        if matches.is_unambiguous:
            await self._save(context, matches.keys[0])
            return
        choices: list[Component] = [_menu(matches.keys, "", context)] if matches.keys else []
        if matches.is_guess and len(matches.keys) == 1:
            key = matches.keys[0]
            choices = [button(OWN_COUNTRY, f"{GUESS}:{key}", _country_name(key, localize))]
        again = button(OWN_COUNTRY, SEARCH, localize("settings.panel.again"))
        await context.update_message(search_result_card("region", user_input, matches, localize), [*choices, again])

    async def _save(self, context: Context, country: str | None) -> None:
        await self.settings.set_country(context.user_id, country)
        name = _country_name(country, context.user_text) if country else ""
        card = own_country_card(name, context.command_mention("where"), context.user_text, is_saved=True)
        change = button(OWN_COUNTRY, CHOICES, context.user_text("settings.country.change"))
        in_guild = context.home_guild_id is not None
        back = self.registry.shortcut_buttons(BACK_SHORTCUTS, context.user_text, in_guild=in_guild)
        await context.update_message(card, [change, *back])

    async def _render_choices(self, context: Context) -> tuple[Embed, list[Component]]:
        localize, country = context.user_text, (await self.settings.for_user(context.user_id)).country
        suggested = suggested_countries(load_locale_data(), country, localize.language)
        name = _country_name(country, localize) if country else ""
        clear = [button(OWN_COUNTRY, CLEAR, localize("settings.region.clear"))] if country else []
        search = button(OWN_COUNTRY, SEARCH, localize("settings.region.search"))
        card = own_country_card(name, context.command_mention("where"), localize)
        return card, [_menu(suggested, country or "", context), search, *clear]


def _menu(keys: Sequence[str], chosen: str, context: Context) -> Component:
    options: list[Option] = [(key, _country_name(key, context.user_text), "") for key in keys]
    placeholder = context.user_text("settings.region.choose")
    return select(OWN_COUNTRY, placeholder, options, argument=context.unique_suffix, chosen=[chosen])


def _country_name(key: str, localize: Localizer) -> str:
    return load_locale_data().country_name(key, localize.language)
