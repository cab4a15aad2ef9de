"""Locks a database as the bot does and keeps committing films. Prints the id of each one once it is committed."""

import asyncio
import sys
from collections.abc import Mapping
from functools import partial
from itertools import count
from pathlib import Path

from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.core.storage.sqlite.process_lock import hold

INSERT_FILM = "INSERT INTO film (id, slug, year, notes_known) VALUES (:id, :slug, 2000, 0)"


async def _insert(film: Mapping[str, object], writer: Writer) -> None:
    await writer.execute(INSERT_FILM, film)


async def write(path: Path) -> None:
    database = await Database.open(path)
    for number in count(1):
        film = {"id": number, "slug": f"film-{number}"}
        await database.write(partial(_insert, film))
        print(number, flush=True)  # noqa: T201  # the test reads it


if __name__ == "__main__":
    with hold(Path(sys.argv[1])):
        asyncio.run(write(Path(sys.argv[1])))
