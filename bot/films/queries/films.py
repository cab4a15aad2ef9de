"""What is read of films; every function sees only what the given server may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Reader, Row, Values
from bot.films.rules.film import Film, FilmSummary, FilmText, Person, StreamingOffer
from bot.films.rules.finder.external_ids import imdb_key, tmdb_key
from bot.films.rules.finder.finder import IndexedTitle

SUMMARY_COLUMNS = """
    film.id,
    (SELECT text FROM film_name WHERE film = film.id AND kind = 'english' ORDER BY position LIMIT 1),
    (SELECT text FROM film_name WHERE film = film.id AND kind = 'hangul' ORDER BY position LIMIT 1),
    film.year, film.country
"""
IS_VISIBLE = "(film.server IS NULL OR film.server = :server) AND film.retired = 0"
"""Whether the server sees a film that is looked up by its key."""
VISIBLE_FILMS = "coalesce(film.server, 0) IN (0, :server) AND film.retired = 0"
"""The same for all that it sees, in the words of the index by which they are found."""


@dataclass(frozen=True, slots=True)
class OwnedFilm:
    """A film, and the server whose own it is; None for the catalogue's, which all see."""

    owner_id: int | None
    film: Film


async def titles(reader: Reader, guild_id: int | None) -> Iterable[IndexedTitle]:
    """Every name of every film that the server sees: the catalogue's and its own."""
    rows = await reader.execute(
        f"SELECT film.id, film_name.text, film_name.kind, film.year"
        f" FROM film_name JOIN film ON film.id = film_name.film WHERE {VISIBLE_FILMS} ORDER BY film.id, position",
        {"server": guild_id},
    )
    return (IndexedTitle(*row) for row in rows)


async def external_ids(reader: Reader, guild_id: int | None) -> Sequence[tuple[str, int]]:
    """Return the keys of the films' numbers elsewhere, each with its film, for the films that the server sees."""
    sql = f"SELECT film.id, imdb, tmdb FROM film WHERE {VISIBLE_FILMS}"
    rows = await reader.execute(sql, {"server": guild_id})
    imdb = [(imdb_key(imdb), film) for film, imdb, _ in rows if imdb]
    return [*imdb, *((tmdb_key(tmdb), film) for film, _, tmdb in rows if tmdb)]


async def people(reader: Reader, guild_id: int | None) -> Iterable[tuple[str, int]]:
    """Return the names of directors and actors, each with a film, for the films that the server sees."""
    rows = await reader.execute(
        f"SELECT DISTINCT name_en, name_ko, film FROM film_person JOIN film ON film.id = film WHERE {VISIBLE_FILMS}",
        {"server": guild_id},
    )
    return ((name, film) for *names, film in rows for name in names if name)


async def guilds_with_own_films(reader: Reader) -> frozenset[int]:
    """The servers that have films of their own."""
    rows = await reader.execute("SELECT DISTINCT server FROM film WHERE server IS NOT NULL")
    return frozenset(row[0] for row in rows)


async def summaries(reader: Reader, film_ids: Sequence[int], guild_id: int | None) -> tuple[FilmSummary, ...]:
    """The headings of those films that the server sees, in the order asked."""
    values: Values = {"server": guild_id} | {f"film{i}": film for i, film in enumerate(film_ids)}
    placeholders = ", ".join(f":film{i}" for i in range(len(film_ids)))
    sql = f"SELECT {SUMMARY_COLUMNS} FROM film WHERE film.id IN ({placeholders}) AND {IS_VISIBLE}"
    found = {row[0]: FilmSummary(*row) for row in await reader.execute(sql, values)}
    return tuple(found[film_id] for film_id in film_ids if film_id in found)


async def saddest(reader: Reader, guild_id: int | None) -> tuple[FilmSummary, ...]:
    """The headings of the 25 films that are said to make people cry most, the newest first among equals."""
    newest_saddest = "ORDER BY tears IS NULL, tears DESC, year DESC, id LIMIT 25"
    sql = f"SELECT {SUMMARY_COLUMNS} FROM film WHERE {VISIBLE_FILMS} {newest_saddest}"
    return tuple(FilmSummary(*row) for row in await reader.execute(sql, {"server": guild_id}))


async def film(reader: Reader, film_id: int) -> OwnedFilm | None:
    """Everything about one film, whoever may see it; None when there is none of that key, or not any more."""
    values: Values = {"film": film_id}
    columns = "minutes, rating, ending, tears, imdb, tmdb, notes_known"
    sql = f"SELECT film.server, {SUMMARY_COLUMNS}, {columns} FROM film WHERE film.id = :film AND film.retired = 0"
    films = await reader.execute(sql, values)
    if not films:
        return None
    terms = await reader.execute("SELECT kind, term FROM film_term WHERE film = :film ORDER BY kind, position", values)
    people = await reader.execute(
        "SELECT work, name_en, name_ko, role FROM film_person WHERE film = :film ORDER BY work, position", values
    )
    texts = await reader.execute(
        "SELECT language, synopsis, hook FROM film_text WHERE film = :film ORDER BY language", values
    )
    streams = await reader.execute(
        "SELECT service, region, kind, url, checked_on, source FROM film_stream WHERE film = :film ORDER BY position",
        values,
    )
    return OwnedFilm(films[0][0], _build_film(films[0][1:], terms, people, texts, streams))


def _build_film(
    row: Row, terms: Sequence[Row], people: Sequence[Row], texts: Sequence[Row], streams: Sequence[Row]
) -> Film:
    *summary, minutes, rating, ending, tears, imdb, tmdb, notes_known = row
    return Film(
        summary=FilmSummary(*summary),
        minutes=minutes,
        rating=rating,
        ending=ending,
        tears=tears,
        imdb_id=imdb,
        tmdb_id=tmdb,
        directors=tuple(Person(*columns) for work, *columns in people if work == "director"),
        cast=tuple(Person(*columns) for work, *columns in people if work == "cast"),
        genres=_terms_of_kind("genre", terms),
        themes=_terms_of_kind("theme", terms),
        content_notes=_terms_of_kind("content_warning", terms) if notes_known else None,
        texts={language: FilmText(*columns) for language, *columns in texts},
        streaming_offers=tuple(StreamingOffer(*stream) for stream in streams),
    )


def _terms_of_kind(kind: str, terms: Iterable[Row]) -> tuple[str, ...]:
    return tuple(term for its_kind, term in terms if its_kind == kind)
