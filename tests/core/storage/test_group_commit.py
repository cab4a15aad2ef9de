"""Batches take one trip to the database, and concurrent writes are committed together, each in full or not at all."""

import asyncio
import sqlite3

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer, WritingWork
from bot.core.storage.sqlite.connection import Connection, WorkResult
from bot.core.storage.sqlite.engine import MAX_GROUP_COMMIT
from tests.sql import replace_connections, sqlite_engine

pytestmark = pytest.mark.sqlite_only
NOTE = "INSERT INTO memo (name, text) VALUES (:name, :text)"
NOTES = "SELECT name FROM memo WHERE name LIKE 'go-%' ORDER BY name"


async def note(writer: Writer, *names: str) -> int:
    await writer.execute_many(NOTE, [{"name": f"go-{name}", "text": "here"} for name in names])
    return len(await notes(writer))


def note_work(*names: str) -> WritingWork[int]:
    return lambda writer: note(writer, *names)


async def notes(reader: Reader) -> list[str]:
    return [name for (name,) in await reader.execute(NOTES)]


async def test_a_unit_of_work_returns_the_same_as_single_statements(database: Database) -> None:
    """The writer sees its own writes at once; the reader sees them after the commit."""
    assert await database.write(note_work("a", "b")) == 2
    assert await database.write(note_work("c")) == 3
    assert await database.read(notes) == ["go-a", "go-b", "go-c"]


async def test_concurrent_writes_share_commits_and_run_in_order(database: Database) -> None:
    """Each of three hundred concurrent writes sees exactly those that arrived before it."""
    works = [database.write(note_work(f"{number:03}")) for number in range(300)]
    assert await asyncio.gather(*works) == list(range(1, 301))


async def test_a_failed_write_affects_only_itself(database: Database) -> None:
    """A unit that violates a constraint or is refused halfway rolls back its own writes and nobody else's."""

    async def refuse(writer: Writer, name: str) -> None:
        await note(writer, name)
        raise UserError("core.failed")

    crowd = [
        database.write(note_work("a")),
        database.write(note_work("b", "b")),
        database.write(lambda writer: refuse(writer, "c")),
        database.write(note_work("d")),
    ]
    one, twice, no, last = await asyncio.gather(*crowd, return_exceptions=True)
    assert (one, last) == (1, 2)
    assert isinstance(twice, sqlite3.IntegrityError)
    assert isinstance(no, UserError)
    assert await database.read(notes) == ["go-a", "go-d"]


@pytest.mark.parametrize("turns", range(12))
async def test_a_cancelled_write_affects_no_other(database: Database, turns: int) -> None:
    """A cancelled unit, wherever it is in its group, is saved in full or not at all; all other units are saved."""

    async def write(number: int) -> None:
        await database.write(note_work(f"{number:03}-a", f"{number:03}-b"))

    crowd = [asyncio.create_task(write(number)) for number in range(3 * MAX_GROUP_COMMIT)]
    for _ in range(turns):
        await asyncio.sleep(0.0005)
    leaving = {0, 1, MAX_GROUP_COMMIT - 1, MAX_GROUP_COMMIT, 2 * MAX_GROUP_COMMIT + 7}
    for number in leaving:
        crowd[number].cancel()
    await asyncio.wait(crowd)
    saved = set(await database.read(notes))
    for number in range(3 * MAX_GROUP_COMMIT):
        both = {f"go-{number:03}-a", f"go-{number:03}-b"}
        assert both <= saved or (number in leaving and not both & saved)


class FullDiskConnection(Connection):
    """A connection to a full disk."""

    async def commit(self, _: object) -> list[WorkResult]:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error


async def test_if_nothing_can_be_saved_everyone_is_told(database: Database) -> None:
    """Each write is refused with the right reason, and nobody is left waiting."""
    full = replace_connections(database, writer=FullDiskConnection(sqlite_engine(database).writer.raw))
    works = [full.write(note_work(str(number))) for number in range(2 * MAX_GROUP_COMMIT)]
    refusals = await asyncio.gather(*works, return_exceptions=True)
    assert {str(getattr(refusal, "key", refusal)) for refusal in refusals} == {"core.not-saved"}


async def wait_for_something_else(_: Reader) -> None:
    await asyncio.sleep(0)


async def test_only_the_database_may_be_awaited(database: Database) -> None:
    """Waiting for anything else in a unit of work would block everyone, so it is refused at once."""
    with pytest.raises(RuntimeError, match="may await nothing but the database"):
        await database.read(wait_for_something_else)
    with pytest.raises(RuntimeError, match="may await nothing but the database"):
        await database.write(wait_for_something_else)
    assert await database.responds(1)
