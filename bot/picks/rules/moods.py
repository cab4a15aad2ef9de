"""What somebody may be in the mood for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mood:
    """A mood, with its name by language: a film fits that has one of its themes; those of its genres come first."""

    label: Mapping[str, str]
    themes: tuple[str, ...]
    genres: tuple[str, ...]


def parse_moods(data: Mapping[str, Any]) -> Mapping[str, Mood]:
    """The moods by key, out of vocabulary.json's shape; raises KeyError where one is not whole."""
    return {
        mood["key"]: Mood({"en": mood["en"], "ko": mood["ko"]}, tuple(mood["themes"]), tuple(mood["genres"]))
        for mood in data["moods"]
    }
