"""However presses interleave, each person has one ballot, and no transaction stays open."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import field

from bot.core.storage.database import Database
from bot.core.storage.sql import ColumnName, Coro, R, Row, T, Values, WorkResult, Writer, WritingWork
from bot.core.storage.sqlite.connection import Connection
from bot.ids import OptionId
from bot.polls.rules.ballot import choices_after_press
from bot.polls.rules.settings import VotingMethod
from tests.polls.booth import (
    SERVER,
    WITH_OPTION_BUTTONS,
    Booth,
    count_by_hand,
    execute,
    lift_limits,
    polls_in,
    select,
    settings_with,
    start_poll,
    yielding,
)
from tests.polls.poll_services import PollServices
from tests.sql import replace_connections, sqlite_engine

pytestmark = pytest.mark.sqlite_only
"""Only for SQLite is it known where a press can be interrupted; tests/core/storage/test_races.py tests both engines."""
PEOPLE, PRESSES = 50, 4
Press = tuple[int, int]
"""A person and the index of an option."""


async def press_at_once(booth: Booth, presses: Iterable[Press]) -> list[Press]:
    """Press everything at once, and return the presses in the order they were confirmed."""
    confirmed: list[Press] = []

    async def press_and_confirm(press: Press) -> None:
        await booth.vote(*press)
        confirmed.append(press)

    await asyncio.gather(*map(press_and_confirm, presses))
    return confirmed


def expected_ballots(booth: Booth, confirmed: Iterable[Press]) -> dict[int, frozenset[OptionId]]:
    """Return the ballots after these presses, made one after another, without empty ballots."""
    ballots: dict[int, frozenset[OptionId]] = {}
    for person, place in confirmed:
        before = ballots.get(person, frozenset())
        ballots[person] = choices_after_press(booth.poll.method, before, booth.options[place])
    return {person: chosen for person, chosen in ballots.items() if chosen}


async def stored_ballots(database: Database, booth: Booth) -> dict[int, frozenset[OptionId]]:
    """Return the ballots in the database."""
    sql = (
        "SELECT user_id, option_id FROM ballot LEFT JOIN ballot_choice ON ballot_id = ballot.id"
        " WHERE ballot.poll_id = :poll ORDER BY user_id"
    )
    rows = await select(database, sql, poll=booth.poll.id)
    return {person: frozenset(option for other, option in rows if other == person) for person, _ in rows}


async def assert_consistent(database: Database, booth: Booth, confirmed: Iterable[Press]) -> None:
    """Check that the ballots follow from the confirmed presses, and that every count agrees with them."""
    ballots = await stored_ballots(database, booth)
    assert ballots == expected_ballots(booth, confirmed)
    by_hand = await count_by_hand(database, booth.poll.id)
    assert await booth.counts() == tuple(by_hand.get(option, 0) for option in booth.options)
    assert (await booth.polls.views.get(SERVER, booth.poll.id)).voter_count == len(ballots)


async def test_fifty_people_can_press_four_times_at_once(database: Database) -> None:
    """There are fifty ballots, and of each person's presses the one confirmed last counts."""
    random = Random(50)
    polls = polls_in(yielding(database, random))
    booth = await start_poll(polls, texts=("A", "B", "C", "D", "E"))
    presses = [(person, place) for person in range(PEOPLE) for place in random.sample(range(5), PRESSES)]
    random.shuffle(presses)
    confirmed = await press_at_once(booth, presses)
    last = dict(confirmed)
    assert await stored_ballots(database, booth) == {
        person: frozenset({booth.options[last[person]]}) for person in range(PEOPLE)
    }
    await assert_consistent(database, booth, confirmed)


@pytest.mark.parametrize("method", WITH_OPTION_BUTTONS)
async def test_double_presses_never_count_twice(database: Database, method: VotingMethod) -> None:
    """Two simultaneous presses of one button are a vote and its withdrawal. Three are one vote."""
    polls = polls_in(yielding(database, Random(2)))
    booth = await start_poll(polls, settings_with(method))
    confirmed = await press_at_once(booth, [(9, 0)] * 2 + [(8, 1)] * 3)
    assert await booth.counts() == (0, 1, 0)
    await assert_consistent(database, booth, confirmed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    presses=st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=12),
    method=st.sampled_from(WITH_OPTION_BUTTONS),
    random=st.randoms(use_true_random=False),
)
def test_simultaneous_presses_count_as_if_made_one_after_another(
    database_file: Any, presses: list[Press], method: VotingMethod, random: Random
) -> None:
    """The ballots are those of the same presses made in the order in which they were confirmed."""

    async def play() -> None:
        database = await Database.open(database_file)
        try:
            # Earlier examples left polls behind, and at most 1,000 can be open in a server.
            await execute(database, "DELETE FROM poll")
            await lift_limits(database)
            booth = await start_poll(polls_in(yielding(database, random)), settings_with(method))
            await assert_consistent(database, booth, await press_at_once(booth, presses))
        finally:
            await database.close()

    asyncio.run(play())


class UnexpectedError(Exception):
    """An error that no code expects."""


@dataclass(frozen=True, slots=True)
class FailingWriter:
    """A writer that fails at statement number `at`, before or after running it; `seen` has the statements so far."""

    writer: Writer
    at: int
    after: bool
    seen: list[str]

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        return await self._failing(sql, self.writer.execute(sql, values))

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        return await self._failing(sql, self.writer.select(row_type, sql, values))

    async def _failing(self, sql: str, statement: Coro[R]) -> R:
        self.seen.append(sql)
        fails_here = len(self.seen) == self.at
        if fails_here and not self.after:
            statement.close()
            raise UnexpectedError
        found = await statement
        if fails_here:
            raise UnexpectedError
        return found

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        await self.writer.execute_many(sql, rows)

    async def columns(self, table: str) -> Sequence[ColumnName]:
        return await self.writer.columns(table)

    async def compute(self, work: Callable[[], T]) -> T:
        return await self.writer.compute(work)

    async def notify(self, topic: str, changed_id: int) -> None:
        await self.writer.notify(topic, changed_id)


class FailingConnection(Connection, frozen=True):
    """A connection that fails at statement number `at`, counted over all its units of work; never if `at` is 0."""

    at: int = 0
    after: bool = False
    seen: list[str] = field(default_factory=list)

    async def commit(self, works: Sequence[WritingWork[Any]]) -> Sequence[WorkResult]:
        return await Connection.commit(self, [self._failing(work) for work in works])

    def _failing(self, work: WritingWork[Any]) -> WritingWork[Any]:
        return lambda writer: work(FailingWriter(writer, self.at, self.after, self.seen))


def failing(database: Database, at: int, *, after: bool) -> PollServices:
    writer = FailingConnection(sqlite_engine(database).writer.raw, at=at, after=after)
    return polls_in(replace_connections(database, writer=writer))


STATEMENTS = 5
"""The number of statements in a press that changes a vote, from reading the poll to reading what is avoided."""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, STATEMENTS + 1))
async def test_a_press_that_fails_at_any_statement_changes_nothing(database: Database, at: int, after: bool) -> None:
    """What the press wrote is rolled back, no transaction is left open, and the next press works."""
    booth = await start_poll(polls_in(database))
    await booth.vote(9, 0)
    with pytest.raises(UnexpectedError):
        await replace(booth, polls=failing(database, at, after=after)).vote(9, 1)
    assert not sqlite_engine(database).writer.raw.in_transaction
    await assert_consistent(database, booth, [(9, 0)])
    await booth.vote(9, 2)
    await assert_consistent(database, booth, [(9, 0), (9, 2)])


async def test_a_press_has_no_more_statements_than_were_tried(database: Database) -> None:
    """The test above makes a press fail at each of its statements."""
    booth = await start_poll(polls_in(database))
    await booth.vote(9, 0)
    polls = failing(database, 0, after=False)
    await replace(booth, polls=polls).vote(9, 1)
    writer = sqlite_engine(polls.votes.database).writer
    assert isinstance(writer, FailingConnection)
    assert len(writer.seen) == STATEMENTS


@pytest.mark.parametrize("turns", range(24))
async def test_a_press_cancelled_at_any_moment_is_all_or_nothing(database: Database, turns: int) -> None:
    """Whenever the press is cancelled, the ballot is the old or the new one, and another person's press succeeds."""
    booth = await start_poll(polls_in(database))
    await booth.vote(9, 0)
    task = asyncio.create_task(booth.vote(9, 1))
    waiting = asyncio.create_task(booth.vote(8, 2))
    for _ in range(turns):
        await asyncio.sleep(0.0002)
    task.cancel()
    results = await asyncio.gather(task, return_exceptions=True)
    await waiting
    assert not sqlite_engine(database).writer.raw.in_transaction
    confirmed = [] if isinstance(results[0], BaseException) else [(9, 1)]
    ballots = await stored_ballots(database, booth)
    if confirmed:
        assert ballots[9] == {booth.options[1]}
    assert ballots[9] in ({booth.options[0]}, {booth.options[1]})
    assert ballots[8] == {booth.options[2]}
