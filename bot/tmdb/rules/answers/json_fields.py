"""Reads fields of a JSON answer; a value of another type is a MalformedAnswer, so that no later code can stumble."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from bot.core.text.cleaning import clean

JsonObject: TypeAlias = Mapping[str, Any]
MAX_TEXT: Final = 500
"""Characters of the longest title or name that is kept."""
MAX_NUMBER: Final = 2**31


class MalformedAnswer(Exception):
    """Raised for an answer that does not have the shape that TMDB documents; names the field, never its value."""


def an_object(value: object, name: str) -> JsonObject:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise MalformedAnswer(f"{name} is no object")
    return value


def objects(data: JsonObject, name: str) -> Sequence[JsonObject]:
    """Return a list of objects; an empty one if it is missing."""
    found = data.get(name)
    if found is None:
        return ()
    if not isinstance(found, list):
        raise MalformedAnswer(f"{name} is no list")
    return [an_object(one, name) for one in found]


def inner(data: JsonObject, name: str) -> JsonObject:
    """Return an object in an object; an empty one if it is missing."""
    found = data.get(name)
    return {} if found is None else an_object(found, name)


def text(data: JsonObject, name: str) -> str | None:
    """Return one line of clean text; None if it is missing or empty."""
    found = data.get(name)
    if found is not None and not isinstance(found, str):
        raise MalformedAnswer(f"{name} is no text")
    return clean(found[:MAX_TEXT]) or None if found else None


def number(data: JsonObject, name: str) -> int | None:
    """Return a whole number that the database can hold; None if it is missing."""
    found = data.get(name)
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < MAX_NUMBER:
        raise MalformedAnswer(f"{name} is no number")
    return found


def average(data: JsonObject, name: str) -> float:
    """Return a number with a fraction; 0 if it is missing."""
    found = data.get(name)
    if found is None:
        return 0.0
    if not isinstance(found, int | float):
        raise MalformedAnswer(f"{name} is no number")
    return float(found)


def flag(data: JsonObject, name: str) -> bool:
    """Return yes or no; no if it is missing."""
    found = data.get(name)
    if found is not None and not isinstance(found, bool):
        raise MalformedAnswer(f"{name} is neither true nor false")
    return bool(found)


def an_id(data: JsonObject) -> int:
    """Return the number of a film, which must be there."""
    found = number(data, "id")
    if not found:
        raise MalformedAnswer("id is missing")
    return found
