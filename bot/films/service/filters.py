"""How another feature chooses films by its own query: the conditions for it."""

from collections.abc import Mapping

from bot.films.queries.search import CONDITIONS, VISIBLE_FILMS
from bot.films.rules.search.film_filter import FilmFilter, active_conditions

Condition = tuple[str, Mapping[str, object]]
"""A condition on the rows of the table `film`, and the values that it names."""


def visible_films(guild_id: int | None) -> Condition:
    """The films that a server sees."""
    return VISIBLE_FILMS, {"server": guild_id}


def matching_films(film_filter: FilmFilter, guild_id: int | None) -> Condition:
    """Those of them that are as wanted; without words or a person, for these need more than the table `film`."""
    visible, values = visible_films(guild_id)
    sql_conditions = [CONDITIONS[name](film_filter) for name in active_conditions(film_filter)]
    condition_values = {name: value for condition in sql_conditions for name, value in condition.values.items()}
    return " AND ".join([visible, *(f"({part.sql})" for part in sql_conditions)]), {**values, **condition_values}
