"""SQL conditions on offers, for statements about films with a column for the TMDB number."""

from collections.abc import Sequence

from bot.core.storage.sql import SqlFragment
from bot.tmdb.rules.offers import INCLUDED_KINDS

NO_FILM_CONDITION = SqlFragment("1 = 0", {})
"""A condition that no film meets."""
REPLACEMENT = (
    "(SELECT replaced.tmdb_id FROM tmdb_lookup_cache AS replaced WHERE replaced.wanted = '{kind}:' || {column})"
)
"""The SQL for the number that replaces a film's own number if that is dead or missing."""


def offered_film(column: str, provider_ids: Sequence[int], country: str, imdb_column: str | None = None) -> SqlFragment:
    """Return the condition that a column holds the TMDB number of a film that one of these providers has in a country.

    Offers to rent or to buy do not count. With `imdb_column`, films without a TMDB number are also found.
    """
    if not provider_ids:
        return NO_FILM_CONDITION
    kinds = ", ".join(f"'{kind}'" for kind in INCLUDED_KINDS)
    numbers = {f"tmdb_provider{i}": provider_id for i, provider_id in enumerate(provider_ids)}
    listed = ", ".join(f":{name}" for name in numbers)
    sql = (
        f"EXISTS (SELECT 1 FROM tmdb_offer_cache AS offer WHERE offer.tmdb_id = {_number(column, imdb_column)}"
        f" AND offer.country = :tmdb_country AND offer.kind IN ({kinds}) AND offer.provider_id IN ({listed}))"
    )
    return SqlFragment(sql, {**numbers, "tmdb_country": country})


def _number(column: str, imdb_column: str | None) -> str:
    numbers = [REPLACEMENT.format(kind="tmdb", column=column), column]
    if imdb_column:
        numbers.append(REPLACEMENT.format(kind="imdb", column=imdb_column))
    return f"coalesce({', '.join(numbers)})"
