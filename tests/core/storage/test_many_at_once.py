"""Two processes do the same thing hundreds of times at once, as if it were done once or one by one.

SQLite has one process, so there both sides are the same database.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import pytest

from bot.core.storage.database import Database
from bot.core.storage.location import Location, PostgresUrl
from bot.core.storage.postgres.engine import PostgresEngine
from bot.core.storage.sql import Lock, T, WritingWork
from bot.ids import GuildId
from bot.settings.rules.settings import GuildSettings
from tests.polls.booth import CLOSES_AT, NOW, SERVER, host, polls_in, start_poll, voter
from tests.sql import select
from tests.tears.rating_bench import RatingBench

CLOSES, WRITES = 50, 200
CONNECTIONS = 20
"""How many writes without a lock run at once, so that none waits for a free connection."""
Sides = tuple[Database, Database]


class WithoutLocks(PostgresEngine, frozen=True):
    """PostgreSQL, as if no unit of work named a lock."""

    async def write(self, work: WritingWork[T], lock: Lock | None = None) -> T:
        _ = lock
        return await PostgresEngine.write(self, work)


def without_locks(database: Database) -> Database:
    assert isinstance(database.engine, PostgresEngine)
    return Database(WithoutLocks(database.engine.pool, database.engine.listener))


@pytest.fixture
async def sides(database: Database, database_location: Location) -> AsyncIterator[Sides]:
    """Yield the database as two processes see it."""
    if not database.is_shared:
        yield database, database
        return
    other = await Database.open(database_location)
    yield database, other
    await other.close()


@pytest.fixture
async def postgres_sides(postgres_database: Database, postgres_url: PostgresUrl) -> AsyncIterator[Sides]:
    """Yield PostgreSQL as two processes that take no locks see it."""
    other = await Database.open(postgres_url)
    yield without_locks(postgres_database), without_locks(other)
    await other.close()


async def at_once(works: Iterable[Awaitable[Any]]) -> list[Any]:
    return [*await asyncio.gather(*works)]


async def test_a_hundred_closes_at_once_close_a_poll_once(sides: Sides) -> None:
    """One call closes the poll and counts the ballots, and one call claims the result.

    The statements that close and claim are conditional, so this needs no lock.
    """
    booth, both = await start_poll(polls_in(sides[0])), [polls_in(side) for side in sides]
    await booth.cast_votes(0, 1, 0)
    numbers = range(CLOSES)
    await at_once(
        [both[number % 2].lifecycle.close_due(CLOSES_AT) for number in numbers]
        + [both[number % 2].lifecycle.end(host(), booth.poll.id, CLOSES_AT) for number in numbers]
    )
    assert sum(len(polls.lifecycle.closed_views) for polls in both) == 1
    results = await select(sides[0], "SELECT state, attempts FROM poll_delivery WHERE kind = 'result'")
    assert results == [("pending", 0)]
    claims = [both[number % 2].delivery.claim_result(booth.poll.id, CLOSES_AT, CLOSES_AT + 2) for number in numbers]
    assert sorted(await at_once(claims)) == [False] * (CLOSES - 1) + [True]


async def votes_of_one_person(sides: Sides) -> None:
    """An odd number of presses of one button leaves exactly one vote."""
    booth = await start_poll(polls_in(sides[0]))
    both = [polls_in(side).votes for side in sides]
    await at_once(
        both[number % 2].cast_vote(voter(9), booth.poll.id, booth.options[0], NOW) for number in range(WRITES + 1)
    )
    assert await booth.counts() == (1, 0, 0)
    assert len(await select(sides[0], "SELECT 1 FROM ballot")) == 1


async def settings_of_one_server(sides: Sides) -> None:
    """Nobody's change undoes another one."""
    both = [RatingBench(side).settings for side in sides]
    await at_once(
        both[number % 2].set_time_zone(SERVER, "Asia/Seoul") if number % 3 else both[1].set_language(SERVER, "ko")
        for number in range(WRITES)
    )
    stored = RatingBench(sides[0]).settings
    await stored.load()
    assert stored.for_guild(SERVER) == GuildSettings("ko", time_zone="Asia/Seoul")


@pytest.mark.parametrize("write", [votes_of_one_person, settings_of_one_server])
async def test_two_hundred_writes_with_one_lock_take_turns(
    write: Callable[[Sides], Awaitable[None]], sides: Sides
) -> None:
    """No write fails, and none is lost."""
    await write(sides)


async def test_without_their_lock_writes_do_not_take_turns(postgres_sides: Sides) -> None:
    """Without their lock, votes fail or are miscounted. For settings, test_races.py shows the same."""
    with pytest.raises(Exception):  # noqa: B017, PT011  # a duplicate key, or a lost change
        await votes_of_one_person(postgres_sides)


async def test_two_hundred_ratings_of_one_film_by_one_person_are_one(sides: Sides) -> None:
    """One row is left. A single statement inserts or updates it, so no lock is needed."""
    both = [RatingBench(side) for side in sides]
    for _ in range(WRITES // CONNECTIONS):
        await at_once(both[number % 2].rate(1, 1, number % 6) for number in range(CONNECTIONS))
    assert await select(sides[0], "SELECT count(*) FROM tear_rating") == [(1,)]
    assert {board.ranking[0].count for board in await at_once(one.boards.board(GuildId(100)) for one in both)} == {1}
