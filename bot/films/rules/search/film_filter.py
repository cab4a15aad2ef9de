"""The film filter: conditions for a search or a random pick."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from bot.films.rules.catalogue.reference_data import SPOILER, SPOILER_FREE, Vocabulary
from bot.films.rules.search.search_terms import compact_text, unquote_name
from bot.films.rules.search.years import YearRange

F = TypeVar("F", bound=Struct)
MAX_CONDITION_LENGTH = 100
"""The maximum number of characters that can be typed into one condition."""
MAX_RUNTIME_MINUTES = 600
"""The longest runtime that can be set as a condition."""


RENAMED_CONDITIONS: Mapping[str, str] = {"longest": "max_minutes", "without_notes": "excluded_notes"}
"""Old names in stored filters and buttons, each with its current name."""


class FilmViewer(Struct, frozen=True):
    """The country where somebody watches films (None if unknown), and the keys of their services.

    `sees_offers` tells whether JustWatch's offers in that country count too.
    """

    country: str | None = None
    services: tuple[str, ...] = ()
    sees_offers: bool = False


ANYBODY = FilmViewer()
VIEWER = "viewer"
"""The only field of a filter that is not a condition; it is never stored, because the person can change it."""


TEXT_CONDITIONS = ("words", "person")
"""The conditions that a search index evaluates instead of the database."""


class FilmFilter(Struct, frozen=True):
    """Conditions that a film must all meet; None, False and empty tuples set no condition.

    If both `services` and `on_mine` are set, only those `services` count that the viewer has.
    """

    words: str | None = None
    person: str | None = None
    themes: tuple[str, ...] = ()
    ending: str | None = None
    years: YearRange | None = None
    max_minutes: int | None = None
    services: tuple[str, ...] = ()
    tears: int | None = None
    excluded_notes: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    on_mine: bool = False
    viewer: FilmViewer = ANYBODY

    @property
    def wanted_services(self) -> tuple[str, ...] | None:
        """The services of which at least one must have the film, or None if it need not be on any service."""
        if not self.on_mine:
            return self.services or None
        return tuple(key for key in self.viewer.services if not self.services or key in self.services)


def active_conditions(conditions: Struct) -> tuple[str, ...]:
    """Return the names of the conditions that are set, in field order."""
    names = conditions.__struct_fields__
    return tuple(name for name in names if name != VIEWER and _is_set(getattr(conditions, name)))


def _is_set(value: object) -> bool:
    return value is not None and value is not False and value != ()


def has_text(film_filter: FilmFilter) -> bool:
    """Return whether a filter has a condition of `TEXT_CONDITIONS`."""
    return film_filter.words is not None or film_filter.person is not None


def to_json(conditions: Struct) -> str:
    """Return a JSON object of the conditions that are set, for `from_json` to read."""
    data = to_builtins(conditions)
    return json.dumps({name: data[name] for name in active_conditions(conditions)}, ensure_ascii=False)


def from_json(text: str, filter_type: type[F]) -> F:
    """Parse the output of `to_json`, in which conditions may have old names; unknown names are ignored."""
    data = {RENAMED_CONDITIONS.get(name, name): value for name, value in json.loads(text).items()}
    if "years" in data:
        data["years"] = YearRange(data["years"].get("first"), data["years"].get("last"))
    known = {name: data[name] for name in filter_type.__struct_fields__ if name in data}
    return filter_type(**{name: tuple(value) if isinstance(value, list) else value for name, value in known.items()})


def without_conditions(conditions: F, *names: str) -> F:
    """Return the filter without the named conditions; names that are not conditions are ignored."""
    dropped, unset = {RENAMED_CONDITIONS.get(name, name) for name in names}, type(conditions)()
    defaults: dict[str, Any] = {name: getattr(unset, name) for name in unset.__struct_fields__ if name in dropped}
    return replace(conditions, **defaults)


def only_condition(film_filter: FilmFilter, name: str) -> FilmFilter:
    """Return a filter with just one of the conditions, or with none if that condition is not set."""
    kept = RENAMED_CONDITIONS.get(name, name)
    return without_conditions(film_filter, *(other for other in active_conditions(film_filter) if other != kept))


def redact_for_public(film_filter: FilmFilter, vocabulary: Vocabulary) -> FilmFilter:
    """Return the filter without conditions that are spoilers or private.

    These are the ending, spoiler themes, typed text that names any ending or spoiler theme, and "on my services"; the
    viewer is removed too.
    """
    spoilers = tuple(_spoiler_labels(vocabulary))
    return replace(
        film_filter,
        themes=vocabulary.in_categories("theme", film_filter.themes, SPOILER_FREE),
        ending=None,
        words=None if _contains_any(film_filter.words, spoilers) else film_filter.words,
        person=None if _contains_any(film_filter.person, spoilers) else film_filter.person,
        on_mine=False,
        viewer=ANYBODY,
    )


def _spoiler_labels(vocabulary: Vocabulary) -> Iterator[str]:
    for (kind, key), term in vocabulary.terms.items():
        if kind == "ending" or (kind == "theme" and vocabulary.in_categories(kind, [key], SPOILER)):
            yield from (compact_text(key), *(compact_text(label) for label in term.label.values()))


def _contains_any(query: str | None, labels: tuple[str, ...]) -> bool:
    text = compact_text(unquote_name(query or ""))
    return any(label in text for label in labels)
