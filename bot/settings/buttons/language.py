"""The languages: of a server, and of one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from discord import Embed

from bot.core.feature import Kit, Press, Setting
from bot.core.interactions.components import Control, button
from bot.core.interactions.context import Ask
from bot.core.text.translations import Say
from bot.settings.buttons.panel import LANGUAGE, Panel, back_button, for_hosts
from bot.settings.cards import choices_card, language_name, own_language_card
from bot.settings.rules.chosen import LANGUAGES
from bot.settings.service import Settings

OWN = "language"
DISCORD = "discord"
"""What a button carries that leaves the language to Discord."""


@dataclass(frozen=True, slots=True)
class ServerLanguage:
    """The language of what everybody in a server reads."""

    settings: Settings
    panel: Panel

    def line(self) -> Setting:
        """Its line of the panel."""
        return Setting("settings.language.label", self._value, LANGUAGE)

    def presses(self) -> Mapping[str, Press]:
        """What the controls made here do."""
        return {LANGUAGE: for_hosts(self._pressed)}

    def _value(self, server: int, say: Say) -> str:
        language = self.settings.of(server).language
        return language_name(language, say) if language else say("settings.language.unset")

    async def _pressed(self, ask: Ask, server: int, rest: str) -> None:
        if rest:
            await self.settings.set_language(server, _language(rest))
            await self.panel.saved(ask, server)
            return
        text = ask.me("settings.language.text", command=ask.mention("language"))
        now = self.panel.value(self.line(), ask, server)
        card = choices_card(ask.me("settings.language.label"), text, now, ask.me)
        by_discord = ask.me("settings.language.by-discord")
        await ask.update(card, [*_buttons(LANGUAGE, by_discord, ask.me), back_button(ask.me)])


@dataclass(frozen=True, slots=True)
class OwnLanguage:
    """The language of what one person alone reads."""

    kit: Kit
    settings: Settings

    def presses(self) -> Mapping[str, Press]:
        """What the controls made here do."""
        return {OWN: self._pressed}

    async def tell(self, ask: Ask, choice: str | None) -> None:
        """Tell which language it is, after choosing one if there is a choice."""
        if choice:
            await self.settings.choose_language(ask.person, _language(choice))
        await ask.tell(*self._drawn(ask, is_saved=choice is not None))

    async def _pressed(self, ask: Ask, rest: str) -> None:
        await self.settings.choose_language(ask.person, _language(rest))
        await ask.update(*self._drawn(ask, is_saved=True))

    def _drawn(self, ask: Ask, *, is_saved: bool) -> tuple[Embed, list[Control]]:
        """The card in the language as it is by now, which `ask` may not know of yet."""
        readers = self.kit.readers
        say = self.kit.words.in_(readers.language(ask.person, ask.interaction.locale))
        place = ask.here.language if ask.server else None
        card = own_language_card(is_chosen=ask.person in readers.chosen, place=place, is_saved=is_saved, say=say)
        return card, _buttons(OWN, say("settings.own.as-discord"), say)


def _buttons(press: str, by_discord: str, say: Say) -> list[Control]:
    languages = [button(press, language, language_name(language, say)) for language in LANGUAGES]
    return [*languages, button(press, DISCORD, by_discord)]


def _language(rest: str) -> str | None:
    return None if rest == DISCORD else rest
