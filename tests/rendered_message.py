"""A message from the bot as a person reads it, in SimCord or in the small Discord."""

from abc import abstractmethod
from typing import Any

import discord

BUTTON = discord.ComponentType.button.value
STRING_SELECT = discord.ComponentType.select.value


class RenderedMessage:
    """What can be read and pressed on a message with a card."""

    __slots__ = ()

    @property
    @abstractmethod
    def card(self) -> discord.Embed:
        """Return the card."""

    @property
    @abstractmethod
    def controls(self) -> list[dict[str, Any]]:
        """Return every button and menu, in order."""

    @property
    def text(self) -> str:
        """Return everything that can be read on the card."""
        card = self.card
        fields = (f"{field.name}\n{field.value}" for field in card.fields)
        around = filter(None, (card.author.name, card.footer.text))
        return "\n".join((card.title or "", card.description or "", *fields, *around))

    def field(self, heading: str) -> str:
        """Return the text under a heading of the card."""
        return next(field.value or "" for field in self.card.fields if field.name == heading)

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the buttons."""
        return [control.get("label") or "" for control in self.controls if control["type"] == BUTTON]

    @property
    def options(self) -> list[dict[str, Any]]:
        """Return the options of the menus."""
        return [option for control in self.controls for option in control.get("options", ())]
