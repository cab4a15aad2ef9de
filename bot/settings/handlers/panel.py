"""The panel of a server's settings, whichever feature brought them; for people who may manage the server."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from discord import Embed

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, Feature, Setting
from bot.core.interactions.components import Component, Item, button
from bot.core.interactions.context import Context
from bot.core.text.theme import CardField
from bot.core.text.translations import LocaleResolver, Localizer
from bot.settings.cards import language_name, panel_card
from bot.settings.rules.time_zones import load_search_data
from bot.settings.service import SettingsService

P = ParamSpec("P")
Roster = Callable[[], Sequence[Feature]]
"""All features, of which each may bring settings."""

NAME = "settings"
PANEL, LANGUAGE = "settings", "settings-language"
OPEN = "panel"


def for_hosts(
    act: Callable[Concatenate[Context, int, P], Awaitable[None]],
) -> Callable[Concatenate[Context, P], Awaitable[None]]:
    """Refuse who may not manage a server that the bot is in, whatever Discord let them do; `act` is given its id.

    What is known of countries and zones is made ready in a thread: the first time, that is much to read and reckon.
    """

    async def checked(context: Context, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if context.home_guild_id is None or not context.is_host:
            raise UserError("settings.hosts-only")
        await asyncio.to_thread(load_search_data)
        await act(context, context.home_guild_id, *args, **kwargs)

    return checked


@dataclass(frozen=True, slots=True)
class Panel:
    """Shows every setting with its value, and hands a change to the feature that brought it."""

    settings: SettingsService
    readers: LocaleResolver
    roster: Roster

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {PANEL: for_hosts(self._pressed)}

    async def tell(self, context: Context, guild_id: int) -> None:
        """Open the panel."""
        await context.reply_private(*self._drawn(context, guild_id))

    async def saved(self, context: Context, guild_id: int) -> None:
        """Come back to the panel after a change, and say that it is kept."""
        await context.update_message(*self._drawn(context, guild_id, is_saved=True))

    async def _pressed(self, context: Context, guild_id: int, rest: str) -> None:
        if rest != OPEN:
            raise UserError("core.unknown-press")
        await context.update_message(*self._drawn(context, guild_id))

    def _drawn(self, context: Context, guild_id: int, *, is_saved: bool = False) -> tuple[Embed, list[Item]]:
        features = sorted(self.roster(), key=lambda feature: feature.name != NAME)
        shown = [setting for feature in features for setting in feature.settings]
        lines = [
            CardField(context.user_text(setting.label), self.value(setting, context, guild_id)) for setting in shown
        ]
        controls = [button(setting.component, "", context.user_text(setting.label)) for setting in shown]
        return panel_card(lines, context.user_text, is_saved=is_saved), [*controls]

    def value(self, setting: Setting, context: Context, guild_id: int) -> str:
        """A setting's value in words; where the language is left to the server's Discord, also which one that is."""
        value = setting.value(guild_id, context.user_text)
        if setting.component != LANGUAGE or self.settings.for_guild(guild_id).language:
            return value
        by_discord = self.readers.language(guild_id, context.interaction.guild_locale)
        return context.user_text(
            "settings.language.which", value=value, language=language_name(by_discord, context.user_text)
        )


def back_button(localize: Localizer) -> Component:
    """Leads from a setting's choices to the panel."""
    return button(PANEL, OPEN, localize("settings.panel.back"))


def again_buttons(press: str, rest: str, localize: Localizer) -> list[Component]:
    """Leads to another search, or to the panel."""
    return [button(press, rest, localize("settings.panel.again")), back_button(localize)]


def guessed_button(press: str, key: str, name: str) -> Component:
    """Takes the only thing that may have been meant."""
    return button(press, f"guess:{key}", name)
