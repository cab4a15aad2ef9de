"""Turns film filters into SQL conditions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias

from bot.core.storage.sql import SqlFragment, Values
from bot.films.rules.search.film_filter import FilmFilter, active_conditions
from bot.films.rules.search.years import YearRange
from bot.ids import GuildId

VISIBLE_FILMS = "coalesce(film.guild_id, 0) IN (0, :guild_id) AND film.retired = 0"
"""The condition for films that a server sees, written so that SQLite can use the index on its first expression."""
NO_FILM_SQL = "1 = 0"
"""A condition that no film meets."""
OfferedFilm: TypeAlias = Callable[[str, Collection[str], str, str], SqlFragment]
"""Returns the condition that services in a country have a film; two columns hold its TMDB number and its IMDb id."""


def visible_film_condition(column: str, guild_id: GuildId | None) -> SqlFragment:
    """Return the condition that a column holds the id of a film that a server sees."""
    return matching_film(column, FilmFilter(), guild_id, never_offered)


def never_offered(*_: object) -> SqlFragment:
    """Return a condition that no film meets, for filters without services."""
    return SqlFragment(NO_FILM_SQL, {})


def matching_film(
    column: str, film_filter: FilmFilter, guild_id: GuildId | None, offered_film: OfferedFilm
) -> SqlFragment:
    """Return the condition that a column holds the id of a matching film that a server sees."""
    films = matching_films(film_filter, guild_id, offered_film)
    return SqlFragment(f"EXISTS (SELECT 1 {films.sql} AND film.id = {column})", films.values)


def matching_films(film_filter: FilmFilter, guild_id: GuildId | None, offered_film: OfferedFilm) -> SqlFragment:
    """Return FROM and WHERE clauses for the matching films that a server sees.

    The conditions on words and people are left out, because `SearchIndex` evaluates them.
    """
    conditions = [CONDITIONS[name](film_filter) for name in active_conditions(film_filter) if name in CONDITIONS]
    if film_filter.wanted_services is not None:
        conditions.append(_available(film_filter.wanted_services, film_filter.viewer.country, offered_film))
    sql = " AND ".join([VISIBLE_FILMS, *(f"({condition.sql})" for condition in conditions)])
    values = {name: value for condition in conditions for name, value in condition.values.items()}
    return SqlFragment(f"FROM film WHERE {sql}", {**values, "guild_id": guild_id})


def is_any_of(column: str, name: str, values: Sequence[object]) -> SqlFragment:
    """Return the condition that a column has one of the values, with parameters named after `name`."""
    if not values:
        return SqlFragment(NO_FILM_SQL, {})
    names = ", ".join(f":{name}{i}" for i in range(len(values)))
    return SqlFragment(f"{column} IN ({names})", _numbered_values(name, values))


def _themes(film_filter: FilmFilter) -> SqlFragment:
    return _has_term("theme", "theme", film_filter.themes)


def _genres(film_filter: FilmFilter) -> SqlFragment:
    return _has_term("genre", "genre", film_filter.genres)


def _ending(film_filter: FilmFilter) -> SqlFragment:
    return SqlFragment("film.ending = :ending", {"ending": film_filter.ending})


def _years(film_filter: FilmFilter) -> SqlFragment:
    years = film_filter.years or YearRange()
    sql = "film.year >= coalesce(:first_year, film.year) AND film.year <= coalesce(:last_year, film.year)"
    return SqlFragment(sql, {"first_year": years.first, "last_year": years.last})


def _max_minutes(film_filter: FilmFilter) -> SqlFragment:
    return SqlFragment("film.minutes <= :max_minutes", {"max_minutes": film_filter.max_minutes})


def _available(services: Sequence[str], country: str | None, offered_film: OfferedFilm) -> SqlFragment:
    """Return the condition that one of the services has the film.

    In a country, TMDB's offers count, and our rows for that country or without a region. Without a country, all our
    rows count, and TMDB's offers do not.
    """
    if not services:
        return SqlFragment(NO_FILM_SQL, {})
    is_listed = is_any_of("film_stream.service", "service", services)
    rows = f"SELECT 1 FROM film_stream WHERE film_stream.film_id = film.id AND {is_listed.sql}"
    if country is None:
        return SqlFragment(f"EXISTS ({rows})", is_listed.values)
    offered = offered_film("film.tmdb_id", services, country, "film.imdb_id")
    sql = f"EXISTS ({rows} AND coalesce(film_stream.region, :country) = :country) OR {offered.sql}"
    return SqlFragment(sql, {**is_listed.values, "country": country, **offered.values})


def _tears(film_filter: FilmFilter) -> SqlFragment:
    return SqlFragment("film.tears = :tears", {"tears": film_filter.tears})


def _excluded_notes(film_filter: FilmFilter) -> SqlFragment:
    has = _has_term("content_warning", "note", film_filter.excluded_notes)
    return SqlFragment(f"film.notes_known = 1 AND NOT {has.sql}", has.values)


def _has_term(kind: str, name: str, terms: Sequence[str]) -> SqlFragment:
    any_of = is_any_of("film_term.term", name, terms)
    term_condition = f"film_term.film_id = film.id AND film_term.kind = '{kind}'"
    return SqlFragment(f"EXISTS (SELECT 1 FROM film_term WHERE {term_condition} AND {any_of.sql})", any_of.values)


def _numbered_values(name: str, values: Sequence[object]) -> Values:
    return {f"{name}{i}": value for i, value in enumerate(values)}


CONDITIONS: Mapping[str, Callable[[FilmFilter], SqlFragment]] = {
    "themes": _themes,
    "ending": _ending,
    "years": _years,
    "max_minutes": _max_minutes,
    "tears": _tears,
    "excluded_notes": _excluded_notes,
    "genres": _genres,
}
"""The function that builds a condition's SQL, by the condition's name; `matching_films` adds services itself."""
