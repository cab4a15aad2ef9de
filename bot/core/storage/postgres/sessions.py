"""Finds running bots that use a PostgreSQL database."""

import asyncio

from bot.core.storage.database import Database
from bot.core.storage.location import BOT

SELECT_BOTS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = :bot AND datname = current_database()"
CHECKS, PAUSE = 10, 0.1
"""How many checks, and the seconds between them, because an ended session may still be listed for a moment."""


async def is_in_use(database: Database) -> bool:
    """Return whether a bot is connected to a database."""
    for _ in range(CHECKS):
        if not (await database.read(lambda reader: reader.execute(SELECT_BOTS, {"bot": BOT})))[0][0]:
            return False
        await asyncio.sleep(PAUSE)
    return True
