"""Suggests people if a typed name matches nobody."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from bot.films.rules.film import Person
from bot.films.rules.normalization.normalize import normalize_text
from bot.films.rules.search.search_terms import unquote_name

MAX_SIMILAR = 5
MIN_SIMILARITY = 70


def similar_people(people: Sequence[Person], query: str) -> tuple[Person, ...]:
    """Return at most `MAX_SIMILAR` people with names similar to `query`, the most similar first."""
    names = {(position, name): normalize_text(name).key for position, name in _names(people)}
    key = normalize_text(unquote_name(query)).key
    matches = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=None) if key else ()
    return tuple(dict.fromkeys(people[position] for _, _, (position, _) in matches))[:MAX_SIMILAR]


def _names(people: Sequence[Person]) -> Iterator[tuple[int, str]]:
    for position, person in enumerate(people):
        yield position, person.name_en
        if person.name_ko:
            yield position, person.name_ko
