"""What asks the database for a lot is done in one go, and is no other than what is done step by step."""

import asyncio
import sqlite3
from contextlib import suppress

import pytest

from bot.kit.database import Database, Reader, Writer

NOTE = "INSERT INTO memo (name, text) VALUES (:name, :text)"
NOTES = "SELECT name, text FROM memo WHERE name LIKE 'go-%' ORDER BY name"


async def note(writer: Writer, *names: str) -> int:
    await writer.run(NOTE, [{"name": f"go-{name}", "text": "here"} for name in names])
    return len(await writer.rows(NOTES))


async def test_what_is_done_in_one_go_gives_what_it_gives_step_by_step(database: Database) -> None:
    """The writer sees what it wrote itself; the reader sees it when it is committed."""
    async with database.transaction() as writer:
        assert await note(writer, "a", "b") == 2
        assert await writer.in_one_go(lambda straight: note(straight, "c")) == 3
    assert [name for name, _ in await database.reader.in_one_go(notes)] == [
        "go-a",
        "go-b",
        "go-c",
    ]


async def notes(reader: Reader) -> list[tuple[str, str]]:
    return [(name, text) for name, text in await reader.rows(NOTES)]


async def test_an_error_undoes_all_of_it(database: Database) -> None:
    """The second note of one name is refused, and the first one goes with it."""
    with pytest.raises(sqlite3.IntegrityError):
        async with database.transaction() as writer:
            await writer.in_one_go(lambda straight: note(straight, "a", "a"))
    assert not await database.reader.rows(NOTES)


async def test_who_leaves_undoes_all_of_it(database: Database) -> None:
    """A task that is cancelled while its notes are written leaves none of them, and no transaction open."""

    async def write() -> None:
        async with database.transaction() as writer:
            await writer.in_one_go(lambda straight: note(straight, *map(str, range(5000))))

    for steps in range(12):
        leaving = asyncio.create_task(write())
        for _ in range(steps):
            await asyncio.sleep(0)
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving
        async with database.transaction() as writer:
            assert not await writer.rows(NOTES)


async def test_only_the_database_may_be_waited_for(database: Database) -> None:
    """Whoever waits for anything else there would hold up everybody's database, and is told so at once."""

    async def sleep(_: Reader) -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waits for the database alone"):
        await database.reader.in_one_go(sleep)
    assert await database.answers(1)
