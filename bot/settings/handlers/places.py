"""Changes a server's country or time zone: a menu of the likeliest ones, and a search for all others."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from discord import Embed
from msgspec import Struct

from bot.core.feature import ComponentHandler, LengthLimitedHandler, ModalHandler, Setting
from bot.core.interactions.components import Component, Option, button, select, selected_value
from bot.core.interactions.context import Context
from bot.core.interactions.modals import TextField, build_modal
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.ids import GuildId
from bot.settings.cards import choices_card, search_result_card
from bot.settings.handlers.panel import SettingsPanel, back_button, require_server_manager
from bot.settings.rules.name_search import MAX_QUERY_LENGTH, NameMatches

SEARCH, CLEAR, GUESS = "search", "none", "guess"
QUERY_FIELD = "typed"


class PlaceSetting(Protocol):
    """A setting whose value is the key of a country or a time zone."""

    def current(self, guild_id: GuildId) -> str | None:
        """Return the key of the current value, or None if there is none."""

    def current_text(self, guild_id: GuildId, localize: Localizer) -> str:
        """Return the current value as text, or a text that says that none is set."""

    def suggested(self, guild_id: GuildId, localize: Localizer) -> Sequence[str]:
        """Return the keys to suggest before a search."""

    def find(self, user_input: str) -> NameMatches:
        """Return the keys that a text may mean; this takes a while, because there are thousands of names."""

    def option(self, key: str, localize: Localizer) -> Option:
        """Return the menu option for a key."""

    async def save(self, guild_id: GuildId, key: str | None) -> None:
        """Set the value; None clears it."""


class PlaceHandlers(Struct, frozen=True):
    """Changes one place setting of a server; `name` is part of its custom ids and message keys."""

    name: Literal["region", "zone"]
    place: PlaceSetting
    panel: SettingsPanel

    @property
    def component(self) -> str:
        """The name of the component and the modal."""
        return f"settings-{self.name}"

    def setting(self) -> Setting:
        """Return the line in the settings panel."""
        return Setting(f"settings.{self.name}.label", self.place.current_text, self.component)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {self.component: require_server_manager(self._handle_component)}

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {
            self.component: LengthLimitedHandler(
                require_server_manager(self._handle_search), {QUERY_FIELD: MAX_QUERY_LENGTH}
            )
        }

    async def _handle_component(self, context: Context, guild_id: GuildId, argument: str) -> None:
        if argument == SEARCH:
            await self._open_search(context)
        elif argument:
            await self._save(context, guild_id, None if argument == CLEAR else selected_value(argument))
        else:
            await context.update_message(*self._render_choices(context, guild_id))

    async def _open_search(self, context: Context) -> None:
        label, hint, title = (context.user_text(f"settings.{self.name}.{key}") for key in ("field", "hint", "form"))
        field = TextField(QUERY_FIELD, label, hint, max_length=MAX_QUERY_LENGTH)
        await context.open_modal(build_modal(self.component, SEARCH, title, [field]))

    async def _handle_search(self, context: Context, guild_id: GuildId, _: str, fields: Mapping[str, str]) -> None:
        user_input, localize = fields.get(QUERY_FIELD, ""), context.user_text
        matches = await asyncio.to_thread(self.place.find, user_input)
        if matches.is_unambiguous:
            await self._save(context, guild_id, matches.keys[0])
            return
        found = [self.place.option(key, localize) for key in matches.keys]
        choices: list[Component] = [self._select(found, "", context)] if found else []
        lines: list[str] = []
        if matches.is_guess and len(found) == 1:
            ((key, name, line),) = found
            choices = [button(self.component, f"{GUESS}:{key}", name)]
            lines = [f"**{escaping.escape_markdown(name)}**", line] if line else []
        again = button(self.component, SEARCH, localize("settings.panel.again"))
        card = search_result_card(self.name, user_input, matches, localize, lines)
        await context.update_message(card, [*choices, again, back_button(localize)])

    async def _save(self, context: Context, guild_id: GuildId, key: str | None) -> None:
        await self.place.save(guild_id, key)
        await self.panel.show_saved(context, guild_id)

    def _render_choices(self, context: Context, guild_id: GuildId) -> tuple[Embed, list[Component]]:
        localize = context.user_text
        title, text = localize(f"settings.{self.name}.label"), localize(f"settings.{self.name}.text")
        options = [self.place.option(key, localize) for key in self.place.suggested(guild_id, localize)]
        return choices_card(title, text, self.place.current_text(guild_id, localize), localize), [
            self._select(options, self.place.current(guild_id) or "", context),
            button(self.component, SEARCH, localize(f"settings.{self.name}.search")),
            button(self.component, CLEAR, localize(f"settings.{self.name}.clear")),
            back_button(localize),
        ]

    def _select(self, options: Sequence[Option], chosen: str, context: Context) -> Component:
        placeholder = context.user_text(f"settings.{self.name}.choose")
        return select(self.component, placeholder, options, argument=context.unique_suffix, chosen=[chosen])
