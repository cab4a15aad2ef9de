"""Discord's limits on the buttons and menus of a message; unsupported kinds are reported as such."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.discord_rules.text import Body, optional_text, repeated, required_text, required_url, too_many

ROW, BUTTON, STRING_SELECT = 1, 2, 3
SELECTS = frozenset({3, 5, 6, 7, 8})
PRESSED, LINK = frozenset({1, 2, 3, 4}), 5
ROWS, IN_A_ROW, ID = 5, 5, 100
LABEL, URL, PLACEHOLDER = 80, 512, 150
OPTION, OPTIONS = 100, 25


def component_faults(components: Sequence[Body] | None) -> list[str]:
    """Return the faults of the rows of buttons and menus of one message."""
    rows = components or []
    faults = list(too_many("components", rows, ROWS))
    for place, row in enumerate(rows):
        faults += row_faults(f"components[{place}]", row)
    return [*faults, *repeated("components: custom_id", list(custom_ids(rows)))]


def row_faults(where: str, row: Body) -> Iterator[str]:
    """Yield the faults of a row and its items; a row has one to five buttons, or one menu."""
    items = row.get("components") or []
    if row.get("type") != ROW:
        yield f"{where}: type {row.get('type')} is not an action row"
        return
    if not items:
        yield f"{where}: an empty row"
    elif len(items) > 1 and any(item.get("type") in SELECTS for item in items):
        yield f"{where}: a menu must stand alone in its row"
    else:
        yield from too_many(where, items, IN_A_ROW)
    for place, item in enumerate(items):
        yield from _item_faults(f"{where}.components[{place}]", item)


def select_faults(where: str, select: Body) -> Iterator[str]:
    """Yield the faults of a menu; only a string menu has options of its own."""
    yield from required_text(f"{where}.custom_id", select.get("custom_id"), ID)
    yield from optional_text(f"{where}.placeholder", select.get("placeholder"), PLACEHOLDER)
    options = select.get("options") or []
    if select.get("type") == STRING_SELECT:
        yield from option_faults(f"{where}.options", options, 1, OPTIONS)
    yield from _selection_limit_faults(where, select, options)


def option_faults(where: str, options: Sequence[Body], minimum: int, maximum: int) -> Iterator[str]:
    """Yield the faults of the options of a menu, or of a group of radio buttons or checkboxes in a form."""
    if len(options) < minimum:
        yield f"{where}: {len(options)} of them, at least {minimum}"
    yield from too_many(where, options, maximum)
    for place, option in enumerate(options):
        yield from required_text(f"{where}[{place}].label", option.get("label"), OPTION)
        yield from required_text(f"{where}[{place}].value", option.get("value"), OPTION)
        yield from optional_text(f"{where}[{place}].description", option.get("description"), OPTION)
    yield from repeated(f"{where}: value", [option.get("value") for option in options])


def custom_ids(node: Any) -> Iterator[str]:
    """Yield every custom_id in a tree of components."""
    if isinstance(node, Mapping):
        if isinstance(node.get("custom_id"), str):
            yield node["custom_id"]
        node = [node.get("components"), node.get("component"), node.get("accessory")]
    if isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from custom_ids(child)


def _item_faults(where: str, item: Body) -> Iterator[str]:
    if item.get("type") == BUTTON:
        yield from _button_faults(where, item)
    elif item.get("type") in SELECTS:
        yield from select_faults(where, item)
    else:
        yield f"{where}: type {item.get('type')} is not checked here"


def _button_faults(where: str, button: Body) -> Iterator[str]:
    yield from optional_text(f"{where}.label", button.get("label"), LABEL)
    if not (button.get("label") or "").strip() and not button.get("emoji"):
        yield f"{where}: neither a label nor an emoji"
    style, address, identity = (button.get(key) for key in ("style", "url", "custom_id"))
    if style == LINK:
        yield from required_url(f"{where}.url", address, URL, ("https",))
    elif style in PRESSED:
        yield from required_text(f"{where}.custom_id", identity, ID)
    else:
        yield f"{where}.style: {style} is not checked here"
    if (identity if style == LINK else address) is not None:
        yield f"{where}: {'custom_id on a link' if style == LINK else 'url on a button that is not a link'}"


def _selection_limit_faults(where: str, select: Body, options: Sequence[Body]) -> Iterator[str]:
    minimum, maximum = (1 if select.get(key) is None else select[key] for key in ("min_values", "max_values"))
    if not 0 <= minimum <= OPTIONS:
        yield f"{where}.min_values: {minimum}, must be 0 to {OPTIONS}"
    elif not max(1, minimum) <= maximum <= (len(options) or OPTIONS):
        yield f"{where}.max_values: {maximum}, must be {max(1, minimum)} to {len(options) or OPTIONS}"
    if sum(bool(option.get("default")) for option in options) > maximum:
        yield f"{where}.options: more chosen beforehand than max_values, {maximum}"
