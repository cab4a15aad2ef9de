"""What other features may use in their units of work: SQL conditions on film ids, and reads of films."""

from bot.films.queries.film_conditions import matching_film, never_offered, visible_film_condition
from bot.films.queries.films import (
    count_films,
    film_exists,
    ids_after,
    ids_of_slugs,
    newest_id,
    summaries_by_id,
    themes_of,
)
from bot.films.queries.search import find_matching

__all__ = [
    "count_films",
    "film_exists",
    "find_matching",
    "ids_after",
    "ids_of_slugs",
    "matching_film",
    "never_offered",
    "newest_id",
    "summaries_by_id",
    "themes_of",
    "visible_film_condition",
]
