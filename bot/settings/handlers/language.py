"""The languages: of a server, and of one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from discord import Embed

from bot.core.feature import ComponentHandler, CoreServices, Setting
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.settings.cards import choices_card, language_name, user_language_card
from bot.settings.handlers.panel import LANGUAGE_ID, SettingsPanel, back_button, require_host
from bot.settings.rules.guild_settings import LANGUAGES
from bot.settings.service import SettingsService

OWN = "language"
DISCORD = "discord"
"""What a button carries that leaves the language to Discord."""


@dataclass(frozen=True, slots=True)
class ServerLanguage:
    """The language of what everybody in a server reads."""

    settings: SettingsService
    panel: SettingsPanel

    def line(self) -> Setting:
        """Its line of the panel."""
        return Setting("settings.language.label", self._value, LANGUAGE_ID)

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {LANGUAGE_ID: require_host(self._pressed)}

    def _value(self, guild_id: int, localize: Localizer) -> str:
        language = self.settings.for_guild(guild_id).language
        return language_name(language, localize) if language else localize("settings.language.unset")

    async def _pressed(self, context: Context, guild_id: int, rest: str) -> None:
        if rest:
            await self.settings.set_language(guild_id, _language(rest))
            await self.panel.show_saved(context, guild_id)
            return
        text = context.user_text("settings.language.text", command=context.command_mention("language"))
        now = self.panel.setting_text(self.line(), context, guild_id)
        card = choices_card(context.user_text("settings.language.label"), text, now, context.user_text)
        by_discord = context.user_text("settings.language.by-discord")
        await context.update_message(
            card, [*_buttons(LANGUAGE_ID, by_discord, context.user_text), back_button(context.user_text)]
        )


@dataclass(frozen=True, slots=True)
class OwnLanguage:
    """The language of what one person alone reads."""

    core: CoreServices
    settings: SettingsService

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {OWN: self._pressed}

    async def tell(self, context: Context, choice: str | None) -> None:
        """Tell which language it is, after choosing one if there is a choice."""
        if choice:
            await self.settings.set_user_language(context.user_id, _language(choice))
        await context.reply_private(*self._drawn(context, is_saved=choice is not None))

    async def _pressed(self, context: Context, rest: str) -> None:
        await self.settings.set_user_language(context.user_id, _language(rest))
        await context.update_message(*self._drawn(context, is_saved=True))

    def _drawn(self, context: Context, *, is_saved: bool) -> tuple[Embed, list[Component]]:
        """The card in the language as it is by now, which `context` may not know of yet."""
        readers = self.core.locales
        localize = self.core.translations.localizer(readers.language(context.user_id, context.interaction.locale))
        place = context.guild_text.language if context.guild_id else None
        card = user_language_card(
            is_chosen=context.user_id in readers.chosen, guild_language=place, is_saved=is_saved, localize=localize
        )
        return card, _buttons(OWN, localize("settings.own.as-discord"), localize)


def _buttons(press: str, by_discord: str, localize: Localizer) -> list[Component]:
    languages = [button(press, language, language_name(language, localize)) for language in LANGUAGES]
    return [*languages, button(press, DISCORD, by_discord)]


def _language(rest: str) -> str | None:
    return None if rest == DISCORD else rest
