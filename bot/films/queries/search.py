"""The SQL statements for searches: the matching films, the columns that lists show, and suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Reader
from bot.films.queries.film_conditions import (
    JOIN_SEARCH,
    VISIBLE_FILMS,
    OfferedFilm,
    is_any_of,
    matches_name,
    matching_films,
    title_has_words,
)
from bot.films.queries.films import SUMMARY_COLUMNS, content_notes
from bot.films.rules.film import FilmSummary, Person
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.search_results import SearchHit
from bot.ids import FilmId, GuildId

SADDEST_FIRST = "film.tears IS NULL, film.tears DESC, film.year DESC, film.id"
HOOK_SUBQUERY = "(SELECT hook FROM film_text WHERE film_id = film.id AND language ="
MAX_PEOPLE = 25


@dataclass(frozen=True, slots=True)
class SearchHitRow(FilmSummary):
    """The columns of a film that a list shows, with its hooks."""

    hook_en: str | None
    hook_ko: str | None
    minutes: int | None
    tears: int | None

    def to_hit(self, notes: tuple[str, ...] | None) -> SearchHit:
        """Return the film as a search hit with its content notes."""
        hooks: Mapping[str, str | None] = {"en": self.hook_en, "ko": self.hook_ko}
        summary = FilmSummary(self.id, self.title_en, self.title_ko, self.year, self.country)
        known_hooks = {language: hook for language, hook in hooks.items() if hook}
        return SearchHit(summary, known_hooks, self.minutes, self.tears, notes)


async def find_matching(
    reader: Reader, film_filter: FilmFilter, guild_id: GuildId | None, offered_film: OfferedFilm
) -> tuple[FilmId, ...]:
    """Return the ids of all matching films: those with the words in a title first, then by sadness, then by year."""
    films, in_title = matching_films(film_filter, guild_id, offered_film), title_has_words(film_filter)
    order = f"NOT ({in_title}), {SADDEST_FIRST}" if in_title else SADDEST_FIRST
    return tuple(row[0] for row in await reader.execute(f"SELECT film.id {films.sql} ORDER BY {order}", films.values))


async def count_matching(
    reader: Reader, film_filter: FilmFilter, guild_id: GuildId | None, offered_film: OfferedFilm
) -> int:
    """Count the matching films."""
    films = matching_films(film_filter, guild_id, offered_film)
    count: int = (await reader.execute(f"SELECT count(*) {films.sql}", films.values))[0][0]
    return count


async def search_hits(reader: Reader, film_ids: Sequence[FilmId], guild_id: GuildId | None) -> tuple[SearchHit, ...]:
    """Return the hits for those of the films that a server sees, in the order of the ids."""
    ids = is_any_of("film.id", "film", film_ids)
    hooks = f"{HOOK_SUBQUERY} 'en') AS hook_en, {HOOK_SUBQUERY} 'ko') AS hook_ko"
    columns = f"{SUMMARY_COLUMNS}, {hooks}, film.minutes AS minutes, film.tears AS tears"
    sql = f"SELECT {columns} FROM film WHERE {ids.sql} AND {VISIBLE_FILMS}"
    rows = await reader.select(SearchHitRow, sql, {**ids.values, "guild_id": guild_id})
    notes = await content_notes(reader, film_ids, guild_id)
    found = {row.id: row.to_hit(notes[row.id]) for row in rows}
    return tuple(found[film_id] for film_id in film_ids if film_id in found)


async def people(reader: Reader, query: str, guild_id: GuildId | None, limit: int = MAX_PEOPLE) -> tuple[Person, ...]:
    """Return directors and actors of visible films by a partly typed name, those with the most films first."""
    any_person, named = matches_name("film_search.people", query), matches_name("person.search_text", query)
    by_name = f"AND {any_person.sql} AND {named.sql}" if query.strip() else ""
    joined = (
        f"film{JOIN_SEARCH} JOIN film_person ON film_person.film_id = film_search.film_id"
        " JOIN person ON person.id = film_person.person_id"
    )
    rows = await reader.select(
        Person,
        f"SELECT person.name_en AS name_en, person.name_ko AS name_ko FROM {joined} WHERE {VISIBLE_FILMS} {by_name}"
        " GROUP BY person.id"
        " ORDER BY count(DISTINCT film.id) DESC, person.name_en, person.name_ko NULLS FIRST LIMIT :limit",
        {**(named.values if by_name else {}), "guild_id": guild_id, "limit": limit},
    )
    return tuple(rows)


async def common_themes(reader: Reader, guild_id: GuildId | None) -> tuple[str, ...]:
    """Return the themes of the films that a server sees, those with the most films first."""
    rows = await reader.execute(
        f"SELECT term FROM film JOIN film_term ON film_term.film_id = film.id WHERE {VISIBLE_FILMS}"
        " AND film_term.kind = 'theme' GROUP BY term ORDER BY count(*) DESC, term",
        {"guild_id": guild_id},
    )
    return tuple(row[0] for row in rows)


async def decades(reader: Reader, guild_id: GuildId | None) -> tuple[int, ...]:
    """Return the first years of the decades that have films, newest first."""
    sql = f"SELECT DISTINCT film.year / 10 * 10 AS decade FROM film WHERE {VISIBLE_FILMS} ORDER BY decade DESC"
    return tuple(row[0] for row in await reader.execute(sql, {"guild_id": guild_id}))
