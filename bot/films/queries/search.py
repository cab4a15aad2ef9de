"""Which films are as somebody wants them: one statement for any mix of conditions, over what a server may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Reader, Values
from bot.films.queries.films import SUMMARY_COLUMNS
from bot.films.rules.film import FilmSummary, Person
from bot.films.rules.search.film_filter import FilmFilter, active_conditions
from bot.films.rules.search.search_results import SearchHit
from bot.films.rules.search.search_terms import is_hangul_term, name_terms, phonetic_term, word_terms
from bot.films.rules.search.years import YearRange

VISIBLE_FILMS = "coalesce(film.server, 0) IN (0, :server) AND film.retired = 0"
"""What the server may see, said in the words of the index on film."""
JOIN_SEARCH = " JOIN film_search ON film_search.film = film.id"
SADDEST_FIRST = "film.tears IS NULL, film.tears DESC, film.year DESC, film.id"
NEVER = "0"
"""The condition that no film meets."""
HOOK_SUBQUERY = "(SELECT hook FROM film_text WHERE film = film.id AND language ="
MAX_PEOPLE = 25
SELECT_DECADES = "SELECT DISTINCT film.year / 10 * 10 FROM film WHERE "


@dataclass(frozen=True, slots=True)
class SqlCondition:
    """A condition in SQL, and the values of its named parameters."""

    sql: str
    values: Values


async def find_matching(reader: Reader, film_filter: FilmFilter, guild_id: int | None) -> tuple[int, ...]:
    """The keys of all films that are as wanted: those whose name says the words first, then the saddest, the newest."""
    body, values = _from_where(film_filter)
    sql = f"SELECT film.id {body} ORDER BY {_title_match_first(film_filter)}{SADDEST_FIRST}"
    return tuple(row[0] for row in await reader.execute(sql, {**values, "server": guild_id}))


def _title_match_first(film_filter: FilmFilter) -> str:
    """Orders by whether the name says the words; the statement's conditions have their values."""
    terms = word_terms(film_filter.words or "")
    said = _contains_all(["film_search.names"] * len(terms), "word", terms).sql
    return f"NOT ({said}), " if terms else ""


async def count_matching(reader: Reader, film_filter: FilmFilter, guild_id: int | None) -> int:
    """How many films are as wanted."""
    body, values = _from_where(film_filter)
    rows = await reader.execute(f"SELECT count(*) {body}", {**values, "server": guild_id})
    films: int = rows[0][0]
    return films


def _from_where(film_filter: FilmFilter) -> tuple[str, Values]:
    """From where, and under which conditions."""
    sql_conditions = [CONDITIONS[name](film_filter) for name in active_conditions(film_filter)]
    joined = JOIN_SEARCH if film_filter.words or film_filter.person else ""
    conditions = " AND ".join([VISIBLE_FILMS, *(f"({part.sql})" for part in sql_conditions)])
    values = {name: value for condition in sql_conditions for name, value in condition.values.items()}
    return f"FROM film{joined} WHERE {conditions}", values


def _words(film_filter: FilmFilter) -> SqlCondition:
    terms = word_terms(film_filter.words or "")
    columns = ["film_search.hangul" if is_hangul_term(needle) else "film_search.words" for needle in terms]
    return _contains_all(columns, "word", terms)


def _contains_all(columns: Sequence[str], name: str, terms: Sequence[str]) -> SqlCondition:
    """Each of these occurs in its column, letter by letter: nothing in them is a wildcard."""
    tests = [f"instr({column}, :{name}{i}) > 0" for i, column in enumerate(columns)]
    return SqlCondition(" AND ".join(tests) or NEVER, _numbered_values(name, terms))


def _person(film_filter: FilmFilter) -> SqlCondition:
    """One person has all of the names; that somebody of the film has each is quick to see, and so comes first.

    The people are looked up by film_search, not by film: else SQLite would look at them before it has seen that.
    """
    somebody, person_condition = (
        _matches_name("film_search.people", film_filter.person or ""),
        _matches_name("film_person.folded", film_filter.person or ""),
    )
    its_people = "film_person.film = film_search.film"
    sql = f"{somebody.sql} AND EXISTS (SELECT 1 FROM film_person WHERE {its_people} AND {person_condition.sql})"
    return SqlCondition(sql, person_condition.values)


def _matches_name(column: str, query: str) -> SqlCondition:
    """The names occur in the column, by their letters or by their sound."""
    terms, phonetic = name_terms(query), phonetic_term(query)
    letters = _contains_all([column] * len(terms), "name", terms)
    if phonetic is None:
        return SqlCondition(f"({letters.sql})", letters.values)
    return SqlCondition(f"({letters.sql} OR instr({column}, :sound) > 0)", {**letters.values, "sound": phonetic})


def _themes(film_filter: FilmFilter) -> SqlCondition:
    return _has_term("theme", "theme", film_filter.themes)


def _ending(film_filter: FilmFilter) -> SqlCondition:
    return SqlCondition("film.ending = :ending", {"ending": film_filter.ending})


def _years(film_filter: FilmFilter) -> SqlCondition:
    years = film_filter.years or YearRange()
    sql = "film.year >= coalesce(:first_year, film.year) AND film.year <= coalesce(:last_year, film.year)"
    return SqlCondition(sql, {"first_year": years.first, "last_year": years.last})


def _runtime(film_filter: FilmFilter) -> SqlCondition:
    return SqlCondition("film.minutes <= :longest", {"longest": film_filter.longest})


def _services(film_filter: FilmFilter) -> SqlCondition:
    services = _is_any_of("film_stream.service", "service", film_filter.services)
    sql = f"EXISTS (SELECT 1 FROM film_stream WHERE film_stream.film = film.id AND {services.sql})"
    return SqlCondition(sql, services.values)


def _tears(film_filter: FilmFilter) -> SqlCondition:
    return SqlCondition("film.tears = :tears", {"tears": film_filter.tears})


def _without_notes(film_filter: FilmFilter) -> SqlCondition:
    return _lacks_notes("note", film_filter.without_notes)


def _calm(film_filter: FilmFilter) -> SqlCondition:
    return _lacks_notes("strong", film_filter.calm)


def _lacks_notes(name: str, notes: Sequence[str]) -> SqlCondition:
    has = _has_term("content_warning", name, notes)
    return SqlCondition(f"film.notes_known = 1 AND NOT {has.sql}", has.values)


def _has_term(kind: str, name: str, terms: Sequence[str]) -> SqlCondition:
    any_of = _is_any_of("film_term.term", name, terms)
    its_terms = f"film_term.film = film.id AND film_term.kind = '{kind}'"
    return SqlCondition(f"EXISTS (SELECT 1 FROM film_term WHERE {its_terms} AND {any_of.sql})", any_of.values)


def _is_any_of(column: str, name: str, values: Sequence[object]) -> SqlCondition:
    names = ", ".join(f":{name}{i}" for i in range(len(values)))
    return SqlCondition(f"{column} IN ({names})", _numbered_values(name, values))


def _numbered_values(name: str, values: Sequence[object]) -> Values:
    return {f"{name}{i}": value for i, value in enumerate(values)}


CONDITIONS: Mapping[str, Callable[[FilmFilter], SqlCondition]] = {
    "words": _words,
    "person": _person,
    "themes": _themes,
    "ending": _ending,
    "years": _years,
    "longest": _runtime,
    "services": _services,
    "tears": _tears,
    "without_notes": _without_notes,
    "calm": _calm,
}
"""Each condition in SQL, by its name."""


async def search_hits(reader: Reader, film_ids: Sequence[int], guild_id: int | None) -> tuple[SearchHit, ...]:
    """Those films, as a list shows them, in the order asked."""
    keys = _is_any_of("film.id", "film", film_ids)
    hooks = f"{HOOK_SUBQUERY} 'en'), {HOOK_SUBQUERY} 'ko')"
    sql = f"SELECT {SUMMARY_COLUMNS}, {hooks} FROM film WHERE {keys.sql} AND {VISIBLE_FILMS}"
    rows = await reader.execute(sql, {**keys.values, "server": guild_id})
    found = {row[0]: SearchHit(FilmSummary(*row[:-2]), _hooks(*row[-2:])) for row in rows}
    return tuple(found[film] for film in film_ids if film in found)


def _hooks(english: str | None, korean: str | None) -> Mapping[str, str]:
    return {language: hook for language, hook in (("en", english), ("ko", korean)) if hook}


async def people(reader: Reader, query: str, guild_id: int | None, limit: int = MAX_PEOPLE) -> tuple[Person, ...]:
    """Directors and actors of the films that the server sees, by what was typed of a name; most films first."""
    somebody, person_condition = _matches_name("film_search.people", query), _matches_name("film_person.folded", query)
    named = f"AND {somebody.sql} AND {person_condition.sql}" if query.strip() else ""
    joined = f"film{JOIN_SEARCH} JOIN film_person ON film_person.film = film_search.film"
    rows = await reader.execute(
        f"SELECT name_en, name_ko FROM {joined} WHERE {VISIBLE_FILMS} {named}"
        " GROUP BY name_en, name_ko ORDER BY count(DISTINCT film.id) DESC, name_en, name_ko LIMIT :most",
        {**(person_condition.values if named else {}), "server": guild_id, "most": limit},
    )
    return tuple(Person(*row) for row in rows)


async def common_themes(reader: Reader, guild_id: int | None) -> tuple[str, ...]:
    """The themes of the films that the server sees, those of most films first."""
    rows = await reader.execute(
        f"SELECT term FROM film JOIN film_term ON film_term.film = film.id WHERE {VISIBLE_FILMS}"
        " AND film_term.kind = 'theme' GROUP BY term ORDER BY count(*) DESC, term",
        {"server": guild_id},
    )
    return tuple(row[0] for row in rows)


async def decades(reader: Reader, guild_id: int | None) -> tuple[int, ...]:
    """The decades that films are from, as their first years, the newest first."""
    rows = await reader.execute(f"{SELECT_DECADES}{VISIBLE_FILMS} ORDER BY 1 DESC", {"server": guild_id})
    return tuple(row[0] for row in rows)
