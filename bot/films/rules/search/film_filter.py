"""The film filter: conditions for a search or a random pick."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from bot.films.rules.catalogue.vocabulary import SPOILER, SPOILER_FREE, Vocabulary
from bot.films.rules.search.search_terms import compact_text, unquoted
from bot.films.rules.search.years import YearRange

MAX_CONDITION_LENGTH = 100
"""Characters that may be typed into one condition."""
MAX_RUNTIME_MINUTES = 600
"""The longest runtime that may be set as a condition."""


@dataclass(frozen=True, slots=True)
class FilmFilter:
    """Conditions that a film must all meet; None and empty tuples set no condition."""

    words: str | None = None  # all occur in its titles, hook or synopsis
    person: str | None = None  # directed it or acts in it
    themes: tuple[str, ...] = ()  # it has one of them
    ending: str | None = None
    years: YearRange | None = None
    longest: int | None = None  # minutes
    services: tuple[str, ...] = ()  # it was listed on one of them
    tears: int | None = None  # its level, from 1 to 5
    without_notes: tuple[str, ...] = ()  # its content notes are known and include none of these
    calm: tuple[str, ...] = ()  # the same, with all strong notes


def active_conditions(film_filter: FilmFilter) -> tuple[str, ...]:
    """Return the names of the conditions that are set, in field order."""
    return tuple(field.name for field in fields(FilmFilter) if getattr(film_filter, field.name) not in (None, ()))


def to_json(film_filter: FilmFilter) -> str:
    """Return the conditions that are set as a JSON object that `from_json` reads."""
    data = {name: value for name, value in asdict(film_filter).items() if value not in (None, ())}
    return json.dumps(data, ensure_ascii=False)


def from_json(text: str) -> FilmFilter:
    """Parse the output of `to_json`, ignoring names that are not conditions."""
    data: dict[str, Any] = json.loads(text)
    if "years" in data:
        data["years"] = YearRange(data["years"].get("first"), data["years"].get("last"))
    conditions = {field.name: data[field.name] for field in fields(FilmFilter) if field.name in data}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in conditions.items()
    }
    return FilmFilter(**values)


def without_condition(film_filter: FilmFilter, name: str) -> FilmFilter:
    """Return the filter without one condition, unchanged if `name` is not a condition."""
    default: dict[str, Any] = {field.name: field.default for field in fields(FilmFilter) if field.name == name}
    return replace(film_filter, **default)


def only_condition(film_filter: FilmFilter, name: str) -> FilmFilter:
    """Return a filter with just one of the conditions, empty if `name` is not set."""
    return FilmFilter(
        **{field: getattr(film_filter, field) for field in active_conditions(film_filter) if field == name}
    )


def redact_for_public(film_filter: FilmFilter, vocabulary: Vocabulary) -> FilmFilter:
    """Return the filter without endings, spoiler themes and typed text that names either."""
    spoilers = tuple(_spoiler_labels(vocabulary))
    return replace(
        film_filter,
        themes=vocabulary.in_categories("theme", film_filter.themes, SPOILER_FREE),
        ending=None,
        words=None if _contains_any(film_filter.words, spoilers) else film_filter.words,
        person=None if _contains_any(film_filter.person, spoilers) else film_filter.person,
    )


def _spoiler_labels(vocabulary: Vocabulary) -> Iterator[str]:
    for (kind, key), term in vocabulary.terms.items():
        if kind == "ending" or (kind == "theme" and vocabulary.in_categories(kind, [key], SPOILER)):
            yield from (compact_text(key), *(compact_text(label) for label in term.label.values()))


def _contains_any(query: str | None, labels: tuple[str, ...]) -> bool:
    text = compact_text(unquoted(query or ""))
    return any(label in text for label in labels)
