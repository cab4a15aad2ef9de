"""Moves everything from one database to another, of the same or the other engine, while the bot is stopped."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.core.storage import transfer
from bot.core.storage.database import Database
from bot.core.storage.location import Location, PostgresUrl
from bot.core.storage.postgres.inspection import is_in_use
from bot.core.storage.sqlite.process_lock import hold
from bot.ops.files import ops_error, publish, require_file, temporary_copy, translate_errors


async def move(source: Location, target: Location) -> str:
    """Copy a database into an empty one, compare both, and return a sentence that reports the move.

    If copying fails or a bot is running, raise StartupError and leave no copied rows in the target.
    """
    with translate_errors("Nothing was moved"):
        async with _opened_source(source) as original, _opened_target(target) as copied:
            try:
                content = await transfer.copy(original, copied)
            except transfer.Mismatch as table:
                raise ops_error(f"The copy of {table} differs, so nothing was moved: please report this.") from None
    return (
        f"Moved {content.row_count:,} rows in {len(content.tables)} tables from {source} to {target}, "
        "and compared both. Set DATABASE_URL to the new database and start Nunmul; the old one is unchanged."
    )


@asynccontextmanager
async def _opened_source(source: Location) -> AsyncIterator[Database]:
    """Open the database to copy from; raise StartupError if a bot uses it."""
    if isinstance(source, PostgresUrl):
        async with _opened(source) as database:
            await _require_no_bot(database, source)
            yield database
        return
    require_file(source, "database", "name an existing one, such as sqlite:///data/nunmul.db")
    with hold(source, create=False):
        async with _opened(source) as database:
            yield database


@asynccontextmanager
async def _opened_target(target: Location) -> AsyncIterator[Database]:
    """Open an empty database to copy into; a new file gets its final name only when the copy is complete."""
    if isinstance(target, PostgresUrl):
        async with _opened(target) as database:
            await _require_no_bot(database, target)
            if not await transfer.is_empty(database):
                raise ops_error(f"{target} already has data: name an empty database. Nothing was moved.")
            yield database
        return
    if target.exists() or target.is_symlink():
        raise ops_error(f"{target} already exists: name a new file. Nothing was moved.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary_copy(target) as temporary:
        async with _opened(temporary) as database:
            yield database
        publish(temporary, target)


@asynccontextmanager
async def _opened(location: Location) -> AsyncIterator[Database]:
    if isinstance(location, PostgresUrl):
        location = replace(location, application="nunmul move-database")  # so that is_in_use does not count it as a bot
    database = await Database.open(location)
    try:
        yield database
    finally:
        await database.close()


async def _require_no_bot(database: Database, location: PostgresUrl) -> None:
    if await is_in_use(database):
        raise ops_error(f"A bot is using {location}: stop every process first. Nothing was moved.")
