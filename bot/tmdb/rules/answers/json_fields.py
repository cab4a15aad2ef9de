"""Reads the fields of JSON objects by name, and raises MalformedResponse for a value of an unexpected type."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from bot.core.text.cleaning import clean

JsonObject: TypeAlias = Mapping[str, Any]
MAX_TEXT: Final = 500
"""The longest title or name that is kept, in characters."""
MAX_NUMBER: Final = 2**31


class MalformedResponse(Exception):
    """Raised for an answer without the shape that TMDB documents; the message names the field, never its value."""


def as_object(value: object, name: str) -> JsonObject:
    """Return a value that must be a JSON object; `name` says in an error which value it is."""
    if not isinstance(value, dict):
        raise MalformedResponse(f"{name} is not an object")
    return value


def get_objects(data: JsonObject, name: str) -> Sequence[JsonObject]:
    """Return a list of objects, empty if the field is missing."""
    value = data.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise MalformedResponse(f"{name} is not a list")
    return [as_object(item, name) for item in value]


def get_object(data: JsonObject, name: str) -> JsonObject:
    """Return a nested object, empty if the field is missing."""
    value = data.get(name)
    return {} if value is None else as_object(value, name)


def get_text(data: JsonObject, name: str) -> str | None:
    """Return one line of clean text, or None if the field is missing or empty."""
    value = data.get(name)
    if value is not None and not isinstance(value, str):
        raise MalformedResponse(f"{name} is not a string")
    return clean(value[:MAX_TEXT]) or None if value else None


def get_number(data: JsonObject, name: str) -> int | None:
    """Return a non-negative integer that the database can hold, or None if the field is missing."""
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MAX_NUMBER:
        raise MalformedResponse(f"{name} is not a number")
    return value


def get_decimal(data: JsonObject, name: str) -> float:
    """Return a decimal number, or 0 if the field is missing."""
    value = data.get(name)
    if value is None:
        return 0.0
    if not isinstance(value, int | float):
        raise MalformedResponse(f"{name} is not a number")
    return float(value)


def get_flag(data: JsonObject, name: str) -> bool:
    """Return a boolean, or False if the field is missing."""
    value = data.get(name)
    if value is not None and not isinstance(value, bool):
        raise MalformedResponse(f"{name} is not a boolean")
    return bool(value)


def get_id(data: JsonObject) -> int:
    """Return the TMDB number of a film; raise MalformedResponse if it is missing."""
    value = get_number(data, "id")
    if not value:
        raise MalformedResponse("id is missing")
    return value
