"""The panel of a server's settings, whichever feature brought them; for people who may manage the server."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from discord import Embed

from bot.core.errors import Refusal
from bot.core.feature import Feature, Press, Setting
from bot.core.interactions.components import Control, Item, button
from bot.core.interactions.context import Ask
from bot.core.text.theme import Line
from bot.core.text.translations import Readers, Say
from bot.settings.cards import language_name, panel_card
from bot.settings.rules.zones import read_places
from bot.settings.service import Settings

P = ParamSpec("P")
Roster = Callable[[], Sequence[Feature]]
"""All features, of which each may bring settings."""

NAME = "settings"
PANEL, LANGUAGE = "settings", "settings-language"
OPEN = "panel"


def for_hosts(
    act: Callable[Concatenate[Ask, int, P], Awaitable[None]],
) -> Callable[Concatenate[Ask, P], Awaitable[None]]:
    """Refuse who may not manage a server that the bot is in, whatever Discord let them do; `act` is given its id.

    What is known of countries and zones is made ready in a thread: the first time, that is much to read and reckon.
    """

    async def checked(ask: Ask, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if ask.home is None or not ask.is_host:
            raise Refusal("settings.hosts-only")
        await asyncio.to_thread(read_places)
        await act(ask, ask.home, *args, **kwargs)

    return checked


@dataclass(frozen=True, slots=True)
class Panel:
    """Shows every setting with its value, and hands a change to the feature that brought it."""

    settings: Settings
    readers: Readers
    roster: Roster

    def presses(self) -> Mapping[str, Press]:
        """What the controls made here do."""
        return {PANEL: for_hosts(self._pressed)}

    async def tell(self, ask: Ask, server: int) -> None:
        """Open the panel."""
        await ask.tell(*self._drawn(ask, server))

    async def saved(self, ask: Ask, server: int) -> None:
        """Come back to the panel after a change, and say that it is kept."""
        await ask.update(*self._drawn(ask, server, is_saved=True))

    async def _pressed(self, ask: Ask, server: int, rest: str) -> None:
        if rest != OPEN:
            raise Refusal("kit.unknown-press")
        await ask.update(*self._drawn(ask, server))

    def _drawn(self, ask: Ask, server: int, *, is_saved: bool = False) -> tuple[Embed, list[Item]]:
        features = sorted(self.roster(), key=lambda feature: feature.name != NAME)
        shown = [setting for feature in features for setting in feature.settings]
        lines = [Line(ask.me(setting.label), self.value(setting, ask, server)) for setting in shown]
        controls = [button(setting.press, "", ask.me(setting.label)) for setting in shown]
        return panel_card(lines, ask.me, is_saved=is_saved), [*controls]

    def value(self, setting: Setting, ask: Ask, server: int) -> str:
        """A setting's value in words; where the language is left to the server's Discord, also which one that is."""
        value = setting.value(server, ask.me)
        if setting.press != LANGUAGE or self.settings.of(server).language:
            return value
        by_discord = self.readers.language(server, ask.interaction.guild_locale)
        return ask.me("settings.language.which", value=value, language=language_name(by_discord, ask.me))


def back_button(say: Say) -> Control:
    """Leads from a setting's choices to the panel."""
    return button(PANEL, OPEN, say("settings.panel.back"))


def again_buttons(press: str, rest: str, say: Say) -> list[Control]:
    """Leads to another search, or to the panel."""
    return [button(press, rest, say("settings.panel.again")), back_button(say)]


def guessed_button(press: str, key: str, name: str) -> Control:
    """Takes the only thing that may have been meant."""
    return button(press, f"guess:{key}", name)
