"""Changes the language of a server or a person."""

from collections.abc import Mapping

from discord import Embed
from msgspec import Struct

from bot.core.feature import ComponentHandler, CoreServices, Setting
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.languages import Language
from bot.core.text.translations import Localizer
from bot.ids import GuildId
from bot.settings.cards import choices_card, language_name, user_language_card
from bot.settings.handlers.panel import LANGUAGE_ID, SettingsPanel, back_button, require_server_manager
from bot.settings.service import SettingsService

USER_LANGUAGE_ID = "language"
FOLLOW_DISCORD = "discord"
"""The choice, of a button or of the command, to make the language follow Discord's."""


class GuildLanguageHandlers(Struct, frozen=True):
    """Changes the language of a server's public messages."""

    settings: SettingsService
    panel: SettingsPanel

    def setting(self) -> Setting:
        """Return the line in the settings panel."""
        return Setting("settings.language.label", self._current_text, LANGUAGE_ID)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {LANGUAGE_ID: require_server_manager(self._handle_component)}

    def _current_text(self, guild_id: GuildId, localize: Localizer) -> str:
        language = self.settings.for_guild(guild_id).language
        return language_name(language, localize) if language else localize("settings.language.unset")

    async def _handle_component(self, context: Context, guild_id: GuildId, argument: str) -> None:
        if argument:
            await self.settings.set_language(guild_id, _parse_choice(argument))
            await self.panel.show_saved(context, guild_id)
            return
        text = context.user_text("settings.language.text", command=context.command_mention("language"))
        current = self.panel.setting_text(self.setting(), context, guild_id)
        card = choices_card(context.user_text("settings.language.label"), text, current, context.user_text)
        follow_label = context.user_text("settings.language.by-discord")
        await context.update_message(
            card, [*_language_buttons(LANGUAGE_ID, follow_label, context.user_text), back_button(context.user_text)]
        )


class UserLanguageHandlers(Struct, frozen=True):
    """Changes the language of a person's private messages."""

    core: CoreServices
    settings: SettingsService

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {USER_LANGUAGE_ID: self._handle_component}

    async def reply(self, context: Context, choice: str | None) -> None:
        """Show the person's language, after changing it to `choice` if it is given."""
        if choice:
            await self.settings.set_user_language(context.user_id, _parse_choice(choice))
        await context.reply_private(*self._render(context, is_saved=choice is not None))

    async def _handle_component(self, context: Context, argument: str) -> None:
        await self.settings.set_user_language(context.user_id, _parse_choice(argument))
        await context.update_message(*self._render(context, is_saved=True))

    def _render(self, context: Context, *, is_saved: bool) -> tuple[Embed, list[Component]]:
        """Render the card in the person's language, which may have changed since the context was built."""
        locales = self.core.locales
        localize = self.core.translations.localizer(locales.language(context.user_id, context.interaction.locale))
        guild_language = context.guild_text.language if context.guild_id else None
        card = user_language_card(
            is_chosen=context.user_id in locales.chosen,
            guild_language=guild_language,
            is_saved=is_saved,
            localize=localize,
        )
        return card, _language_buttons(USER_LANGUAGE_ID, localize("settings.own.as-discord"), localize)


def _language_buttons(component: str, follow_label: str, localize: Localizer) -> list[Component]:
    languages = [button(component, language, language_name(language, localize)) for language in Language]
    return [*languages, button(component, FOLLOW_DISCORD, follow_label)]


def _parse_choice(argument: str) -> str | None:
    return None if argument == FOLLOW_DISCORD else argument
