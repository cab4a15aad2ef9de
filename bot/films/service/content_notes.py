"""The content notes of many films at once. No Discord here."""

from collections.abc import Iterable

from bot.core.storage.database import Database
from bot.films.queries.content_notes import ContentNotes, content_notes


async def find_content_notes(database: Database, film_ids: Iterable[int], guild_id: int | None) -> ContentNotes:
    """The content notes of the films that are the catalogue's or the server's; None for a film nobody reviewed."""
    return await content_notes(database.reader, film_ids, guild_id)
