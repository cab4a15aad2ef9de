"""Buttons and menus that work for as long as their message exists.

None has any state of its own: its custom id, v1:NAME:REST, says which feature's press it is and of what, so a press
after a restart is a press like any other. discord.py is told of none of them: no view is ever stored, and none that
ends can take our buttons along.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.core.text import theme

Component: TypeAlias = ui.Button[Any] | ui.Select[Any]
"""What can be pressed, or chosen from, and tells us so."""
Item = ui.Item[Any]
Option = tuple[str, str, str]
"""A menu's option: what a press is given, the label, a quiet second line."""
NO_ARGUMENT = "menu"
"""What stands in a menu's id when the chosen value says everything."""
VALUE_SEPARATOR = ","
"""What stands between the values of a menu that takes several."""
CUSTOM_ID = re.compile(r"v1:(?P<name>[a-z-]+):(?P<rest>.*)")


def parse_custom_id(custom_id: str) -> tuple[str, str]:
    """The name and the rest of an id of ours; an empty name for any other id."""
    match = CUSTOM_ID.fullmatch(custom_id)
    return (match["name"], match["rest"]) if match else ("", "")


def parse_component(data: Mapping[str, Any]) -> tuple[str, str]:
    """Whose press it is and of what, as Discord tells it; a menu's choice stands after the rest, or in its place."""
    name, rest = parse_custom_id(str(data.get("custom_id", "")))
    if "values" not in data:
        return name, rest
    chosen = VALUE_SEPARATOR.join(data["values"])
    return name, chosen if rest == NO_ARGUMENT else f"{rest}:{chosen}"


def selected_value(rest: str) -> str:
    """What was chosen in a menu that has a rest; what a button carries without a colon is left as it is."""
    return rest.rpartition(":")[2]


def button(name: str, rest: object, text: str, *, danger: bool = False) -> ui.Button[Any]:
    """A quiet button (a red one for what cannot be undone) that presses `name` with `rest`."""
    style = discord.ButtonStyle.danger if danger else discord.ButtonStyle.secondary
    return ui.Button(label=theme.label(text), custom_id=f"v1:{name}:{rest}", style=style)


def select(
    name: str,
    placeholder: str,
    options: Sequence[Option],
    *,
    rest: object = NO_ARGUMENT,
    chosen: Collection[str] = (),
) -> Component:
    """A menu of one choice among at most 25 options, perhaps one of them `chosen` already.

    Choosing presses `name` with the option's value, after `rest` and a colon where there is a rest.
    """
    inner = ui.Select[Any](placeholder=theme.label(placeholder, theme.CHOICE_LIMIT), custom_id=f"v1:{name}:{rest}")
    return _with_options(inner, options, chosen)


def choice(name: str, placeholder: str, options: Sequence[Option], *, rest: object = NO_ARGUMENT) -> Component:
    """Return a menu of the options, or a button where there is only one; either presses `name` alike."""
    if len(options) > 1:
        return select(name, placeholder, options, rest=rest)
    ((value, text, _),) = options
    return button(name, value if rest == NO_ARGUMENT else f"{rest}:{value}", text)


def multi_select(name: str, placeholder: str, options: Sequence[Option], chosen: Collection[str]) -> Component:
    """A menu in which any number of options may be ticked; a press is given their values, with commas between them."""
    inner = ui.Select[Any](
        placeholder=theme.label(placeholder, theme.CHOICE_LIMIT), custom_id=f"v1:{name}:{NO_ARGUMENT}"
    )
    inner.min_values, inner.max_values = 0, len(options[: theme.SELECT_OPTIONS_LIMIT])
    return _with_options(inner, options, chosen)


def _with_options(inner: ui.Select[Any], options: Sequence[Option], chosen: Collection[str]) -> ui.Select[Any]:
    for value, text, line in options[: theme.SELECT_OPTIONS_LIMIT]:
        description, is_chosen = theme.label(line, theme.CHOICE_LIMIT) or None, value in chosen
        label = theme.label(text, theme.CHOICE_LIMIT)
        inner.add_option(value=value, label=label, description=description, default=is_chosen)
    return inner


def link_button(text: str, url: str) -> Item:
    """A button that opens an address; Discord tells nobody of its press."""
    return ui.Button[Any](label=theme.label(text), url=url)


class StatelessView(ui.View):
    """A view for one message only: discord.py keeps nothing of a view that says it is finished."""

    def is_finished(self) -> bool:
        """Always: its controls need no view to work."""
        return True


def build_view(items: Iterable[Item]) -> ui.View:
    """The controls of one message; raises ValueError for one that would need a view to be kept."""
    view = StatelessView(timeout=None)
    for item in items:
        if not getattr(item, "url", None) and not CUSTOM_ID.fullmatch(getattr(item, "custom_id", "")):
            raise ValueError(f"{item!r} has no id of ours and is no link")
        view.add_item(item)
    return view
