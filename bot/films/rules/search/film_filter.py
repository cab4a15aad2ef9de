"""What somebody wants of a film: any mix of conditions, for a search and for a random pick alike."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from bot.films.rules.catalogue.vocabulary import OPEN, TELLING, Vocabulary
from bot.films.rules.search.search_terms import squeezed, unquoted
from bot.films.rules.search.years import Years

LONGEST_TEXT = 100
"""Characters that may be typed into one condition."""
LONGEST_FILM = 600
"""Minutes that may be asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conditions that a film must meet, all of them; one that is None or empty asks nothing.

    `words` all stand in its names, hook or synopsis; `person` directed it or plays in it; it has one of `themes`;
    `longest` is in minutes; it was listed on one of `services`; `tears` is its level, from 1 to 5. With `without_notes`
    its content notes are known and none of these is among them; `calm` says the same, and lists all strong ones.
    """

    words: str | None = None
    person: str | None = None
    themes: tuple[str, ...] = ()
    ending: str | None = None
    years: Years | None = None
    longest: int | None = None
    services: tuple[str, ...] = ()
    tears: int | None = None
    without_notes: tuple[str, ...] = ()
    calm: tuple[str, ...] = ()


def given(wanted: Wanted) -> tuple[str, ...]:
    """The names of the conditions that are set, in their order."""
    return tuple(one.name for one in fields(Wanted) if getattr(wanted, one.name) not in (None, ()))


def as_json(wanted: Wanted) -> str:
    """Return the conditions that are set as one JSON object; `from_json` gives an equal `Wanted` back."""
    told = {name: value for name, value in asdict(wanted).items() if value not in (None, ())}
    return json.dumps(told, ensure_ascii=False)


def from_json(text: str) -> Wanted:
    """Return the conditions of such an object; a name that is no condition asks nothing."""
    told: dict[str, Any] = json.loads(text)
    if "years" in told:
        told["years"] = Years(told["years"].get("first"), told["years"].get("last"))
    known = {one.name: told[one.name] for one in fields(Wanted) if one.name in told}
    wanted: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    return Wanted(**wanted)


def without(wanted: Wanted, name: str) -> Wanted:
    """The same without one condition; unchanged for a name that is none."""
    nothing: dict[str, Any] = {one.name: one.default for one in fields(Wanted) if one.name == name}
    return replace(wanted, **nothing)


def only(wanted: Wanted, name: str) -> Wanted:
    """One condition by itself; nothing for a name that is none."""
    return Wanted(**{one: getattr(wanted, one) for one in given(wanted) if one == name})


def for_all_eyes(wanted: Wanted, vocabulary: Vocabulary) -> Wanted:
    """What may be said of a search in public: nothing that names a telling theme or an ending, typed or chosen."""
    told = tuple(_telling_labels(vocabulary))
    return replace(
        wanted,
        themes=vocabulary.only("theme", wanted.themes, OPEN),
        ending=None,
        words=None if _names_any(wanted.words, told) else wanted.words,
        person=None if _names_any(wanted.person, told) else wanted.person,
    )


def _telling_labels(vocabulary: Vocabulary) -> Iterator[str]:
    for (kind, key), term in vocabulary.terms.items():
        if kind == "ending" or (kind == "theme" and vocabulary.only(kind, [key], TELLING)):
            yield from (squeezed(key), *(squeezed(label) for label in term.label.values()))


def _names_any(typed: str | None, labels: tuple[str, ...]) -> bool:
    text = squeezed(unquoted(typed or ""))
    return any(label in text for label in labels)
