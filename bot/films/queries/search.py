"""Which films are as somebody wants them: one statement for any mix of conditions, over what a server may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Reader, Values
from bot.films.queries.film_reader import SUMMARY_COLUMNS
from bot.films.rules.film import FilmSummary, Person
from bot.films.rules.search.film_filter import FilmFilter, active_conditions
from bot.films.rules.search.search_results import SearchHit
from bot.films.rules.search.search_terms import is_hangul_term, name_terms, phonetic_term, word_terms
from bot.films.rules.search.years import YearRange

SHELF = "coalesce(film.server, 0) IN (0, :server) AND film.retired = 0"
"""What the server may see, said in the words of the index on film."""
SEARCHED = " JOIN film_search ON film_search.film = film.id"
SADDEST = "film.tears IS NULL, film.tears DESC, film.year DESC, film.id"
NONE = "0"
"""The condition that no film meets."""
HOOK = "(SELECT hook FROM film_text WHERE film = film.id AND language ="
MOST_PEOPLE = 25
DECADES = "SELECT DISTINCT film.year / 10 * 10 FROM film WHERE "


@dataclass(frozen=True, slots=True)
class Part:
    """A condition in SQL, and the values of its named parameters."""

    sql: str
    values: Values


async def matching(reader: Reader, wanted: FilmFilter, server: int | None) -> tuple[int, ...]:
    """The keys of all films that are as wanted: those whose name says the words first, then the saddest, the newest."""
    body, values = _body(wanted)
    sql = f"SELECT film.id {body} ORDER BY {_by_name(wanted)}{SADDEST}"
    return tuple(row[0] for row in await reader.execute(sql, {**values, "server": server}))


def _by_name(wanted: FilmFilter) -> str:
    """Orders by whether the name says the words; the statement's conditions have their values."""
    looked_for = word_terms(wanted.words or "")
    said = _all_in(["film_search.names"] * len(looked_for), "word", looked_for).sql
    return f"NOT ({said}), " if looked_for else ""


async def count(reader: Reader, wanted: FilmFilter, server: int | None) -> int:
    """How many films are as wanted."""
    body, values = _body(wanted)
    rows = await reader.execute(f"SELECT count(*) {body}", {**values, "server": server})
    films: int = rows[0][0]
    return films


def _body(wanted: FilmFilter) -> tuple[str, Values]:
    """From where, and under which conditions."""
    parts = [PARTS[name](wanted) for name in active_conditions(wanted)]
    joined = SEARCHED if wanted.words or wanted.person else ""
    conditions = " AND ".join([SHELF, *(f"({part.sql})" for part in parts)])
    values = {name: value for part in parts for name, value in part.values.items()}
    return f"FROM film{joined} WHERE {conditions}", values


def _words(wanted: FilmFilter) -> Part:
    looked_for = word_terms(wanted.words or "")
    columns = ["film_search.hangul" if is_hangul_term(needle) else "film_search.words" for needle in looked_for]
    return _all_in(columns, "word", looked_for)


def _all_in(columns: Sequence[str], name: str, looked_for: Sequence[str]) -> Part:
    """Each of these occurs in its column, letter by letter: nothing in them is a wildcard."""
    each = [f"instr({column}, :{name}{i}) > 0" for i, column in enumerate(columns)]
    return Part(" AND ".join(each) or NONE, _numbered(name, looked_for))


def _person(wanted: FilmFilter) -> Part:
    """One person has all of the names; that somebody of the film has each is quick to see, and so comes first.

    The people are looked up by film_search, not by film: else SQLite would look at them before it has seen that.
    """
    somebody, one = _named("film_search.people", wanted.person or ""), _named("film_person.folded", wanted.person or "")
    its_people = "film_person.film = film_search.film"
    sql = f"{somebody.sql} AND EXISTS (SELECT 1 FROM film_person WHERE {its_people} AND {one.sql})"  # noqa: S608  # constants
    return Part(sql, one.values)


def _named(column: str, typed: str) -> Part:
    """The names occur in the column, by their letters or by their sound."""
    looked_for, sound = name_terms(typed), phonetic_term(typed)
    letters = _all_in([column] * len(looked_for), "name", looked_for)
    if sound is None:
        return Part(f"({letters.sql})", letters.values)
    return Part(f"({letters.sql} OR instr({column}, :sound) > 0)", {**letters.values, "sound": sound})


def _themes(wanted: FilmFilter) -> Part:
    return _has_term("theme", "theme", wanted.themes)


def _ending(wanted: FilmFilter) -> Part:
    return Part("film.ending = :ending", {"ending": wanted.ending})


def _years(wanted: FilmFilter) -> Part:
    years = wanted.years or YearRange()
    sql = "film.year >= coalesce(:first_year, film.year) AND film.year <= coalesce(:last_year, film.year)"
    return Part(sql, {"first_year": years.first, "last_year": years.last})


def _longest(wanted: FilmFilter) -> Part:
    return Part("film.minutes <= :longest", {"longest": wanted.longest})


def _services(wanted: FilmFilter) -> Part:
    services = _any_of("film_stream.service", "service", wanted.services)
    sql = f"EXISTS (SELECT 1 FROM film_stream WHERE film_stream.film = film.id AND {services.sql})"  # noqa: S608  # constants
    return Part(sql, services.values)


def _tears(wanted: FilmFilter) -> Part:
    return Part("film.tears = :tears", {"tears": wanted.tears})


def _without_notes(wanted: FilmFilter) -> Part:
    return _lacks_notes("note", wanted.without_notes)


def _calm(wanted: FilmFilter) -> Part:
    return _lacks_notes("strong", wanted.calm)


def _lacks_notes(name: str, notes: Sequence[str]) -> Part:
    has = _has_term("content_warning", name, notes)
    return Part(f"film.notes_known = 1 AND NOT {has.sql}", has.values)


def _has_term(kind: str, name: str, terms: Sequence[str]) -> Part:
    any_of = _any_of("film_term.term", name, terms)
    its_terms = f"film_term.film = film.id AND film_term.kind = '{kind}'"
    return Part(f"EXISTS (SELECT 1 FROM film_term WHERE {its_terms} AND {any_of.sql})", any_of.values)  # noqa: S608  # constants


def _any_of(column: str, name: str, wanted: Sequence[object]) -> Part:
    names = ", ".join(f":{name}{i}" for i in range(len(wanted)))
    return Part(f"{column} IN ({names})", _numbered(name, wanted))


def _numbered(name: str, values: Sequence[object]) -> Values:
    return {f"{name}{i}": value for i, value in enumerate(values)}


PARTS: Mapping[str, Callable[[FilmFilter], Part]] = {
    "words": _words,
    "person": _person,
    "themes": _themes,
    "ending": _ending,
    "years": _years,
    "longest": _longest,
    "services": _services,
    "tears": _tears,
    "without_notes": _without_notes,
    "calm": _calm,
}
"""Each condition in SQL, by its name."""


async def listed(reader: Reader, films: Sequence[int], server: int | None) -> tuple[SearchHit, ...]:
    """Those films, as a list shows them, in the order asked."""
    keys = _any_of("film.id", "film", films)
    hooks = f"{HOOK} 'en'), {HOOK} 'ko')"
    sql = f"SELECT {SUMMARY_COLUMNS}, {hooks} FROM film WHERE {keys.sql} AND {SHELF}"  # noqa: S608  # constants and named values
    rows = await reader.execute(sql, {**keys.values, "server": server})
    found = {row[0]: SearchHit(FilmSummary(*row[:-2]), _hooks(*row[-2:])) for row in rows}
    return tuple(found[film] for film in films if film in found)


def _hooks(english: str | None, korean: str | None) -> Mapping[str, str]:
    return {at: hook for at, hook in (("en", english), ("ko", korean)) if hook}


async def people(reader: Reader, typed: str, server: int | None, most: int = MOST_PEOPLE) -> tuple[Person, ...]:
    """Directors and actors of the films that the server sees, by what was typed of a name; most films first."""
    somebody, one = _named("film_search.people", typed), _named("film_person.folded", typed)
    named = f"AND {somebody.sql} AND {one.sql}" if typed.strip() else ""
    joined = f"film{SEARCHED} JOIN film_person ON film_person.film = film_search.film"
    rows = await reader.execute(
        f"SELECT name_en, name_ko FROM {joined} WHERE {SHELF} {named}"  # noqa: S608  # constants and named values
        " GROUP BY name_en, name_ko ORDER BY count(DISTINCT film.id) DESC, name_en, name_ko LIMIT :most",
        {**(one.values if named else {}), "server": server, "most": most},
    )
    return tuple(Person(*row) for row in rows)


async def common_themes(reader: Reader, server: int | None) -> tuple[str, ...]:
    """The themes of the films that the server sees, those of most films first."""
    rows = await reader.execute(
        f"SELECT term FROM film JOIN film_term ON film_term.film = film.id WHERE {SHELF} AND film_term.kind = 'theme'"  # noqa: S608  # constants
        " GROUP BY term ORDER BY count(*) DESC, term",
        {"server": server},
    )
    return tuple(row[0] for row in rows)


async def decades(reader: Reader, server: int | None) -> tuple[int, ...]:
    """The decades that films are from, as their first years, the newest first."""
    rows = await reader.execute(f"{DECADES}{SHELF} ORDER BY 1 DESC", {"server": server})
    return tuple(row[0] for row in rows)
