"""The searches that people made, kept so that their pages can be turned."""

from dataclasses import dataclass

from bot.core.storage.sql import Reader, Writer
from bot.films.rules.search.film_filter import FilmFilter, from_json, to_json


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as it is kept: whose it is, where and when (UTC epoch seconds) it was made, and what was wanted."""

    user_id: int
    guild_id: int | None
    film_filter: FilmFilter
    created_at: int


async def save_search(writer: Writer, film_filter: FilmFilter, user_id: int, guild_id: int | None, now: int) -> int:
    """Keep a search; gives its key, which no other search ever had."""
    rows = await writer.execute(
        "INSERT INTO search (person, server, wanted, made) VALUES (:person, :server, :wanted, :made) RETURNING id",
        {"person": user_id, "server": guild_id, "wanted": to_json(film_filter), "made": now},
    )
    search_id: int = rows[0][0]
    return search_id


async def delete_oldest(writer: Writer, user_id: int, limit: int) -> None:
    """Let go of all of a person's searches but the newest."""
    newest = "SELECT id FROM search WHERE person = :person ORDER BY id DESC LIMIT :kept"
    sql = f"DELETE FROM search WHERE person = :person AND id NOT IN ({newest})"
    await writer.execute(sql, {"person": user_id, "kept": limit})


async def find_search(reader: Reader, search_id: int) -> SavedSearch | None:
    """A search; None when there is none of that key, or not any more."""
    rows = await reader.execute("SELECT person, server, wanted, made FROM search WHERE id = :id", {"id": search_id})
    if not rows:
        return None
    user_id, guild_id, film_filter, created_at = rows[0]
    return SavedSearch(user_id, guild_id, from_json(film_filter), created_at)
