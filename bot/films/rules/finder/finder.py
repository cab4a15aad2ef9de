"""Which film a person means: one for certain, several of one name, or none, with the nearest ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.films.rules.finder.exact_match import exact_matches, title_positions
from bot.films.rules.finder.external_ids import split_off_ids
from bot.films.rules.finder.query_parts import match_by_parts
from bot.films.rules.finder.suggestions import ranked_suggestions
from bot.films.rules.finder.title_index import IndexedTitle, TitleIndex
from bot.films.rules.normalization.normalize import normalize_text, title_year_readings

__all__ = ["Ambiguous", "Found", "IndexedTitle", "NotFound", "TitleIndex", "find_film", "suggest_films"]

MAX_NEAREST = 5  # a row of buttons
MAX_SORTED_BY_YEAR = 500  # films among which those of the typed year come first


@dataclass(frozen=True, slots=True)
class Found:
    """The one film that was meant."""

    film_id: int


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The films that bear the name alike, in the order of the shelf."""

    film_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """No film for certain; at most five that may have been meant, best first."""

    nearest: tuple[int, ...]


def find_film(title_index: TitleIndex, query: str) -> Found | Ambiguous | NotFound:
    """Decide which film a text means."""
    if films := certain_matches(title_index, query):
        return Found(films[0]) if len(films) == 1 else Ambiguous(films)
    return NotFound(_nearest(title_index, query)[:MAX_NEAREST])


def certain_matches(title_index: TitleIndex, query: str) -> tuple[int, ...]:
    """Give the films that a text means for certain: by an id, by a name, with a year, with more beside it.

    A right name with a wrong year is never a film for certain.
    """
    ids, remainder = split_off_ids(query)
    if ids:
        return _match_ids(title_index, ids, remainder)
    if films := exact_matches(title_index, query):
        return films
    for title, year in title_year_readings(query):
        if films := exact_matches(title_index, title):
            return tuple(film for film in films if title_index.year_of[film] == year)
    return match_by_parts(title_index, query)


def suggest_films(title_index: TitleIndex, query: str, limit: int = 25) -> tuple[int, ...]:
    """Give the films that a text, perhaps half typed, may mean, best first."""
    ids, remainder = split_off_ids(query)
    if ids:
        return tuple(
            dict.fromkeys([*_films_with_ids(title_index, ids), *suggest_films(title_index, remainder, limit)])
        )[:limit]
    for title, year in title_year_readings(query):
        return _suggest_with_year(title_index, query, title, year)[:limit]
    return tuple(islice(ranked_suggestions(title_index, query), limit))


def _match_ids(title_index: TitleIndex, ids: Sequence[str], remainder: str) -> tuple[int, ...]:
    """Give the film of the ids, unless they are several films' or the text beside them is another film's name."""
    films, matches = _films_with_ids(title_index, ids), exact_matches(title_index, remainder)
    return films if len(films) == 1 and (not matches or films[0] in matches) else ()


def _films_with_ids(title_index: TitleIndex, ids: Sequence[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(film for key in ids for film in title_index.ids.positions(key)))


def _suggest_with_year(title_index: TitleIndex, query: str, title: str, year: int) -> tuple[int, ...]:
    """Give the films named by the whole text, then those like its title, the ones of its year before the others."""
    exact = title_index.films_at(title_positions(title_index, normalize_text(query)))
    like_title = islice(ranked_suggestions(title_index, title), MAX_SORTED_BY_YEAR)
    return tuple(dict.fromkeys([*exact, *sorted(like_title, key=lambda film: title_index.year_of[film] != year)]))


def _nearest(title_index: TitleIndex, query: str) -> tuple[int, ...]:
    """Give the films that may have been meant; first those of a right name with a wrong year."""
    for title, _ in title_year_readings(query):
        if films := exact_matches(title_index, title):
            return tuple(dict.fromkeys([*films, *suggest_films(title_index, title, MAX_NEAREST)]))
    return suggest_films(title_index, query, MAX_NEAREST)
