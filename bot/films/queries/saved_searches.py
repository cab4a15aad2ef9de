"""The SQL statements for saved searches, whose pages can be opened later."""

from msgspec import Struct

from bot.core.storage.sql import Reader, Writer
from bot.films.rules.search.film_filter import FilmFilter, from_json, to_json
from bot.ids import GuildId, SearchId, UserId


class SavedSearch(Struct, frozen=True):
    """A stored search: who made it, where, when (UTC epoch seconds), and its conditions."""

    user_id: UserId
    guild_id: GuildId | None
    film_filter: FilmFilter
    created_at: int


async def save_search(
    writer: Writer, film_filter: FilmFilter, user_id: UserId, guild_id: GuildId | None, now: int
) -> SearchId:
    """Store a search and return its id; ids are never reused."""
    rows = await writer.execute(
        "INSERT INTO search (user_id, guild_id, film_filter, created_at)"
        " VALUES (:user_id, :guild_id, :film_filter, :now) RETURNING id",
        {"user_id": user_id, "guild_id": guild_id, "film_filter": to_json(film_filter), "now": now},
    )
    search_id: SearchId = rows[0][0]
    return search_id


async def delete_oldest(writer: Writer, user_id: UserId, limit: int) -> None:
    """Delete all of a person's searches except the `limit` newest."""
    newest = "SELECT id FROM search WHERE user_id = :user_id ORDER BY id DESC LIMIT :limit"
    sql = f"DELETE FROM search WHERE user_id = :user_id AND id NOT IN ({newest})"
    await writer.execute(sql, {"user_id": user_id, "limit": limit})


async def find_search(reader: Reader, search_id: SearchId) -> SavedSearch | None:
    """Return a search, or None if there is none with that id."""
    sql = "SELECT user_id, guild_id, film_filter, created_at FROM search WHERE id = :id"
    rows = await reader.select(_build_search, sql, {"id": search_id})
    return rows[0] if rows else None


def _build_search(user_id: UserId, guild_id: GuildId | None, film_filter: str, created_at: int) -> SavedSearch:
    return SavedSearch(user_id, guild_id, from_json(film_filter, FilmFilter), created_at)
