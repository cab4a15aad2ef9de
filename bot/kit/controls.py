"""Buttons and menus that work for as long as their message exists.

Every one is a `DynamicItem` without state of its own: its custom id, v1:NAME:REST, says which feature's press it is
and of what, so a press after a restart is a press like any other. No view is ever stored.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, Self

import discord
from discord import ui

from bot.kit import look

Inner = ui.Button[Any] | ui.Select[Any]
Item = ui.Item[Any]
Option = tuple[str, str, str]
"""A menu's option: what a press is given, the label, a quiet second line."""


class PressedClient(Protocol):
    """What a control needs of the client: somebody who knows what each press does."""

    async def press(self, interaction: "discord.Interaction[Any]", name: str, rest: str) -> None:
        """Do what the feature that registered `name` does with `rest`."""


OURS = re.compile(r"v1:(?P<name>[a-z-]+):(?P<rest>.*)")


class Control(ui.DynamicItem[Inner], template=OURS):
    """A button or a menu; the client knows what its press does."""

    @classmethod
    def knows(cls, custom_id: str) -> bool:
        """Whether a custom id is one of ours."""
        return OURS.fullmatch(custom_id) is not None

    @classmethod
    async def from_custom_id(cls, interaction: "discord.Interaction[Any]", item: Item, match: re.Match[str], /) -> Self:
        """The control as it stands on a message."""
        _ = interaction, match
        return cls(item)  # type: ignore[arg-type]  # Discord sends the kinds of item that we posted

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        """Hand the press to the client; a menu's choice takes the place of the rest of the id."""
        _, name, rest = self.custom_id.split(":", 2)
        chosen = self.item.values[0] if isinstance(self.item, ui.Select) else rest
        client: PressedClient = interaction.client
        await client.press(interaction, name, chosen)


def button(name: str, rest: object, text: str, *, emoji: str | None = None) -> Control:
    """A quiet button that presses `name` with `rest`."""
    inner = ui.Button[Any](label=look.label(text), custom_id=f"v1:{name}:{rest}", emoji=emoji)
    return Control(inner)


def menu(name: str, placeholder: str, options: Sequence[Option]) -> Control:
    """A menu of one choice among at most 25 options; choosing presses `name` with the option's value."""
    inner = ui.Select[Any](placeholder=look.label(placeholder, look.CHOICE), custom_id=f"v1:{name}:menu")
    for value, text, line in options[: look.MENU]:
        description = look.label(line, look.CHOICE) or None
        inner.add_option(value=value, label=look.label(text, look.CHOICE), description=description)
    return Control(inner)


def link(text: str, url: str) -> Item:
    """A button that opens an address; Discord tells nobody of its press."""
    return ui.Button[Any](label=look.label(text), url=url)


class Unstored(ui.View):
    """A view for one message only: discord.py keeps nothing of a view that says it is finished."""

    def is_finished(self) -> bool:
        """Always: its controls need no view to work."""
        return True


def view_of(items: Iterable[Item]) -> ui.View:
    """The controls of one message; raises ValueError for one that would need a view to be kept."""
    view = Unstored(timeout=None)
    for item in items:
        if not isinstance(item, Control) and getattr(item, "url", None) is None:
            raise ValueError(f"{item!r} is neither a Control nor a link")
        view.add_item(item)
    return view
