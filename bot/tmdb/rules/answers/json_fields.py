"""Reads fields of a JSON answer, and raises MalformedAnswer for a value of an unexpected type."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from bot.core.text.cleaning import clean

JsonObject: TypeAlias = Mapping[str, Any]
MAX_TEXT: Final = 500
"""The longest title or name that is kept, in characters."""
MAX_NUMBER: Final = 2**31


class MalformedAnswer(Exception):
    """Raised for an answer without the shape that TMDB documents; it names the field, never its value."""


def as_object(value: object, name: str) -> JsonObject:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise MalformedAnswer(f"{name} is no object")
    return value


def objects(data: JsonObject, name: str) -> Sequence[JsonObject]:
    """Return a list of objects, empty if the field is missing."""
    found = data.get(name)
    if found is None:
        return ()
    if not isinstance(found, list):
        raise MalformedAnswer(f"{name} is no list")
    return [as_object(one, name) for one in found]


def nested_object(data: JsonObject, name: str) -> JsonObject:
    """Return a nested object, empty if the field is missing."""
    found = data.get(name)
    return {} if found is None else as_object(found, name)


def text(data: JsonObject, name: str) -> str | None:
    """Return one line of clean text; None if the field is missing or empty."""
    found = data.get(name)
    if found is not None and not isinstance(found, str):
        raise MalformedAnswer(f"{name} is no text")
    return clean(found[:MAX_TEXT]) or None if found else None


def number(data: JsonObject, name: str) -> int | None:
    """Return an integer that the database can hold; None if the field is missing."""
    found = data.get(name)
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < MAX_NUMBER:
        raise MalformedAnswer(f"{name} is no number")
    return found


def decimal(data: JsonObject, name: str) -> float:
    """Return a decimal number; 0 if the field is missing."""
    found = data.get(name)
    if found is None:
        return 0.0
    if not isinstance(found, int | float):
        raise MalformedAnswer(f"{name} is no number")
    return float(found)


def flag(data: JsonObject, name: str) -> bool:
    """Return a boolean; False if the field is missing."""
    found = data.get(name)
    if found is not None and not isinstance(found, bool):
        raise MalformedAnswer(f"{name} is neither true nor false")
    return bool(found)


def required_id(data: JsonObject) -> int:
    """Return the TMDB number of a film, which must not be missing."""
    found = number(data, "id")
    if not found:
        raise MalformedAnswer("id is missing")
    return found
