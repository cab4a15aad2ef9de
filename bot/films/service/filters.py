"""How another feature chooses films by its own query: the conditions for it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.films.queries.search import PARTS, SHELF
from bot.films.rules.search.film_filter import FilmFilter, active_conditions
from bot.films.rules.watch_links import StreamingServices

Condition = tuple[str, Mapping[str, object]]
"""A condition on the rows of the table `film`, and the values that it names."""


def visible_films(server: int | None) -> Condition:
    """The films that a server sees."""
    return SHELF, {"server": server}


def fitting_films(wanted: FilmFilter, services: StreamingServices, server: int | None) -> Condition:
    """Those of them that are as wanted; without words or a person, for these need more than the table `film`."""
    shelf, values = visible_films(server)
    spelt = _spelt(wanted, services)
    parts = [PARTS[name](spelt) for name in active_conditions(spelt)]
    told = {name: value for part in parts for name, value in part.values.items()}
    return " AND ".join([shelf, *(f"({part.sql})" for part in parts)]), {**values, **told}


def _spelt(wanted: FilmFilter, services: StreamingServices) -> FilmFilter:
    """With each service by its key and by its name: a film's row may have either."""
    known = [service for key in wanted.services if (service := services.find(key))]
    names = [spelling for service in known for spelling in (service.key, service.name)]
    return replace(wanted, services=tuple(dict.fromkeys([*wanted.services, *names])))
