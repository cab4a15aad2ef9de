"""Discord's limits on forms (modals)."""

from collections.abc import Iterator

from tests.discord_rules.components import ID, SELECTS, custom_ids, option_faults, select_faults
from tests.discord_rules.text import Body, optional_text, repeated, required_text, too_many

TEXT_INPUT, FILE_UPLOAD, CHECKBOX = 4, 19, 23
GROUPS = {21: 2, 22: 1}
TITLE, NAME, DESCRIPTION, PARTS = 45, 45, 100, 5
TYPED, PLACEHOLDER, SHOWN, IN_GROUP, FILES = 4000, 100, 4000, 10, 10


def modal_faults(data: Body) -> list[str]:
    """Return the faults of the data of an answer that opens a form."""
    parts = data.get("components") or []
    faults = [*required_text("title", data.get("title"), TITLE), *required_text("custom_id", data.get("custom_id"), ID)]
    faults += too_many("components", parts, PARTS) if parts else ["components: an empty form"]
    for place, part in enumerate(parts):
        faults += _part_faults(f"components[{place}]", part)
    return [*faults, *repeated("components: custom_id", list(custom_ids(parts)))]


def _part_faults(where: str, part: Body) -> Iterator[str]:
    match part.get("type"):
        case 18:  # label
            yield from _label_faults(where, part)
        case 1:  # action row, which Discord deprecates in favour of labels
            yield from _row_faults(where, part)
        case 10:  # text display
            yield from required_text(f"{where}.content", part.get("content"), SHOWN)
        case kind:
            yield f"{where}: type {kind} is not checked here"


def _label_faults(where: str, label: Body) -> Iterator[str]:
    yield from required_text(f"{where}.label", label.get("label"), NAME)
    if label.get("description") is not None:
        yield from required_text(f"{where}.description", label["description"], DESCRIPTION)
    yield from _field_faults(f"{where}.component", label.get("component") or {})


def _row_faults(where: str, row: Body) -> Iterator[str]:
    inputs = row.get("components") or []
    if [field.get("type") for field in inputs] != [TEXT_INPUT]:
        yield f"{where}: a row of a form holds one text input"
        return
    yield from required_text(f"{where}.components[0].label", inputs[0].get("label"), NAME)
    yield from _field_faults(f"{where}.components[0]", inputs[0])


def _field_faults(where: str, field: Body) -> Iterator[str]:
    kind = field.get("type")
    if field.get("disabled"):
        yield f"{where}.disabled: nothing in a form can be switched off"
    if kind in SELECTS:
        yield from select_faults(where, field)
        return
    yield from required_text(f"{where}.custom_id", field.get("custom_id"), ID)
    if kind == TEXT_INPUT:
        yield from _input_faults(where, field)
    elif kind in GROUPS:
        yield from option_faults(f"{where}.options", field.get("options") or [], GROUPS[kind], IN_GROUP)
    elif kind not in {FILE_UPLOAD, CHECKBOX}:
        yield f"{where}: type {kind} is not checked here"


def _input_faults(where: str, field: Body) -> Iterator[str]:
    minimum = 0 if field.get("min_length") is None else field["min_length"]
    maximum = TYPED if field.get("max_length") is None else field["max_length"]
    if field.get("style") not in {1, 2}:
        yield f"{where}.style: {field.get('style')}, must be 1 or 2"
    if not 0 <= minimum <= TYPED:
        yield f"{where}.min_length: {minimum}, must be 0 to {TYPED}"
    elif not max(1, minimum) <= maximum <= TYPED:
        yield f"{where}.max_length: {maximum}, must be {max(1, minimum)} to {TYPED}"
    yield from optional_text(f"{where}.value", field.get("value"), min(maximum, TYPED))
    yield from optional_text(f"{where}.placeholder", field.get("placeholder"), PLACEHOLDER)
