"""Modals that still work after a restart, because their custom ids hold all of their state."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import ui
from msgspec import Struct

from bot.core.interactions.custom_ids import build_custom_id
from bot.core.text import escaping, theme

TEXT_INPUT = 4
"""Discord's component type of a text input."""


class TextField(Struct, frozen=True):
    """A text input of a modal; lengths are in characters, and `is_long` allows several lines."""

    name: str
    label: str
    placeholder: str = ""
    max_length: int = 100
    is_long: bool = False
    required: bool = True
    default: str = ""
    min_length: int = 0


class StatelessModal(ui.Modal):
    """A modal that claims to be finished, so that discord.py does not store it."""

    def is_finished(self) -> bool:
        """Return True, so that discord.py does not store the modal."""
        return True


def build_modal(name: str, argument: object, title: str, fields: Sequence[TextField]) -> StatelessModal:
    """Return a modal of at most five fields for the handler `name`."""
    modal = StatelessModal(
        title=escaping.label(title, theme.MODAL_TITLE_LIMIT), custom_id=build_custom_id(name, argument), timeout=None
    )
    for field in fields:
        modal.add_item(_labelled_input(field))
    return modal


def _labelled_input(field: TextField) -> ui.Item[Any]:
    style = discord.TextStyle.paragraph if field.is_long else discord.TextStyle.short
    text: ui.TextInput[Any] = ui.TextInput(
        custom_id=field.name,
        style=style,
        placeholder=escaping.label(field.placeholder, theme.CHOICE_LIMIT) or None,
        min_length=field.min_length or None,
        max_length=field.max_length,
        required=field.required,
        default=field.default or None,
    )
    return ui.Label(text=escaping.label(field.label, theme.MODAL_TITLE_LIMIT), component=text)


def submitted_values(data: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the submitted texts from Discord's payload, by field name."""
    return {str(part["custom_id"]): str(part.get("value") or "") for part in _text_inputs(data.get("components", ()))}


def _text_inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if component.get("type") == TEXT_INPUT:
            yield component
        inner = component.get("component")
        yield from _text_inputs([*component.get("components", ()), *([inner] if inner else [])])
