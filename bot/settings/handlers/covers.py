"""Turns the covers on film cards on or off for a server."""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.feature import ComponentHandler, Setting
from bot.core.interactions.components import button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.ids import GuildId
from bot.settings.cards import choices_card
from bot.settings.handlers.panel import SettingsPanel, back_button, require_server_manager
from bot.settings.rules.settings import COVERS_OFF, COVERS_ON
from bot.settings.service import SettingsService

COVERS_ID = "settings-covers"


class CoverHandlers(Struct, frozen=True):
    """Handles the setting that turns a server's covers on or off."""

    settings: SettingsService
    panel: SettingsPanel

    def setting(self) -> Setting:
        """Return the line in the settings panel."""
        return Setting("settings.covers.label", self._current_text, COVERS_ID)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {COVERS_ID: require_server_manager(self._handle_component)}

    def _current_text(self, guild_id: GuildId, localize: Localizer) -> str:
        return localize(f"settings.covers.{self._current(guild_id)}")

    def _current(self, guild_id: GuildId) -> str:
        return COVERS_ON if self.settings.for_guild(guild_id).shows_covers else COVERS_OFF

    async def _handle_component(self, context: Context, guild_id: GuildId, argument: str) -> None:
        if argument:
            await self.settings.set_covers(guild_id, argument)
            await self.panel.show_saved(context, guild_id)
            return
        localize = context.user_text
        title, text = localize("settings.covers.label"), localize("settings.covers.text")
        other = COVERS_OFF if self._current(guild_id) == COVERS_ON else COVERS_ON
        change = button(COVERS_ID, other, localize(f"settings.covers.turn-{other}"), primary=True)
        card = choices_card(title, text, self._current_text(guild_id, localize), localize)
        await context.update_message(card, [change, back_button(localize)])
