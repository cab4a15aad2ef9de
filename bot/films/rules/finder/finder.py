"""Which film a person means: one for certain, several of one name, or none, with the nearest ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.films.rules.finder.exact_match import exact_matches, title_positions
from bot.films.rules.finder.external_ids import split_off_ids
from bot.films.rules.finder.query_parts import films_by_parts
from bot.films.rules.finder.suggestions import ranked_suggestions
from bot.films.rules.finder.title_index import IndexedTitle, TitleIndex
from bot.films.rules.normalization.normalize import normalize_text, title_year_readings

__all__ = ["Found", "IndexedTitle", "Missing", "Several", "TitleIndex", "find", "suggest"]

MOST_NEAREST = 5  # a row of buttons
MOST_WEIGHED_BY_YEAR = 500  # films among which those of the typed year come first


@dataclass(frozen=True, slots=True)
class Found:
    """The one film that was meant."""

    film: int


@dataclass(frozen=True, slots=True)
class Several:
    """The films that bear the name alike, in the order of the shelf."""

    films: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """No film for certain; at most five that may have been meant, best first."""

    nearest: tuple[int, ...]


def find(shelf: TitleIndex, typed: str) -> Found | Several | Missing:
    """Decide which film a text means."""
    if films := films_meant(shelf, typed):
        return Found(films[0]) if len(films) == 1 else Several(films)
    return Missing(_nearest(shelf, typed)[:MOST_NEAREST])


def films_meant(shelf: TitleIndex, typed: str) -> tuple[int, ...]:
    """Give the films that a text means for certain: by an id, by a name, with a year, with more beside it.

    A right name with a wrong year is never a film for certain.
    """
    ids, beside = split_off_ids(typed)
    if ids:
        return _films_by_ids(shelf, ids, beside)
    if films := exact_matches(shelf, typed):
        return films
    for title, year in title_year_readings(typed):
        if films := exact_matches(shelf, title):
            return tuple(film for film in films if shelf.year_of[film] == year)
    return films_by_parts(shelf, typed)


def suggest(shelf: TitleIndex, typed: str, limit: int = 25) -> tuple[int, ...]:
    """Give the films that a text, perhaps half typed, may mean, best first."""
    ids, beside = split_off_ids(typed)
    if ids:
        return tuple(dict.fromkeys([*_of_ids(shelf, ids), *suggest(shelf, beside, limit)]))[:limit]
    for title, year in title_year_readings(typed):
        return _suggest_dated(shelf, typed, title, year)[:limit]
    return tuple(islice(ranked_suggestions(shelf, typed), limit))


def _films_by_ids(shelf: TitleIndex, ids: Sequence[str], beside: str) -> tuple[int, ...]:
    """Give the film of the ids, unless they are several films' or the text beside them is another film's name."""
    films, named_beside = _of_ids(shelf, ids), exact_matches(shelf, beside)
    return films if len(films) == 1 and (not named_beside or films[0] in named_beside) else ()


def _of_ids(shelf: TitleIndex, ids: Sequence[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(film for key in ids for film in shelf.ids.positions(key)))


def _suggest_dated(shelf: TitleIndex, typed: str, title: str, year: int) -> tuple[int, ...]:
    """Give the films named by the whole text, then those like its title, the ones of its year before the others."""
    whole = shelf.films_at(title_positions(shelf, normalize_text(typed)))
    like_title = islice(ranked_suggestions(shelf, title), MOST_WEIGHED_BY_YEAR)
    return tuple(dict.fromkeys([*whole, *sorted(like_title, key=lambda film: shelf.year_of[film] != year)]))


def _nearest(shelf: TitleIndex, typed: str) -> tuple[int, ...]:
    """Give the films that may have been meant; first those of a right name with a wrong year."""
    for title, _ in title_year_readings(typed):
        if films := exact_matches(shelf, title):
            return tuple(dict.fromkeys([*films, *suggest(shelf, title, MOST_NEAREST)]))
    return suggest(shelf, typed, MOST_NEAREST)
