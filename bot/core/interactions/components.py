"""Buttons and menus that work for as long as their message exists.

They are stateless: the custom id names the handler and what the handler acts on. discord.py stores none of our views,
so no view can time out and disable its buttons.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.core.interactions.custom_ids import (
    NO_ARGUMENT,
    VALUE_SEPARATOR,
    build_custom_id,
    is_custom_id,
    join_selected,
    parse_custom_id,
    selected_value,
)
from bot.core.text import escaping, theme

__all__ = [
    "NO_ARGUMENT",
    "VALUE_SEPARATOR",
    "Component",
    "Item",
    "Option",
    "button",
    "choice",
    "link_button",
    "multi_select",
    "role_select",
    "select",
    "selected_value",
]

Component: TypeAlias = ui.Button[Any] | ui.Select[Any]
"""A component that sends us an interaction when it is used."""
Item = ui.Item[Any]
Option = tuple[str, str, str]
"""A menu option: its value, label and description."""
ROW_WIDTH, MAX_ROWS = 5, 5
"""The number of buttons that fit in a row, which a menu fills alone, and the number of rows in a message."""
ROW_TYPE = discord.ComponentType.action_row.value


def parse_component(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the handler's name and the argument from Discord's payload, with a menu's selected values appended."""
    name, argument = parse_custom_id(str(data.get("custom_id", "")))
    if "values" not in data:
        return name, argument
    return name, join_selected(argument, VALUE_SEPARATOR.join(data["values"]))


def button(  # noqa: PLR0913  # style flags
    name: str, argument: object, text: str, *, primary: bool = False, danger: bool = False, disabled: bool = False
) -> ui.Button[Any]:
    """Return a grey button for the handler `name`; a blue one with `primary`, a red one with `danger`."""
    style = discord.ButtonStyle.secondary
    if primary or danger:
        style = discord.ButtonStyle.danger if danger else discord.ButtonStyle.primary
    custom_id = build_custom_id(name, argument)
    return ui.Button(label=escaping.label(text), custom_id=custom_id, style=style, disabled=disabled)


def select(
    name: str,
    placeholder: str,
    options: Sequence[Option],
    *,
    argument: object = NO_ARGUMENT,
    chosen: Collection[str] = (),
) -> ui.Select[Any]:
    """Return a menu for the handler `name`, in which one of at most 25 options can be selected.

    The handler receives the selected value, preceded by `argument` and a colon unless `argument` is NO_ARGUMENT.
    """
    return _with_options(_menu(name, placeholder, argument), options, chosen)


def choice(name: str, placeholder: str, options: Sequence[Option], *, argument: object = NO_ARGUMENT) -> Component:
    """Return a menu of the options, or a button if there is only one; the handler receives the same for both."""
    if len(options) > 1:
        return select(name, placeholder, options, argument=argument)
    ((value, text, _),) = options
    return button(name, join_selected(argument, value), text)


def multi_select(name: str, placeholder: str, options: Sequence[Option], chosen: Collection[str]) -> Component:
    """Return a menu in which any number of options may be selected; the handler receives them joined by commas."""
    menu = _menu(name, placeholder, NO_ARGUMENT)
    menu.min_values, menu.max_values = 0, len(options[: theme.SELECT_OPTIONS_LIMIT])
    return _with_options(menu, options, chosen)


def role_select(
    name: str, placeholder: str, argument: object, chosen: Collection[int], max_values: int
) -> ui.RoleSelect[Any]:
    """Return a menu of the server's roles, from which any number up to `max_values` can be selected."""
    return ui.RoleSelect[Any](
        placeholder=escaping.label(placeholder, theme.CHOICE_LIMIT),
        custom_id=build_custom_id(name, argument),
        min_values=0,
        max_values=max_values,
        default_values=[discord.Object(role_id, type=discord.Role) for role_id in chosen],
    )


def _menu(name: str, placeholder: str, argument: object) -> ui.Select[Any]:
    text = escaping.label(placeholder, theme.CHOICE_LIMIT)
    return ui.Select(placeholder=text, custom_id=build_custom_id(name, argument))


def _with_options(menu: ui.Select[Any], options: Sequence[Option], chosen: Collection[str]) -> ui.Select[Any]:
    for value, text, line in options[: theme.SELECT_OPTIONS_LIMIT]:
        label, description = escaping.label(text, theme.CHOICE_LIMIT), escaping.label(line, theme.CHOICE_LIMIT) or None
        menu.add_option(value=value, label=label, description=description, default=value in chosen)
    return menu


def link_button(text: str, url: str) -> Item:
    """Return a button that opens a URL; Discord sends no interaction for it."""
    return ui.Button(label=escaping.label(text), url=url)


class StatelessView(ui.View):
    """A view that claims to be finished, so that discord.py does not store it."""

    def is_finished(self) -> bool:
        """Return True, so that discord.py does not store the view."""
        return True


def build_view(items: Iterable[Item]) -> ui.View:
    """Return a view of the components; raise ValueError for a component without a URL or one of our custom ids."""
    view = StatelessView(timeout=None)
    for item in items:
        _check_custom_id(item)
        view.add_item(item)
    return view


def component_rows(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return the components in the rows in which a view would send them; raise ValueError as `build_view` does.

    discord.py's view also prepares to receive interactions, which an answer does not need.
    """
    rows: Sequence[list[Item]] = [[] for _ in range(MAX_ROWS)]
    for item in items:
        _check_custom_id(item)
        candidates = rows if item.row is None else [rows[item.row]]
        fitting = (row for row in candidates if sum(other.width for other in row) + item.width <= ROW_WIDTH)
        if (row := next(fitting, None)) is None:
            raise ValueError(f"there is no room for {item!r}")
        row.append(item)
    return [{"type": ROW_TYPE, "components": [item.to_component_dict() for item in row]} for row in rows if row]


def _check_custom_id(item: Item) -> None:
    if not getattr(item, "url", None) and not is_custom_id(getattr(item, "custom_id", "")):
        raise ValueError(f"{item!r} has neither a URL nor one of our custom ids")
