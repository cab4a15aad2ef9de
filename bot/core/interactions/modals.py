"""Forms that work for as long as they are open, also over a restart.

Like a control, a form has no state of its own: its custom id, v1:NAME:REST, says whose form it is and of what.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.core.text import theme

TEXT_INPUT = 4


@dataclass(frozen=True, slots=True)
class TextField:
    """A text that a form asks for; `shortest` and `longest` count characters, `is_long` gives it several lines."""

    name: str
    label: str
    placeholder: str = ""
    max_length: int = 100
    is_long: bool = False
    required: bool = True
    default: str = ""
    min_length: int = 0


class StatelessModal(ui.Modal):
    """A form that discord.py keeps nothing of."""

    def is_finished(self) -> bool:
        """Always: what is sent is routed by the form's id."""
        return True


def build_modal(name: str, rest: object, title: str, fields: Sequence[TextField]) -> StatelessModal:
    """A form of at most five fields; sending it hands the feature that registered `name` the rest and the texts."""
    made = StatelessModal(
        title=theme.label(title, theme.MODAL_TITLE_LIMIT), custom_id=f"v1:{name}:{rest}", timeout=None
    )
    for field in fields:
        made.add_item(_labelled(field))
    return made


def _labelled(field: TextField) -> ui.Item[Any]:
    style = discord.TextStyle.paragraph if field.is_long else discord.TextStyle.short
    text: ui.TextInput[Any] = ui.TextInput(
        custom_id=field.name,
        style=style,
        placeholder=theme.label(field.placeholder, theme.CHOICE_LIMIT) or None,
        min_length=field.min_length or None,
        max_length=field.max_length,
        required=field.required,
        default=field.default or None,
    )
    return ui.Label(text=theme.label(field.label, theme.MODAL_TITLE_LIMIT), component=text)


def submitted_values(data: Mapping[str, Any]) -> Mapping[str, str]:
    """What was typed into each field of a form, by the field's name."""
    return {str(part["custom_id"]): str(part.get("value") or "") for part in _text_inputs(data.get("components", ()))}


def _text_inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if component.get("type") == TEXT_INPUT:
            yield component
        inner = component.get("component")
        yield from _text_inputs([*component.get("components", ()), *([inner] if inner else [])])
