"""Lets people who manage a server turn the post of its year in tears on or off."""

from collections.abc import Mapping

from discord import Embed
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, Setting
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.ids import GuildId
from bot.settings.cards import choices_card
from bot.tears.service.year.posts import YearPosts

YEAR_POST, HERE, OFF = "year-post", "here", "off"
SETTINGS, PANEL = "settings", "panel"
"""The component that opens the settings panel, and its argument."""


class YearPostHandlers(Struct, frozen=True):
    """Handles the setting; the year is posted in the channel in which the setting was turned on."""

    posts: YearPosts

    def setting(self) -> Setting:
        """Return this setting's line in the settings panel."""
        return Setting("tears.year-post.label", self._current_text, YEAR_POST)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {YEAR_POST: self._handle_component}

    def _current_text(self, guild_id: GuildId, localize: Localizer) -> str:
        channel_id = self.posts.channel(guild_id)
        if channel_id is None:
            return localize("tears.year-post.off")
        return localize("tears.year-post.on", channel=f"<#{channel_id}>")

    async def _handle_component(self, context: Context, argument: str) -> None:
        guild_id = context.home_guild_id
        if guild_id is None or not context.can_manage_server:
            raise UserError("settings.managers-only")
        if argument == HERE:
            await self._turn_on(context, guild_id)
        elif argument == OFF:
            await self.posts.turn_off(guild_id)
        elif argument:
            raise UserError("core.unknown-press")
        await context.update_message(*self._message(context, guild_id, is_saved=bool(argument)))

    async def _turn_on(self, context: Context, guild_id: GuildId) -> None:
        if not context.can_post or not context.bot_can_post:
            raise UserError("tears.year-post.may-not-post")
        await self.posts.turn_on(guild_id, context.channel_id, context.guild_text.language)

    def _message(self, context: Context, guild_id: GuildId, *, is_saved: bool) -> tuple[Embed, list[Component]]:
        localize, channel_id = context.user_text, self.posts.channel(guild_id)
        saved = f"{localize('settings.saved')}\n" if is_saved else ""
        text = f"{saved}{localize('tears.year-post.text')}"
        card = choices_card(localize("tears.year-post.label"), text, self._current_text(guild_id, localize), localize)
        here = button(YEAR_POST, HERE, localize("tears.year-post.turn-on"), primary=channel_id is None)
        off = button(YEAR_POST, OFF, localize("tears.year-post.turn-off"))
        buttons = [*([here] if channel_id != context.channel_id else []), *([off] if channel_id else [])]
        return card, [*buttons, button(SETTINGS, PANEL, localize("settings.panel.back"))]
