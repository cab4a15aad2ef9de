"""The SQL statements for searches: the matching films, the columns that lists show, and suggestions."""

from collections.abc import Mapping, Sequence

from bot.core.storage.sql import Reader
from bot.films.queries.film_conditions import VISIBLE_FILMS, OfferedFilm, is_any_of, matching_films
from bot.films.queries.films import SUMMARY_COLUMNS, content_notes
from bot.films.rules.film import FilmSummary
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.search_index import SearchedFilm, SearchedPerson
from bot.films.rules.search.search_results import SearchHit
from bot.ids import FilmId, GuildId

SADDEST_FIRST = "film.tears IS NULL, film.tears DESC, film.year DESC, film.id"
HOOK_SUBQUERY = "(SELECT hook FROM film_text WHERE film_id = film.id AND language ="
MAX_AMONG = 100
"""The maximum number of films that a search can be limited to."""


class SearchHitRow(FilmSummary, frozen=True):
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
    reader: Reader,
    film_filter: FilmFilter,
    guild_id: GuildId | None,
    offered_film: OfferedFilm,
    among: Sequence[FilmId] = (),
) -> tuple[FilmId, ...]:
    """Return the ids of the matching films, saddest first; unless `among` is empty, return only ids in it."""
    films = matching_films(film_filter, guild_id, offered_film)
    # The number of parameters is always the same, because a different number would need another prepared statement.
    ids = is_any_of("film.id", "among", (*among, *[*among[-1:]] * (MAX_AMONG - len(among))))
    limit = f" AND {ids.sql}" if among else ""
    sql = f"SELECT film.id {films.sql}{limit} ORDER BY {SADDEST_FIRST}"
    return tuple(row[0] for row in await reader.execute(sql, {**films.values, **ids.values}))


async def count_matching(
    reader: Reader, film_filter: FilmFilter, guild_id: GuildId | None, offered_film: OfferedFilm
) -> int:
    """Count the matching films."""
    films = matching_films(film_filter, guild_id, offered_film)
    count: int = (await reader.execute(f"SELECT count(*) {films.sql}", films.values))[0][0]
    return count


async def search_hits(reader: Reader, film_ids: Sequence[FilmId], guild_id: GuildId | None) -> tuple[SearchHit, ...]:
    """Return the search hits for those of `film_ids` that a server sees, in the order of `film_ids`."""
    ids = is_any_of("film.id", "film", film_ids)
    hooks = f"{HOOK_SUBQUERY} 'en') AS hook_en, {HOOK_SUBQUERY} 'ko') AS hook_ko"
    columns = f"{SUMMARY_COLUMNS}, {hooks}, film.minutes AS minutes, film.tears AS tears"
    sql = f"SELECT {columns} FROM film WHERE {ids.sql} AND {VISIBLE_FILMS}"
    rows = await reader.select(SearchHitRow, sql, {**ids.values, "guild_id": guild_id})
    notes = await content_notes(reader, film_ids, guild_id)
    found = {row.id: row.to_hit(notes[row.id]) for row in rows}
    return tuple(found[film_id] for film_id in film_ids if film_id in found)


async def film_texts(reader: Reader, guild_id: GuildId | None) -> Sequence[SearchedFilm]:
    """Return the searchable text of each film that a server sees, the saddest films first."""
    sql = (
        "SELECT film.id, names, words, hangul FROM film JOIN film_search ON film_search.film_id = film.id"
        f" WHERE {VISIBLE_FILMS} ORDER BY {SADDEST_FIRST}"
    )
    return [SearchedFilm(*row) for row in await reader.execute(sql, {"guild_id": guild_id})]


async def people(reader: Reader, guild_id: GuildId | None) -> Sequence[SearchedPerson]:
    """Return the directors and actors of films that a server sees."""
    ids = f"SELECT person_id FROM film JOIN film_person ON film_person.film_id = film.id WHERE {VISIBLE_FILMS}"
    sql = f"SELECT id, name_en, name_ko, search_text FROM person WHERE id IN ({ids})"
    return [SearchedPerson(*row) for row in await reader.execute(sql, {"guild_id": guild_id})]


async def appearances(reader: Reader, guild_id: GuildId | None) -> Sequence[tuple[int, FilmId]]:
    """Return the id of each director or actor with the id of each of their films."""
    sql = (
        "SELECT DISTINCT person_id, film.id FROM film JOIN film_person ON film_person.film_id = film.id"
        f" WHERE {VISIBLE_FILMS}"
    )
    return [(row[0], row[1]) for row in await reader.execute(sql, {"guild_id": guild_id})]


async def common_themes(reader: Reader, guild_id: GuildId | None) -> tuple[str, ...]:
    """Return the themes of the films that a server sees, those with the most films first."""
    rows = await reader.execute(
        f"SELECT term FROM film JOIN film_term ON film_term.film_id = film.id WHERE {VISIBLE_FILMS}"
        " AND film_term.kind = 'theme' GROUP BY term ORDER BY count(*) DESC, term",
        {"guild_id": guild_id},
    )
    return tuple(row[0] for row in rows)


async def decades(reader: Reader, guild_id: GuildId | None) -> tuple[int, ...]:
    """Return the first year of each decade that has films, newest first."""
    sql = f"SELECT DISTINCT film.year / 10 * 10 AS decade FROM film WHERE {VISIBLE_FILMS} ORDER BY decade DESC"
    return tuple(row[0] for row in await reader.execute(sql, {"guild_id": guild_id}))
