"""What somebody wants of a film: any mix of conditions, for a search and for a random pick alike."""

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
"""Minutes that may be asked for."""


@dataclass(frozen=True, slots=True)
class FilmFilter:
    """The conditions that a film must meet, all of them; one that is None or empty asks nothing.

    `words` all stand in its names, hook or synopsis; `person` directed it or plays in it; it has one of `themes`;
    `longest` is in minutes; it was listed on one of `services`; `tears` is its level, from 1 to 5. With `without_notes`
    its content notes are known and none of these is among them; `calm` says the same, and lists all strong ones.
    """

    words: str | None = None
    person: str | None = None
    themes: tuple[str, ...] = ()
    ending: str | None = None
    years: YearRange | None = None
    longest: int | None = None
    services: tuple[str, ...] = ()
    tears: int | None = None
    without_notes: tuple[str, ...] = ()
    calm: tuple[str, ...] = ()


def active_conditions(film_filter: FilmFilter) -> tuple[str, ...]:
    """The names of the conditions that are set, in their order."""
    return tuple(field.name for field in fields(FilmFilter) if getattr(film_filter, field.name) not in (None, ()))


def to_json(film_filter: FilmFilter) -> str:
    """Return the conditions that are set as one JSON object; `from_json` gives an equal `Wanted` back."""
    data = {name: value for name, value in asdict(film_filter).items() if value not in (None, ())}
    return json.dumps(data, ensure_ascii=False)


def from_json(text: str) -> FilmFilter:
    """Return the conditions of such an object; a name that is no condition asks nothing."""
    data: dict[str, Any] = json.loads(text)
    if "years" in data:
        data["years"] = YearRange(data["years"].get("first"), data["years"].get("last"))
    known = {field.name: data[field.name] for field in fields(FilmFilter) if field.name in data}
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    return FilmFilter(**values)


def without_condition(film_filter: FilmFilter, name: str) -> FilmFilter:
    """The same without one condition; unchanged for a name that is none."""
    default: dict[str, Any] = {field.name: field.default for field in fields(FilmFilter) if field.name == name}
    return replace(film_filter, **default)


def only_condition(film_filter: FilmFilter, name: str) -> FilmFilter:
    """One condition by itself; nothing for a name that is none."""
    return FilmFilter(
        **{field: getattr(film_filter, field) for field in active_conditions(film_filter) if field == name}
    )


def redact_for_public(film_filter: FilmFilter, vocabulary: Vocabulary) -> FilmFilter:
    """What may be said of a search in public: nothing that names a telling theme or an ending, typed or chosen."""
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
