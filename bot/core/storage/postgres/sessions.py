"""Finds running bots that use a PostgreSQL database."""

import asyncio

from bot.core.storage.database import Database
from bot.core.storage.location import BOT

SELECT_BOTS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = :bot AND datname = current_database()"
LOOKS, PAUSE = 10, 0.1
"""A session that has ended may be listed for a moment."""


async def is_in_use(database: Database) -> bool:
    """Return whether a bot is connected to a database."""
    for _ in range(LOOKS):
        if not (await database.read(lambda reader: reader.execute(SELECT_BOTS, {"bot": BOT})))[0][0]:
            return False
        await asyncio.sleep(PAUSE)
    return True
