"""The moods that a pick can be filtered by."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Mood(Struct, frozen=True):
    """A mood with labels by language; a film needs one of `themes`, and films with one of `genres` are preferred."""

    label: Mapping[str, str]
    themes: tuple[str, ...]
    genres: tuple[str, ...]


def parse_moods(data: Mapping[str, Any]) -> Mapping[str, Mood]:
    """Parse the moods of vocabulary.json, and return them by key; raise KeyError if a mood lacks a field."""
    return {
        mood["key"]: Mood({"en": mood["en"], "ko": mood["ko"]}, tuple(mood["themes"]), tuple(mood["genres"]))
        for mood in data["moods"]
    }
