"""Suggests people if a typed name matches nobody."""

from collections.abc import Sequence

from bot.films.rules.film import Person
from bot.films.rules.normalization.normalize import normalize_text
from bot.films.rules.search.search_terms import unquote_name
from bot.films.rules.similarity import find_similar

MAX_SIMILAR = 5
MIN_SIMILARITY = 70


def similar_people(people: Sequence[Person], query: str) -> tuple[Person, ...]:
    """Return at most `MAX_SIMILAR` people with names similar to `query`, the most similar first."""
    names = [(name, person) for person in people for name in (person.name_en, person.name_ko) if name]
    key = normalize_text(unquote_name(query)).key
    matches = find_similar(key, [normalize_text(name).key for name, _ in names], MIN_SIMILARITY) if key else ()
    return tuple(dict.fromkeys(names[index][1] for _, _, index in matches))[:MAX_SIMILAR]
