"""The SQL statements that write films: those of the catalogue and servers' own films."""

from collections.abc import Iterable, Mapping, Sequence

from bot.core.storage.sql import Reader, Values, Writer
from bot.films.rules.film import CatalogueEntry, Film, Person
from bot.films.rules.search.search_terms import searchable_person, searchable_titles, searchable_words
from bot.ids import FilmId, GuildId

SavedFilm = tuple[FilmId, CatalogueEntry]
"""The id of a film whose row has been written, and the entry with its details."""
SearchTexts = Mapping[Person, str]
"""The searchable names of each person."""


async def loaded_digest(reader: Reader) -> str | None:
    """Return the digest of the catalogue that was last loaded, or None if none was ever loaded."""
    rows = await reader.execute("SELECT digest FROM catalogue")
    return rows[0][0] if rows else None


async def set_digest(writer: Writer, digest: str) -> None:
    """Store the digest of the loaded catalogue."""
    sql = "INSERT INTO catalogue (one, digest) VALUES (1, :digest) ON CONFLICT (one) DO UPDATE SET digest = :digest"
    await writer.execute(sql, {"digest": digest})


async def retire_catalogue(writer: Writer, kept_slugs: Iterable[str]) -> None:
    """Mark the catalogue's films as retired, and those in `kept_slugs` as not retired."""
    await writer.execute("UPDATE film SET retired = 1 WHERE guild_id IS NULL")
    sql = "UPDATE film SET retired = 0 WHERE guild_id IS NULL AND slug = :slug"
    await writer.execute_many(sql, [{"slug": slug} for slug in kept_slugs])


async def save_film(writer: Writer, entry: CatalogueEntry, guild_id: GuildId | None) -> FilmId:
    """Write a film with all its details, replacing the one with the same owner and slug, and return its id."""
    return (await save_films(writer, [entry], guild_id))[0]


async def save_films(writer: Writer, entries: Sequence[CatalogueEntry], guild_id: GuildId | None) -> list[FilmId]:
    """Write films as `save_film` does, one table after another, and return their ids."""
    await writer.execute_many(
        "INSERT INTO film"
        " (guild_id, slug, year, country, minutes, rating, ending, tears, notes_known, imdb_id, tmdb_id)"
        " VALUES (:guild_id, :slug, :year, :country, :minutes, :rating, :ending, :tears, :notes_known, :imdb_id,"
        " :tmdb_id)"
        " ON CONFLICT (coalesce(guild_id, 0), slug) DO UPDATE SET year = excluded.year, country = excluded.country,"
        " minutes = excluded.minutes, rating = excluded.rating, ending = excluded.ending, tears = excluded.tears,"
        " notes_known = excluded.notes_known, imdb_id = excluded.imdb_id, tmdb_id = excluded.tmdb_id, retired = 0",
        (_film_row(entry, guild_id) for entry in entries),
    )
    saved = [(await _id_of(writer, entry.slug, guild_id), entry) for entry in entries]
    search_texts = {person: searchable_person(person) for entry in entries for person in _people(entry.film)}
    await _save_details(writer, saved, search_texts)
    await _save_search_text(writer, saved, search_texts)
    return [film_id for film_id, _ in saved]


async def _id_of(reader: Reader, slug: str, guild_id: GuildId | None) -> FilmId:
    sql = "SELECT id FROM film WHERE coalesce(guild_id, 0) = coalesce(:guild_id, 0) AND slug = :slug"
    film_id: FilmId = (await reader.execute(sql, {"guild_id": guild_id, "slug": slug}))[0][0]
    return film_id


def _film_row(entry: CatalogueEntry, guild_id: GuildId | None) -> Values:
    film = entry.film
    return {
        "guild_id": guild_id,
        "slug": entry.slug,
        "year": film.summary.year,
        "country": film.summary.country,
        "minutes": film.minutes,
        "rating": film.rating,
        "ending": film.ending,
        "tears": film.tears,
        "notes_known": int(film.content_notes is not None),
        "imdb_id": film.imdb_id,
        "tmdb_id": film.tmdb_id,
    }


async def _save_details(writer: Writer, saved: Sequence[SavedFilm], search_texts: SearchTexts) -> None:
    for table in ("film_name", "film_person", "film_term", "film_text", "film_stream"):
        sql = f"DELETE FROM {table} WHERE film_id = :film_id"
        await writer.execute_many(sql, [{"film_id": film_id} for film_id, _ in saved])
    await writer.execute_many(
        "INSERT INTO film_name (film_id, position, kind, text) VALUES (:film_id, :position, :kind, :text)",
        (
            {"film_id": film_id, "position": i, "kind": n.kind, "text": n.text}
            for film_id, entry in saved
            for i, n in enumerate(entry.titles)
        ),
    )
    await _save_people(writer, saved, search_texts)
    await writer.execute_many(
        "INSERT INTO film_term (film_id, kind, position, term) VALUES (:film_id, :kind, :position, :term)",
        (row for film_id, entry in saved for row in _all_term_rows(film_id, entry.film)),
    )
    await writer.execute_many(
        "INSERT INTO film_text (film_id, language, synopsis, hook) VALUES (:film_id, :language, :synopsis, :hook)",
        (
            {"film_id": film_id, "language": language, "synopsis": t.synopsis, "hook": t.hook}
            for film_id, entry in saved
            for language, t in entry.film.texts.items()
        ),
    )
    await writer.execute_many(
        "INSERT INTO film_stream (film_id, position, service, region, kind, url, checked_on, source)"
        " VALUES (:film_id, :position, :service, :region, :kind, :url, :checked_on, :source)",
        (row for film_id, entry in saved for row in _stream_rows(film_id, entry.film)),
    )


def _stream_rows(film_id: FilmId, film: Film) -> list[Values]:
    return [
        {
            "film_id": film_id,
            "position": i,
            "service": s.service,
            "region": s.region,
            "kind": s.kind,
            "url": s.url,
            "checked_on": s.checked_on,
            "source": s.source,
        }
        for i, s in enumerate(film.streaming_offers)
    ]


async def _save_people(writer: Writer, saved: Sequence[SavedFilm], search_texts: SearchTexts) -> None:
    await writer.execute_many(
        "INSERT INTO person (name_en, name_ko, search_text) VALUES (:name_en, :name_ko, :search_text)"
        " ON CONFLICT (name_en, coalesce(name_ko, '')) DO UPDATE SET search_text = excluded.search_text",
        ({"name_en": p.name_en, "name_ko": p.name_ko, "search_text": text} for p, text in search_texts.items()),
    )
    await writer.execute_many(
        "INSERT INTO film_person (film_id, job, position, person_id, role)"
        " SELECT :film_id, :job, :position, id, :role FROM person"
        " WHERE name_en = :name_en AND coalesce(name_ko, '') = coalesce(:name_ko, '')",
        (
            row
            for film_id, entry in saved
            for job, named in (("director", entry.film.directors), ("cast", entry.film.cast))
            for row in _person_rows(film_id, job, named)
        ),
    )


def _people(film: Film) -> Sequence[Person]:
    return (*film.directors, *film.cast)


async def _save_search_text(writer: Writer, saved: Sequence[SavedFilm], search_texts: SearchTexts) -> None:
    await writer.execute_many(
        "INSERT INTO film_search (film_id, names, people, words, hangul)"
        " VALUES (:film_id, :names, :people, :words, :hangul)"
        " ON CONFLICT (film_id) DO UPDATE SET names = excluded.names, people = excluded.people, words = excluded.words,"
        " hangul = excluded.hangul",
        (_search_row(film_id, entry, search_texts) for film_id, entry in saved),
    )


def _search_row(film_id: FilmId, entry: CatalogueEntry, search_texts: SearchTexts) -> Values:
    people = "".join(search_texts[person] for person in _people(entry.film))
    words, hangul = searchable_words(entry)
    return {"film_id": film_id, "names": searchable_titles(entry), "people": people, "words": words, "hangul": hangul}


def _person_rows(film_id: FilmId, job: str, people: Sequence[Person]) -> list[Values]:
    return [
        {"film_id": film_id, "job": job, "position": i, "name_en": p.name_en, "name_ko": p.name_ko, "role": p.role}
        for i, p in enumerate(people)
    ]


def _all_term_rows(film_id: FilmId, film: Film) -> list[Values]:
    return [
        *_term_rows(film_id, "genre", film.genres),
        *_term_rows(film_id, "theme", film.themes),
        *_term_rows(film_id, "content_warning", film.content_notes or ()),
    ]


def _term_rows(film_id: FilmId, kind: str, terms: Sequence[str]) -> list[Values]:
    return [{"film_id": film_id, "kind": kind, "position": i, "term": term} for i, term in enumerate(terms)]
