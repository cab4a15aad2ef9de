"""Valid request bodies, each for a test to break in one place."""

from typing import Any

NO_MENTIONS: dict[str, Any] = {"parse": []}


def button(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Vote", "custom_id": f"v1:vote:{number}"} | changes


def link(**changes: Any) -> dict[str, Any]:
    return {"type": 2, "style": 5, "label": "Netflix", "url": "https://a.example/film"} | changes


def option(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {"label": f"Film {number}", "value": str(number)} | changes


def menu(**changes: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "v1:pick", "options": [option(1), option(2)]} | changes


def row(*items: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(items)}


def embed(**changes: Any) -> dict[str, Any]:
    return {"title": "하모니", "description": "A choir behind bars", "fields": []} | changes


def field(**changes: Any) -> dict[str, Any]:
    return {"name": "Cast", "value": "Kim Yunjin"} | changes


def message(**changes: Any) -> dict[str, Any]:
    return {"content": "A film", "embeds": [embed()], "allowed_mentions": NO_MENTIONS} | changes


def text_input(**changes: Any) -> dict[str, Any]:
    return {"type": 4, "style": 1, "custom_id": "title", "max_length": 100} | changes


def label(**changes: Any) -> dict[str, Any]:
    return {"type": 18, "label": "Title", "component": text_input()} | changes


def modal(**changes: Any) -> dict[str, Any]:
    return {"title": "Suggest a film", "custom_id": "v1:suggest", "components": [label()]} | changes


def parameter(name: str = "title", **changes: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "The film's title"} | changes


def command(**changes: Any) -> dict[str, Any]:
    return {"type": 1, "name": "film", "description": "Shows a film", "options": [parameter()]} | changes


def choices(count: int) -> list[dict[str, Any]]:
    return [{"name": f"Film {number}", "value": str(number)} for number in range(count)]


def with_row(*items: dict[str, Any]) -> dict[str, Any]:
    return message(components=[row(*items)])


def with_embed(**changes: Any) -> dict[str, Any]:
    return message(embeds=[embed(**changes)])


def modal_with_input(**changes: Any) -> dict[str, Any]:
    return modal(components=[label(component=text_input(**changes))])


def assert_one_fault(found: list[str], fault: str) -> None:
    assert len(found) == 1, found
    assert found[0].startswith(fault)
