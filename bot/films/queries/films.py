"""The SQL statements that read films. A function reads only films that the server sees unless it says otherwise."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from bot.core.storage.sql import Reader, Row, Values
from bot.films.queries.film_conditions import VISIBLE_FILMS, is_any_of
from bot.films.rules.film import Film, FilmSummary, FilmText, Person, StreamingOffer
from bot.films.rules.finder.external_ids import imdb_key, tmdb_key
from bot.films.rules.finder.finder import IndexedTitle
from bot.ids import FilmId, GuildId

SUMMARY_COLUMNS = """
    film.id AS id,
    (SELECT text FROM film_name WHERE film_id = film.id AND kind = 'english' ORDER BY position LIMIT 1) AS title_en,
    (SELECT text FROM film_name WHERE film_id = film.id AND kind = 'hangul' ORDER BY position LIMIT 1) AS title_ko,
    film.year AS year, film.country AS country
"""
IN_GUILD = "(film.guild_id IS NULL OR film.guild_id = :guild_id)"
"""The condition for films of the catalogue or of the server, retired or not."""
SADDEST_FIRST = "tears IS NULL, tears DESC, year DESC, id"

ContentNotes = Mapping[FilmId, tuple[str, ...] | None]
"""Content notes by film; None if nobody has reviewed the film."""


class OwnedFilm(Struct, frozen=True):
    """A film, and the server that owns it: None for a film of the catalogue, which everyone sees."""

    owner_id: GuildId | None
    film: Film


class FilmRow(FilmSummary, frozen=True):
    """A row of the table `film`, with the film's titles."""

    guild_id: GuildId | None
    minutes: int | None
    rating: str | None
    ending: str | None
    tears: int | None
    imdb_id: str | None
    tmdb_id: int | None
    notes_known: int


class ExternalIdsRow(Struct, frozen=True):
    """A film's ids on other sites."""

    film_id: FilmId
    imdb_id: str | None
    tmdb_id: int | None


class PersonNameRow(Struct, frozen=True):
    """The names of a person in a film."""

    film_id: FilmId
    name_en: str
    name_ko: str | None


class NoteRow(Struct, frozen=True):
    """A film's content note; `note` is None if the film has none."""

    film_id: FilmId
    notes_known: int
    note: str | None


async def titles(reader: Reader, guild_id: GuildId | None) -> Sequence[IndexedTitle]:
    """Return every title of every film."""
    return await reader.select(
        IndexedTitle,
        "SELECT film.id AS film_id, film_name.text AS text, film_name.kind AS kind, film.year AS year,"
        " film.country AS country"
        f" FROM film_name JOIN film ON film.id = film_name.film_id WHERE {VISIBLE_FILMS} ORDER BY film.id, position",
        {"guild_id": guild_id},
    )


async def external_ids(reader: Reader, guild_id: GuildId | None) -> Sequence[tuple[str, FilmId]]:
    """Return the films' ids on other sites as keys of the title index, each with the film's own id."""
    sql = f"SELECT film.id AS film_id, imdb_id, tmdb_id FROM film WHERE {VISIBLE_FILMS}"
    rows = await reader.select(ExternalIdsRow, sql, {"guild_id": guild_id})
    imdb = [(imdb_key(row.imdb_id), row.film_id) for row in rows if row.imdb_id]
    return [*imdb, *((tmdb_key(row.tmdb_id), row.film_id) for row in rows if row.tmdb_id)]


async def names_of_people(reader: Reader, guild_id: GuildId | None) -> Sequence[tuple[str, FilmId]]:
    """Return each name of a director or actor with the id of each of their films."""
    rows = await reader.select(
        PersonNameRow,
        "SELECT DISTINCT person.name_en AS name_en, person.name_ko AS name_ko, film.id AS film_id FROM film"
        " JOIN film_person ON film_person.film_id = film.id JOIN person ON person.id = film_person.person_id"
        f" WHERE {VISIBLE_FILMS}",
        {"guild_id": guild_id},
    )
    return [(name, row.film_id) for row in rows for name in (row.name_en, row.name_ko) if name]


async def guilds_with_own_films(reader: Reader) -> frozenset[GuildId]:
    """Return the servers that have their own films."""
    rows = await reader.execute("SELECT DISTINCT guild_id FROM film WHERE guild_id IS NOT NULL")
    return frozenset(row[0] for row in rows)


async def summaries(reader: Reader, film_ids: Sequence[FilmId], guild_id: GuildId | None) -> tuple[FilmSummary, ...]:
    """Return the summaries of films in the order of `film_ids`."""
    ids = is_any_of("film.id", "film", film_ids)
    sql = f"SELECT {SUMMARY_COLUMNS} FROM film WHERE {ids.sql} AND {IN_GUILD} AND film.retired = 0"
    rows = await reader.select(FilmSummary, sql, {**ids.values, "guild_id": guild_id})
    found = {film.id: film for film in rows}
    return tuple(found[film_id] for film_id in film_ids if film_id in found)


async def saddest(reader: Reader, guild_id: GuildId | None) -> tuple[FilmSummary, ...]:
    """Return the summaries of the 25 saddest films, newest first among equally sad ones."""
    sql = f"SELECT {SUMMARY_COLUMNS} FROM film WHERE {VISIBLE_FILMS} ORDER BY {SADDEST_FIRST} LIMIT 25"
    return tuple(await reader.select(FilmSummary, sql, {"guild_id": guild_id}))


async def content_notes(reader: Reader, film_ids: Iterable[FilmId], guild_id: GuildId | None) -> ContentNotes:
    """Return the content notes of films, including retired films, by film id."""
    ids = is_any_of("film.id", "film", tuple(film_ids))
    rows = await reader.select(
        NoteRow,
        "SELECT film.id AS film_id, notes_known, film_term.term AS note FROM film"
        " LEFT JOIN film_term ON film_term.film_id = film.id AND film_term.kind = 'content_warning'"
        f" WHERE {ids.sql} AND {IN_GUILD} ORDER BY film.id, film_term.position",
        {**ids.values, "guild_id": guild_id},
    )
    found: dict[FilmId, tuple[str, ...] | None] = {row.film_id: () if row.notes_known else None for row in rows}
    for row in rows:
        notes = found[row.film_id]
        if notes is not None and row.note is not None:
            found[row.film_id] = (*notes, row.note)
    return found


async def themes_of(reader: Reader, film_ids: Iterable[FilmId]) -> Mapping[FilmId, tuple[str, ...]]:
    """Return the themes by film id, for films of the catalogue or any server; a film without themes is left out."""
    ids = is_any_of("film_id", "film", tuple(film_ids))
    sql = f"SELECT film_id, term FROM film_term WHERE kind = 'theme' AND {ids.sql} ORDER BY film_id, position"
    found: dict[FilmId, tuple[str, ...]] = {}
    for film_id, theme in await reader.execute(sql, ids.values):
        found[film_id] = (*found.get(film_id, ()), theme)
    return found


async def count_films(reader: Reader, guild_id: GuildId | None) -> int:
    """Count the films."""
    sql = f"SELECT count(*) FROM film WHERE {VISIBLE_FILMS}"
    count: int = (await reader.execute(sql, {"guild_id": guild_id}))[0][0]
    return count


async def film_exists(reader: Reader, film_id: FilmId, guild_id: GuildId | None) -> bool:
    """Return whether the catalogue or the server has a film with that id, retired or not."""
    sql = f"SELECT 1 FROM film WHERE film.id = :film_id AND {IN_GUILD}"
    return bool(await reader.execute(sql, {"film_id": film_id, "guild_id": guild_id}))


async def newest_id(reader: Reader) -> FilmId:
    """Return the greatest id of all films of the catalogue and all servers, or 0 if there are no films."""
    newest: FilmId = (await reader.execute("SELECT coalesce(max(id), 0) FROM film"))[0][0]
    return newest


async def ids_after(reader: Reader, film_id: FilmId, guild_id: GuildId | None) -> Sequence[FilmId]:
    """Return, in order, the ids greater than `film_id` of films of the catalogue or the server, retired or not."""
    sql = f"SELECT film.id FROM film WHERE film.id > :film_id AND {IN_GUILD} ORDER BY film.id"
    return [row[0] for row in await reader.execute(sql, {"film_id": film_id, "guild_id": guild_id})]


async def ids_of_slugs(reader: Reader, slugs: Sequence[str]) -> Sequence[FilmId]:
    """Return the ids of films of the catalogue, in the order of their slugs; retired and unknown ones are left out."""
    listed = is_any_of("slug", "slug", slugs)
    sql = f"SELECT slug, id FROM film WHERE guild_id IS NULL AND retired = 0 AND {listed.sql}"
    found: dict[str, FilmId] = {row[0]: row[1] for row in await reader.execute(sql, listed.values)}
    return [found[slug] for slug in slugs if slug in found]


async def summaries_by_id(reader: Reader, film_ids: Iterable[FilmId]) -> Mapping[FilmId, FilmSummary]:
    """Return summaries by film id, for films of the catalogue or any server, retired or not."""
    ids = is_any_of("film.id", "film", tuple(film_ids))
    rows = await reader.select(FilmSummary, f"SELECT {SUMMARY_COLUMNS} FROM film WHERE {ids.sql}", ids.values)
    return {film.id: film for film in rows}


async def film(reader: Reader, film_id: FilmId) -> OwnedFilm | None:
    """Return everything about a film of the catalogue or any server, or None if there is none or it is retired."""
    values: Values = {"film_id": film_id}
    columns = "guild_id, minutes, rating, ending, tears, imdb_id, tmdb_id, notes_known"
    sql = f"SELECT {SUMMARY_COLUMNS}, {columns} FROM film WHERE film.id = :film_id AND film.retired = 0"
    films = await reader.select(FilmRow, sql, values)
    if not films:
        return None
    terms = await reader.execute(
        "SELECT kind, term FROM film_term WHERE film_id = :film_id ORDER BY kind, position", values
    )
    people = await reader.execute(
        "SELECT job, name_en, name_ko, role FROM film_person JOIN person ON person.id = film_person.person_id"
        " WHERE film_id = :film_id ORDER BY job, position",
        values,
    )
    texts = await reader.execute(
        "SELECT language, synopsis, hook FROM film_text WHERE film_id = :film_id ORDER BY language", values
    )
    offers = await reader.select(
        StreamingOffer,
        "SELECT service, region, kind, url, checked_on, source FROM film_stream"
        " WHERE film_id = :film_id ORDER BY position",
        values,
    )
    return OwnedFilm(films[0].guild_id, _build_film(films[0], terms, people, texts, offers))


def _build_film(
    row: FilmRow,
    terms: Sequence[Row],
    people: Sequence[Row],
    texts: Sequence[Row],
    offers: Sequence[StreamingOffer],
) -> Film:
    return Film(
        summary=FilmSummary(row.id, row.title_en, row.title_ko, row.year, row.country),
        minutes=row.minutes,
        rating=row.rating,
        ending=row.ending,
        tears=row.tears,
        imdb_id=row.imdb_id,
        tmdb_id=row.tmdb_id,
        directors=_people_with_job("director", people),
        cast=_people_with_job("cast", people),
        genres=_terms_of_kind("genre", terms),
        themes=_terms_of_kind("theme", terms),
        content_notes=_terms_of_kind("content_warning", terms) if row.notes_known else None,
        texts={language: FilmText(synopsis, hook) for language, synopsis, hook in texts},
        streaming_offers=tuple(offers),
    )


def _people_with_job(job: str, people: Iterable[Row]) -> tuple[Person, ...]:
    return tuple(Person(*person) for their_job, *person in people if their_job == job)


def _terms_of_kind(kind: str, terms: Iterable[Row]) -> tuple[str, ...]:
    return tuple(term for its_kind, term in terms if its_kind == kind)
