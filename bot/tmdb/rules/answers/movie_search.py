"""Parses search results for an IMDb id or a title, and decides which of them is the wanted film."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from bot.core.text.cleaning import comparison_key
from bot.tmdb.rules.answers.json_fields import JsonObject, as_object, get_id, get_objects, get_text
from bot.tmdb.rules.answers.movie_answer import DATE, is_adult
from bot.tmdb.rules.movie import MovieReference

MAX_YEARS_APART: Final = 1
"""The maximum difference in years: a film that opens at a festival in December may be dated a year later elsewhere."""


class MovieHit(Struct, frozen=True):
    """A film that TMDB found."""

    tmdb_id: int
    titles: tuple[str, ...]
    year: int | None


def parse_hits(answer: object, name: str) -> tuple[MovieHit, ...]:
    """Return the films in the list `name`, without adult films; raise MalformedResponse for an invalid answer."""
    found = get_objects(as_object(answer, "answer"), name)
    return tuple(_parse_hit(item) for item in found if not is_adult(item))


def matching_ids(hits: Sequence[MovieHit], reference: MovieReference) -> set[int]:
    """Return the numbers of the results with the film's title and year; if there are several, none is certain."""
    return {hit.tmdb_id for hit in hits if has_title(hit.titles, reference) and has_year(hit.year, reference)}


def has_title(titles: Sequence[str], reference: MovieReference) -> bool:
    """Return whether any of the titles is one of the film's, ignoring case, spaces and punctuation."""
    return bool({_letters(title) for title in titles} & {_letters(title) for title in reference.titles})


def has_year(year: int | None, reference: MovieReference) -> bool:
    """Return whether a release year can be the film's."""
    return year is not None and reference.year is not None and abs(year - reference.year) <= MAX_YEARS_APART


def _parse_hit(data: JsonObject) -> MovieHit:
    titles = (get_text(data, "title"), get_text(data, "original_title"))
    released_on = get_text(data, "release_date") or ""
    year = int(released_on[:4]) if DATE.fullmatch(released_on) else None
    return MovieHit(get_id(data), tuple(filter(None, titles)), year)


def _letters(title: str) -> str:
    return "".join(filter(str.isalnum, comparison_key(title)))
