"""Deletes expired rows from the cache."""

from typing import Final

from bot.core.storage.database import Database
from bot.tmdb.queries import expiry
from bot.tmdb.rules.freshness import newest_allowed, oldest_allowed

BATCH_SIZE: Final = 20
"""Films deleted per transaction, with hundreds of offers each, so that no vote has to wait long."""


async def delete_expired(database: Database, now: int) -> bool:
    """Delete everything that has expired; return whether there was anything."""
    oldest, newest, has_deleted = oldest_allowed(now), newest_allowed(now), False
    while await database.read(lambda reader: expiry.has_expired_rows(reader, oldest, newest)):
        has_deleted = True
        await database.write(lambda writer: expiry.delete_expired_rows(writer, oldest, newest, BATCH_SIZE))
    return has_deleted
