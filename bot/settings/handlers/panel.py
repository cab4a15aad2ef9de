"""The panel with all features' settings for a server, for people who may manage the server."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Concatenate, ParamSpec

from discord import Embed
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, FeatureRegistry, Setting
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer
from bot.ids import GuildId
from bot.settings.cards import language_name, panel_card
from bot.settings.rules.time_zones import load_search_data
from bot.settings.service import SettingsService

P = ParamSpec("P")

FEATURE_NAME = "settings"
PANEL_ID, LANGUAGE_ID = "settings", "settings-language"
OPEN_ACTION = "panel"


def require_server_manager(
    handler: Callable[Concatenate[Context, GuildId, P], Awaitable[None]],
) -> Callable[Concatenate[Context, P], Awaitable[None]]:
    """Return a handler that passes the server's id to `handler`.

    It raises UserError if the person may not manage the server, or if the bot is not a member of it. Before it calls
    `handler`, it loads the data about countries and time zones in a thread, because the first load takes a while.
    """

    async def checked(context: Context, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if context.home_guild_id is None or not context.can_manage_server:
            raise UserError("settings.managers-only")
        await asyncio.to_thread(load_search_data)
        await handler(context, context.home_guild_id, *args, **kwargs)

    return checked


class SettingsPanel(Struct, frozen=True):
    """Shows every setting with its value, and opens the setting's own component for a change."""

    settings: SettingsService
    locales: LanguageResolver
    registry: FeatureRegistry

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {PANEL_ID: require_server_manager(self._handle_component)}

    async def open(self, context: Context, guild_id: GuildId) -> None:
        """Answer privately with the panel."""
        await context.reply_private(*self._render(context, guild_id))

    async def show_saved(self, context: Context, guild_id: GuildId) -> None:
        """Replace the message with the panel after a change."""
        await context.update_message(*self._render(context, guild_id, is_saved=True))

    async def _handle_component(self, context: Context, guild_id: GuildId, argument: str) -> None:
        if not argument:
            await self.open(context, guild_id)
        elif argument == OPEN_ACTION:
            await context.update_message(*self._render(context, guild_id))
        else:
            raise UserError("core.unknown-press")

    def _render(self, context: Context, guild_id: GuildId, *, is_saved: bool = False) -> tuple[Embed, list[Component]]:
        features = sorted(self.registry.features, key=lambda feature: feature.name != FEATURE_NAME)
        settings = [setting for feature in features for setting in feature.settings]
        fields = [
            CardField(context.user_text(setting.label), self.setting_text(setting, context, guild_id))
            for setting in settings
        ]
        buttons = [button(setting.component, "", context.user_text(setting.label)) for setting in settings]
        return panel_card(fields, context.user_text, is_saved=is_saved), [*buttons]

    def setting_text(self, setting: Setting, context: Context, guild_id: GuildId) -> str:
        """Return a setting's value as text; for an unset language, also name the one that Discord implies."""
        value = setting.value(guild_id, context.user_text)
        if setting.component != LANGUAGE_ID or self.settings.for_guild(guild_id).language:
            return value
        by_discord = self.locales.language(guild_id, context.interaction.guild_locale)
        return context.user_text(
            "settings.language.which", value=value, language=language_name(by_discord, context.user_text)
        )


def back_button(localize: Localizer) -> Component:
    """Return the button that goes back to the panel."""
    return button(PANEL_ID, OPEN_ACTION, localize("settings.panel.back"))
