"""Buttons and menus that work for as long as their message exists.

They are stateless: the custom id names the handler and what the handler acts on. No view is stored,
so none can time out and disable its buttons.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import ui
from msgspec import Struct
from msgspec.structs import replace

from bot.core.interactions.custom_ids import (
    NO_ARGUMENT,
    VALUE_SEPARATOR,
    build_custom_id,
    join_selected,
    parse_custom_id,
    selected_value,
)
from bot.core.text import escaping, theme

__all__ = [
    "NO_ARGUMENT",
    "VALUE_SEPARATOR",
    "Component",
    "Option",
    "button",
    "choice",
    "in_row",
    "link_button",
    "multi_select",
    "role_select",
    "select",
    "selected_value",
]

Option = tuple[str, str, str]
"""A menu option: its value, label and description."""
ROW_WIDTH, MAX_ROWS = 5, 5
"""The number of buttons that fit in a row, and of rows that fit in a message; a menu fills a whole row."""
ROW_TYPE = discord.ComponentType.action_row.value
BUTTON_TYPE = discord.ComponentType.button.value
SELECT_TYPE, ROLE_SELECT_TYPE = discord.ComponentType.string_select.value, discord.ComponentType.role_select.value
GREY, BLUE, RED, LINK = (
    style.value
    for style in (
        discord.ButtonStyle.secondary,
        discord.ButtonStyle.primary,
        discord.ButtonStyle.danger,
        discord.ButtonStyle.link,
    )
)


class Component(Struct, frozen=True):
    """A button or menu: `data` is what Discord expects, `width` its share of a row, and `row` its fixed row, if any."""

    data: Mapping[str, Any]
    width: int = 1
    row: int | None = None


def parse_component(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the handler's name and the argument from Discord's payload, with a menu's selected values appended."""
    name, argument = parse_custom_id(str(data.get("custom_id", "")))
    if "values" not in data:
        return name, argument
    return name, join_selected(argument, VALUE_SEPARATOR.join(data["values"]))


def button(  # noqa: PLR0913  # three are flags
    name: str, argument: object, text: str, *, primary: bool = False, danger: bool = False, disabled: bool = False
) -> Component:
    """Return a grey button for the handler `name`; a blue one with `primary`, a red one with `danger`."""
    style = RED if danger else BLUE if primary else GREY
    return _button(style, text, {"custom_id": build_custom_id(name, argument)}, disabled=disabled)


def link_button(text: str, url: str) -> Component:
    """Return a button that opens a URL; Discord sends no interaction for it."""
    return _button(LINK, text, {"url": url})


def _button(style: int, text: str, target: Mapping[str, str], *, disabled: bool = False) -> Component:
    named = {"label": label} if (label := escaping.label(text)) else {}
    return Component({"type": BUTTON_TYPE, "style": style, "disabled": disabled, **named, **target})


def select(  # noqa: PLR0913  # the optional ones are passed by name
    name: str,
    placeholder: str,
    options: Sequence[Option],
    *,
    argument: object = NO_ARGUMENT,
    chosen: Collection[str] = (),
    is_optional: bool = False,
) -> Component:
    """Return a menu for the handler `name`, to select one of at most 25 options, or none if `is_optional`.

    The handler receives the selected value, preceded by `argument` and a colon unless `argument` is NO_ARGUMENT.
    """
    custom_id, shown = build_custom_id(name, argument), _select_options(options, chosen)
    return _menu(SELECT_TYPE, custom_id, placeholder, (0 if is_optional else 1, 1), {"options": shown})


def choice(name: str, placeholder: str, options: Sequence[Option], *, argument: object = NO_ARGUMENT) -> Component:
    """Return a menu of the options, or a button if there is only one; the handler's argument is the same for both."""
    if len(options) > 1:
        return select(name, placeholder, options, argument=argument)
    ((value, text, _),) = options
    return button(name, join_selected(argument, value), text)


def multi_select(name: str, placeholder: str, options: Sequence[Option], chosen: Collection[str]) -> Component:
    """Return a menu in which any number of options can be selected.

    The handler receives the values of the selected ones, joined by commas.
    """
    custom_id, shown = build_custom_id(name, NO_ARGUMENT), _select_options(options, chosen)
    return _menu(SELECT_TYPE, custom_id, placeholder, (0, len(shown)), {"options": shown})


def role_select(name: str, placeholder: str, argument: object, chosen: Collection[int], max_values: int) -> Component:
    """Return a menu of the server's roles, from which any number up to `max_values` can be selected."""
    roles = [{"id": role_id, "type": "role"} for role_id in chosen]
    default = {"default_values": roles} if roles else {}
    return _menu(ROLE_SELECT_TYPE, build_custom_id(name, argument), placeholder, (0, max_values), default)


def _menu(kind: int, custom_id: str, placeholder: str, count: tuple[int, int], content: Mapping[str, Any]) -> Component:
    text = escaping.label(placeholder, theme.CHOICE_LIMIT)
    named = {"placeholder": text} if text else {}
    data = {"type": kind, "custom_id": custom_id, "min_values": count[0], "max_values": count[1], **named, **content}
    return Component(data, ROW_WIDTH)


def _select_options(options: Sequence[Option], chosen: Collection[str]) -> list[Mapping[str, Any]]:
    return [_select_option(*option, is_chosen=option[0] in chosen) for option in options[: theme.SELECT_OPTIONS_LIMIT]]


def _select_option(value: str, text: str, line: str, *, is_chosen: bool) -> Mapping[str, Any]:
    description = escaping.label(line, theme.CHOICE_LIMIT) if line else ""
    described = {"description": description} if description else {}
    return {"label": escaping.label(text, theme.CHOICE_LIMIT), "value": value, "default": is_chosen, **described}


def in_row(row: int, *components: Component) -> list[Component]:
    """Return the components, all to be placed in the row with this number."""
    return [replace(component, row=row) for component in components]


class RowsView(ui.View):
    """A view of rows that are laid out already; it claims to be finished, so that discord.py does not store it."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__(timeout=None)
        self.rows = rows

    def to_components(self) -> list[dict[str, Any]]:
        """Return the rows."""
        return self.rows

    def is_finished(self) -> bool:
        """Return True, so that discord.py does not store the view."""
        return True


def build_view(components: Iterable[Component]) -> ui.View:
    """Return a view of the components, for messages that discord.py sends; raise ValueError if they do not fit."""
    return RowsView(component_rows(components))


def component_rows(components: Iterable[Component]) -> list[dict[str, Any]]:
    """Return the components in rows, each in its `row` or the first with room; raise ValueError if there is no room."""
    rows: Sequence[list[Mapping[str, Any]]] = [[] for _ in range(MAX_ROWS)]
    room = [ROW_WIDTH] * MAX_ROWS
    for component in components:
        candidates = range(MAX_ROWS) if component.row is None else (component.row,)
        row = next((row for row in candidates if component.width <= room[row]), None)
        if row is None:
            raise ValueError(f"there is no room for {component!r}")
        room[row] -= component.width
        rows[row].append(component.data)
    return [{"type": ROW_TYPE, "components": row} for row in rows if row]
