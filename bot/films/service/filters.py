"""How another feature chooses films by its own query: the conditions for it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.films.queries.search import CONDITIONS, VISIBLE_FILMS
from bot.films.rules.search.film_filter import FilmFilter, active_conditions
from bot.films.rules.watch_links import StreamingServices

Condition = tuple[str, Mapping[str, object]]
"""A condition on the rows of the table `film`, and the values that it names."""


def visible_films(guild_id: int | None) -> Condition:
    """The films that a server sees."""
    return VISIBLE_FILMS, {"server": guild_id}


def matching_films(film_filter: FilmFilter, services: StreamingServices, guild_id: int | None) -> Condition:
    """Those of them that are as wanted; without words or a person, for these need more than the table `film`."""
    visible, values = visible_films(guild_id)
    expanded = _with_service_names(film_filter, services)
    sql_conditions = [CONDITIONS[name](expanded) for name in active_conditions(expanded)]
    condition_values = {name: value for condition in sql_conditions for name, value in condition.values.items()}
    return " AND ".join([visible, *(f"({part.sql})" for part in sql_conditions)]), {**values, **condition_values}


def _with_service_names(film_filter: FilmFilter, services: StreamingServices) -> FilmFilter:
    """With each service by its key and by its name: a film's row may have either."""
    known = [service for key in film_filter.services if (service := services.find(key))]
    names = [spelling for service in known for spelling in (service.key, service.name)]
    return replace(film_filter, services=tuple(dict.fromkeys([*film_filter.services, *names])))
