"""Concurrent writes are committed together, and each is saved in full or not at all."""

import asyncio
import sqlite3
from typing import Any

import psycopg
import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.location import PostgresUrl
from bot.core.storage.postgres import transactions
from bot.core.storage.postgres.groups import MAX_GROUP, WriteQueue, settle
from bot.core.storage.sql import Reader, WorkResult, Writer, WritingWork
from bot.core.storage.sqlite.connection import Connection
from bot.core.storage.sqlite.engine import MAX_GROUP_COMMIT
from tests.sql import replace_connections, sqlite_engine

LOCK = ("poll", 1)
"""The lock of these writes. PostgreSQL commits only writes with the same lock together."""
NOTE = "INSERT INTO memo (name, text) VALUES (:name, :text)"
NOTES = "SELECT name FROM memo WHERE name LIKE 'go-%' ORDER BY name"


async def write_notes(writer: Writer, *names: str) -> int:
    await writer.execute_many(NOTE, [{"name": f"go-{name}", "text": "here"} for name in names])
    return len(await read_notes(writer))


def note_work(*names: str) -> WritingWork[int]:
    return lambda writer: write_notes(writer, *names)


async def read_notes(reader: Reader) -> list[str]:
    return [name for (name,) in await reader.execute(NOTES)]


async def test_a_unit_of_work_sees_its_own_writes_before_the_commit(database: Database) -> None:
    """A writer sees its own writes at once, and a reader sees them after the commit."""
    assert await database.write(note_work("a", "b"), LOCK) == 2
    assert await database.write(note_work("c"), LOCK) == 3
    assert await database.read(read_notes) == ["go-a", "go-b", "go-c"]


async def test_concurrent_writes_run_in_order(database: Database) -> None:
    """Each of three hundred concurrent writes sees exactly those that arrived before it."""
    works = [database.write(note_work(f"{number:03}"), LOCK) for number in range(300)]
    assert await asyncio.gather(*works) == list(range(1, 301))


async def test_a_failed_write_affects_only_itself(database: Database) -> None:
    """A write that violates a constraint or raises UserError halfway rolls back only itself."""

    async def refuse(writer: Writer, name: str) -> None:
        await write_notes(writer, name)
        raise UserError("core.failed")

    writes = [
        database.write(note_work("a"), LOCK),
        database.write(note_work("b", "b"), LOCK),
        database.write(lambda writer: refuse(writer, "c"), LOCK),
        database.write(note_work("d"), LOCK),
    ]
    first, duplicate, refused, last = await asyncio.gather(*writes, return_exceptions=True)
    assert (first, last) == (1, 2)
    assert type(duplicate).__name__ in {"IntegrityError", "UniqueViolation"}
    assert isinstance(refused, UserError)
    assert await database.read(read_notes) == ["go-a", "go-d"]


@pytest.mark.parametrize("turns", range(12))
async def test_a_cancelled_write_affects_no_other(database: Database, turns: int) -> None:
    """A cancelled write is saved in full or not at all, and all other writes are saved."""

    async def write(number: int) -> None:
        await database.write(note_work(f"{number:03}-a", f"{number:03}-b"), LOCK)

    writes = [asyncio.create_task(write(number)) for number in range(3 * MAX_GROUP_COMMIT)]
    for _ in range(turns):
        await asyncio.sleep(0.0005)
    cancelled = {0, 1, MAX_GROUP_COMMIT - 1, MAX_GROUP_COMMIT, 2 * MAX_GROUP_COMMIT + 7}
    for number in cancelled:
        writes[number].cancel()
    await asyncio.wait(writes)
    saved = set(await database.read(read_notes))
    for number in range(3 * MAX_GROUP_COMMIT):
        both = {f"go-{number:03}-a", f"go-{number:03}-b"}
        assert both <= saved or (number in cancelled and not both & saved)


class FullDiskConnection(Connection, frozen=True):
    """A connection to a full disk."""

    async def commit(self, _: object) -> list[WorkResult]:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error


async def test_a_group_is_saved_without_its_failed_first_write(database: Database) -> None:
    """The other writes of the group are saved."""
    writes = [database.write(note_work("a", "a"), LOCK), *(database.write(note_work(name), LOCK) for name in "bcd")]
    first, *others = await asyncio.gather(*writes, return_exceptions=True)
    assert isinstance(first, Exception)
    assert others == [1, 2, 3]


async def test_a_write_that_waits_for_a_locked_row_holds_up_no_other(
    postgres_database: Database, postgres_url: PostgresUrl
) -> None:
    """The write before it in the group is committed, and the waiting one is refused as not saved."""
    await postgres_database.set_value("held", "")

    async def change(writer: Writer) -> None:
        await writer.execute("UPDATE memo SET text = 'x' WHERE name = 'held'")

    with psycopg.connect(postgres_url.url) as other:
        other.execute("SELECT 1 FROM memo WHERE name = 'held' FOR UPDATE")
        writes = [postgres_database.write(note_work("a"), LOCK), postgres_database.write(change, LOCK)]
        saved, held = await asyncio.gather(*writes, return_exceptions=True)
    assert saved == 1
    assert isinstance(held, UserError)


async def test_two_hundred_writes_share_a_few_transactions(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first transaction loses its connection, the next one saves the whole group, once."""
    commits, real = [0], transactions.commit

    async def counted(raw: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        commits[0] += 1
        if commits[0] == 1:
            await raw.close()
        await real(raw)

    monkeypatch.setattr("bot.core.storage.postgres.engine.commit", counted)
    monkeypatch.setattr("bot.core.storage.postgres.groups.GROUP_SECONDS", 5)
    works = [postgres_database.write(note_work(f"{number:03}"), LOCK) for number in range(200)]
    assert await asyncio.gather(*works) == list(range(1, 201))
    assert commits[0] == 1 + 200 / MAX_GROUP


@pytest.mark.parametrize("is_started", [False, True])
async def test_a_write_that_waits_too_long_is_told_the_truth(monkeypatch: pytest.MonkeyPatch, is_started: bool) -> None:
    """A write is refused as not saved if its group has not begun. Otherwise, it waits for the result."""
    monkeypatch.setattr("bot.core.storage.postgres.groups.QUEUE_SECONDS", 0.01)
    queue, ending, sizes = WriteQueue(), asyncio.Event(), list[int]()

    async def commit(waiting: WriteQueue) -> None:
        group = waiting.take()
        sizes.append(len(group))
        await ending.wait()
        settle(group, [WorkResult("saved")] * len(group))

    first = asyncio.create_task(queue.run(note_work("a"), commit))
    if not is_started:
        while not sizes:  # noqa: ASYNC110  # there is no event for the start of a group
            await asyncio.sleep(0)
    second = asyncio.create_task(queue.run(note_work("b"), commit))
    await asyncio.wait({second}, timeout=0.05 if is_started else None)
    ending.set()
    done: list[Any] = [*await asyncio.gather(first, second, return_exceptions=True)]
    assert [getattr(one, "key", one) for one in done] == ["saved", "saved" if is_started else "core.not-saved"]
    assert sizes == [2 if is_started else 1]


@pytest.mark.sqlite_only
async def test_if_nothing_can_be_saved_everyone_is_told(database: Database) -> None:
    """On a full disk, every write is refused as not saved."""
    full = replace_connections(database, writer=FullDiskConnection(sqlite_engine(database).writer.raw))
    works = [full.write(note_work(str(number))) for number in range(2 * MAX_GROUP_COMMIT)]
    refusals = await asyncio.gather(*works, return_exceptions=True)
    assert {str(getattr(refusal, "key", refusal)) for refusal in refusals} == {"core.not-saved"}


async def wait_for_something_else(_: Reader) -> None:
    await asyncio.sleep(0)


@pytest.mark.sqlite_only
async def test_only_the_database_may_be_awaited(database: Database) -> None:
    """A unit of work that awaits anything else would block everyone, so it is refused."""
    with pytest.raises(RuntimeError, match="may await nothing but the database"):
        await database.read(wait_for_something_else)
    with pytest.raises(RuntimeError, match="may await nothing but the database"):
        await database.write(wait_for_something_else)
    assert await database.responds(1)
