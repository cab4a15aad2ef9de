"""The film finder: a certain match, several films with the same title, or the nearest films."""

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct

from bot.films.rules.finder.exact_match import exact_matches, title_positions
from bot.films.rules.finder.external_ids import split_off_ids
from bot.films.rules.finder.query_parts import match_by_parts
from bot.films.rules.finder.suggestions import films_with_prefix, ranked_suggestions
from bot.films.rules.finder.title_index import IndexedTitle, TitleIndex
from bot.films.rules.normalization.normalize import normalize_text, title_year_readings
from bot.ids import FilmId

__all__ = ["Ambiguous", "Found", "IndexedTitle", "NotFound", "TitleIndex", "find_film", "suggest_films"]

MAX_NEAREST = 5  # as many as fit in a row of buttons
MAX_SORTED_BY_YEAR = 500  # for a title with a year, only this many suggestions are sorted; the rest are dropped


class Found(Struct, frozen=True):
    """The only matching film."""

    film_id: FilmId


class Ambiguous(Struct, frozen=True):
    """Several films with the same title, in title index order."""

    film_ids: tuple[FilmId, ...]


class NotFound(Struct, frozen=True):
    """No certain match; `nearest` has at most `MAX_NEAREST` film ids, best first.

    `is_prefix_match` is set if there is only one nearest film, and it is the only one that `films_with_prefix` finds.
    """

    nearest: tuple[FilmId, ...]
    is_prefix_match: bool = False


def find_film(title_index: TitleIndex, query: str) -> Found | Ambiguous | NotFound:
    """Return the film that `query` means, the films that share its title, or the nearest films."""
    if films := certain_matches(title_index, query):
        return Found(films[0]) if len(films) == 1 else Ambiguous(films)
    nearest = _nearest(title_index, query)[:MAX_NEAREST]
    return NotFound(nearest, is_prefix_match=len(nearest) == 1 and nearest == films_with_prefix(title_index, query))


def certain_matches(title_index: TitleIndex, query: str) -> tuple[FilmId, ...]:
    """Return the films that `query` certainly names: by id, or by title, possibly with a year or other details."""
    ids, remainder = split_off_ids(query)
    if ids:
        return _match_ids(title_index, ids, remainder)
    if films := exact_matches(title_index, query):
        return films
    for title, year in title_year_readings(query):
        if films := exact_matches(title_index, title):
            # The right title with a wrong year is not a certain match.
            return tuple(film for film in films if title_index.year_of[film] == year)
    return match_by_parts(title_index, query)


def suggest_films(title_index: TitleIndex, query: str, limit: int = 25) -> tuple[FilmId, ...]:
    """Return at most `limit` films that a possibly unfinished query may mean, best first."""
    ids, remainder = split_off_ids(query)
    if ids:
        return tuple(
            dict.fromkeys([*_films_with_ids(title_index, ids), *suggest_films(title_index, remainder, limit)])
        )[:limit]
    for title, year in title_year_readings(query):
        return _suggest_with_year(title_index, query, title, year)[:limit]
    return tuple(islice(ranked_suggestions(title_index, query), limit))


def _match_ids(title_index: TitleIndex, ids: Sequence[str], remainder: str) -> tuple[FilmId, ...]:
    """Return the film with these ids, or none if the ids mean several films or the rest of the text names another."""
    films, matches = _films_with_ids(title_index, ids), exact_matches(title_index, remainder)
    return films if len(films) == 1 and (not matches or films[0] in matches) else ()


def _films_with_ids(title_index: TitleIndex, ids: Sequence[str]) -> tuple[FilmId, ...]:
    return tuple(dict.fromkeys(film for key in ids for film in title_index.ids.positions(key)))


def _suggest_with_year(title_index: TitleIndex, query: str, title: str, year: int) -> tuple[FilmId, ...]:
    """Return films titled exactly `query`, then films with a title like `title`, first those from `year`."""
    exact = title_index.films_at(title_positions(title_index, normalize_text(query)))
    like_title = islice(ranked_suggestions(title_index, title), MAX_SORTED_BY_YEAR)
    return tuple(dict.fromkeys([*exact, *sorted(like_title, key=lambda film: title_index.year_of[film] != year)]))


def _nearest(title_index: TitleIndex, query: str) -> tuple[FilmId, ...]:
    """Return the nearest films; those with the typed title but another year come first."""
    for title, _ in title_year_readings(query):
        if films := exact_matches(title_index, title):
            return tuple(dict.fromkeys([*films, *suggest_films(title_index, title, MAX_NEAREST)]))
    return suggest_films(title_index, query, MAX_NEAREST)
