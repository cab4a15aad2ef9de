"""Concurrent transactions lose no vote, break no rule and do nothing twice.

SQLite runs one transaction at a time. In PostgreSQL, each one waits at its first write until all have read the same
state, which is the worst case. Then they go on one by one. There, each race also runs without its lock, and must fail.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.core.errors import UserError
from bot.core.storage.changes import OnChange
from bot.core.storage.database import Database, Engine
from bot.core.storage.sql import ColumnName, Coro, Lock, R, ReadingWork, Row, T, Values, Writer, WritingWork
from bot.core.storage.sqlite.engine import SqliteEngine
from bot.core.text.language_choice import LanguageResolver
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.help.rules.report import MAX_PER_DAY, NewReport
from bot.help.service import HelpService
from bot.ids import GuildId, UserId
from bot.polls.rules.ballot import VoteReceipt
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import CloseAfter, PollSettings
from bot.settings.rules.settings import GuildSettings
from bot.settings.service import SettingsService
from tests.picks.pick_bench import JIWOO_HERE, MINA_HERE, SAM_HERE, PickBench
from tests.polls.booth import CHANNEL, HOUR, NOW, SERVER, polls_in, start_poll
from tests.sql import select

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)")
WAIT = 0.25
"""Seconds to wait for the other transactions, which do not arrive while a lock holds them up."""
HERE, SAM = GuildId(100), UserId(1)


@dataclass(eq=False, slots=True)
class WriteBarrier:
    """A barrier: `expected` transactions wait at their first write (with `after_write`, after it), then take turns."""

    expected: int
    after_write: bool = False
    arrived: int = 0
    everyone: asyncio.Event = field(default_factory=asyncio.Event)
    turns: list[asyncio.Event] = field(default_factory=list)

    async def wait(self) -> asyncio.Event:
        """Wait until all have arrived and the earlier ones are done. Return the event to set when this one is done."""
        mine, earlier = asyncio.Event(), self.turns[:]
        self.turns.append(mine)
        self.arrived += 1
        if self.arrived >= self.expected:
            self.everyone.set()
        for event in (self.everyone, *earlier):
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), WAIT)
        return mine


@dataclass(frozen=True, slots=True)
class BarrierWriter:
    """A writer that waits at the barrier in its first `execute` or `select` that writes."""

    writer: Writer
    barrier: WriteBarrier
    done: list[asyncio.Event] = field(default_factory=list)

    async def execute(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        return await self._wait_for_others(sql, self.writer.execute(sql, values))

    async def select(self, row_type: Callable[..., R], sql: str, values: Values | None = None) -> list[R]:
        return await self._wait_for_others(sql, self.writer.select(row_type, sql, values))

    async def execute_many(self, sql: str, rows: Iterable[Values]) -> None:
        await self.writer.execute_many(sql, rows)

    async def columns(self, table: str) -> Sequence[ColumnName]:
        return await self.writer.columns(table)

    async def compute(self, work: Callable[[], T]) -> T:
        return await self.writer.compute(work)

    async def notify(self, topic: str, changed_id: int) -> None:
        await self.writer.notify(topic, changed_id)

    async def _wait_for_others(self, sql: str, statement: Coro[T]) -> T:
        waits_here = not self.done and WRITES.match(sql)
        if waits_here and not self.barrier.after_write:
            self.done.append(await self.barrier.wait())
        found = await statement
        if waits_here and self.barrier.after_write:
            self.done.append(await self.barrier.wait())
        return found


@dataclass(frozen=True, slots=True)
class RacingEngine:
    """An engine whose transactions wait for one another at a barrier. Unless `locked`, it ignores their locks."""

    engine: Engine
    barrier: WriteBarrier
    locked: bool

    async def read(self, work: ReadingWork[T]) -> T:
        return await self.engine.read(work)

    async def write(self, work: WritingWork[T], lock: Lock | None = None) -> T:
        done: list[asyncio.Event] = []
        try:
            return await self.engine.write(
                lambda writer: work(BarrierWriter(writer, self.barrier, done)), lock if self.locked else None
            )
        finally:
            for event in done:
                event.set()

    @property
    def is_shared(self) -> bool:
        return self.engine.is_shared

    async def watch(self, on_change: OnChange) -> None:
        await self.engine.watch(on_change)

    def process_lock(self, lock: Lock, *, waits: bool = True) -> AbstractAsyncContextManager[bool]:
        return self.engine.process_lock(lock, waits=waits)

    async def responds(self, seconds: float) -> bool:
        return await self.engine.responds(seconds)

    async def is_in_place(self) -> bool:
        return await self.engine.is_in_place()

    async def tidy_up(self) -> None:
        await self.engine.tidy_up()

    async def close(self) -> None:
        await self.engine.close()


@dataclass(frozen=True, slots=True)
class RaceSetup:
    """The database in which a race is prepared. `racing` returns the one in which it runs."""

    database: Database
    reference: ReferenceData
    locked: bool

    def racing(self, expected: int, *, after_write: bool = False) -> Database:
        """Return the database with a barrier for `expected` transactions. SQLite's take turns, so it gets none."""
        if isinstance(self.database.engine, SqliteEngine):
            return self.database
        return Database(RacingEngine(self.database.engine, WriteBarrier(expected, after_write), self.locked))


async def run_at_once(*works: Awaitable[Any]) -> list[Any]:
    """Run units of work concurrently. Return each result, or the UserError that refused it. Raise any other error."""
    done = await asyncio.gather(*works, return_exceptions=True)
    for error in done:
        if isinstance(error, BaseException) and not isinstance(error, UserError):
            raise error
    return [*done]


async def a_vote_against_the_close(setup: RaceSetup) -> None:
    booth = await start_poll(polls_in(setup.database))
    racing = polls_in(setup.racing(2))

    async def vote_a_moment_later() -> VoteReceipt:
        await asyncio.sleep(WAIT / 4)
        return await racing.votes.cast_vote(Actor(SERVER, UserId(9)), booth.poll.id, booth.options[0], NOW)

    closing, voting = await run_at_once(racing.lifecycle.close_due(NOW + HOUR), vote_a_moment_later())
    stored = len(await select(setup.database, "SELECT id FROM ballot"))
    view = racing.lifecycle.closed_views[booth.poll.id]
    assert closing is None
    assert view.counts is not None
    assert sum(view.counts.values()) == stored == int(not isinstance(voting, UserError))


async def two_votes_of_one_person(setup: RaceSetup) -> None:
    booth = await start_poll(polls_in(setup.database))
    racing = polls_in(setup.racing(2))
    actor = Actor(SERVER, UserId(9))
    await run_at_once(*(racing.votes.cast_vote(actor, booth.poll.id, option, NOW) for option in booth.options[:2]))
    assert sum(await booth.counts()) == 1


async def starts_at_the_limit(setup: RaceSetup) -> None:
    polls, hosts = polls_in(setup.database), [Actor(SERVER, UserId(person)) for person in (1, 2, 3)]
    drafts = []
    for host in hosts:
        draft = await polls.drafts.create(host, CHANNEL, PollSettings("Which?", deadline=CloseAfter(HOUR)), NOW)
        drafts.append(draft)
        await polls.drafts.add_typed_texts(host, draft.id, ["Apple", "Berry"], NOW)
    racing = polls_in(setup.racing(3))
    await run_at_once(*(racing.lifecycle.start(host, draft.id, NOW) for host, draft in zip(hosts, drafts, strict=True)))
    assert len(await select(setup.database, "SELECT id FROM poll")) == 1


async def one_start_pressed_twice(setup: RaceSetup) -> None:
    polls, host = polls_in(setup.database), Actor(SERVER, UserId(1))
    draft = await polls.drafts.create(host, CHANNEL, PollSettings("Which?", deadline=CloseAfter(HOUR)), NOW)
    await polls.drafts.add_typed_texts(host, draft.id, ["Apple", "Berry"], NOW)
    racing = polls_in(setup.racing(2))
    started = await run_at_once(*(racing.lifecycle.start(host, draft.id, NOW) for _ in range(2)))
    assert len({opened.poll.id for opened in started}) == 1


async def options_beyond_twenty(setup: RaceSetup) -> None:
    polls, host = polls_in(setup.database), Actor(SERVER, UserId(1))
    draft = await polls.drafts.create(host, CHANNEL, PollSettings("Which?", deadline=CloseAfter(HOUR)), NOW)
    await polls.drafts.add_typed_texts(host, draft.id, [f"Film {number}" for number in range(19)], NOW)
    racing = polls_in(setup.racing(3))
    await run_at_once(*(racing.drafts.add_typed_texts(host, draft.id, [f"New {number}"], NOW) for number in range(3)))
    assert len((await polls.drafts.get_current(host)).options) == 20


async def reports_beyond_the_days_limit(setup: RaceSetup) -> None:
    report = NewReport(SAM, HERE, None, "en", "The year of this film is wrong.")
    service = HelpService(setup.database, lambda: NOW)
    for _ in range(MAX_PER_DAY - 1):
        await service.submit_report(report)
    racing = HelpService(setup.racing(3), lambda: NOW)
    await run_at_once(*(racing.submit_report(report) for _ in range(3)))
    assert len(await select(setup.database, "SELECT id FROM report")) == MAX_PER_DAY


async def two_settings_of_one_server(setup: RaceSetup) -> None:
    racing = SettingsService(setup.racing(2), LanguageResolver().set_language)
    await run_at_once(racing.set_language(HERE, "ko"), racing.set_time_zone(HERE, "Asia/Seoul"))
    stored = SettingsService(setup.database, LanguageResolver().set_language)
    await stored.load()
    assert stored.for_guild(HERE) == GuildSettings("ko", time_zone="Asia/Seoul")


async def draws_from_one_deck(setup: RaceSetup) -> None:
    calm, racing = (
        PickBench(database, setup.reference) for database in (setup.database, setup.racing(3, after_write=True))
    )
    await calm.draw()
    drawn = await run_at_once(*(racing.draw(requester) for requester in (SAM_HERE, JIWOO_HERE, MINA_HERE)))
    assert len({pick.film_id for pick in drawn}) == 3


async def one_pick_replaced_twice(setup: RaceSetup) -> None:
    calm, racing = (PickBench(database, setup.reference) for database in (setup.database, setup.racing(2)))
    pick = await calm.draw()
    again = await run_at_once(*(racing.picks.redraw(pick.id, SAM_HERE) for _ in range(2)))
    assert len({pick.id for pick in again}) == 1


async def avoided_notes_saved_twice(setup: RaceSetup) -> None:
    calm, racing = (
        PickBench(database, setup.reference) for database in (setup.database, setup.racing(2, after_write=True))
    )
    notes = calm.preferences.available.notes[:2]
    await run_at_once(*(racing.preferences.set_avoided_notes(SAM, notes) for _ in range(2)))
    assert len(await select(setup.database, "SELECT note FROM avoidance")) == 2


RACES = [
    a_vote_against_the_close,
    two_votes_of_one_person,
    starts_at_the_limit,
    one_start_pressed_twice,
    options_beyond_twenty,
    reports_beyond_the_days_limit,
    two_settings_of_one_server,
    draws_from_one_deck,
    one_pick_replaced_twice,
    avoided_notes_saved_twice,
]


@pytest.fixture(autouse=True)
def _one_open_poll_in_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.polls.rules.management.policy.MAX_OPEN_PER_GUILD", 1)


@pytest.mark.parametrize("race", RACES)
async def test_a_race_does_no_harm_on_either_engine(
    race: Callable[[RaceSetup], Awaitable[None]], database: Database, reference: ReferenceData
) -> None:
    """With their locks, the transactions take turns."""
    await race(RaceSetup(database, reference, locked=True))


@pytest.mark.parametrize("race", RACES)
async def test_a_race_does_harm_without_its_lock(
    race: Callable[[RaceSetup], Awaitable[None]], postgres_database: Database, reference: ReferenceData
) -> None:
    """In PostgreSQL, each race fails without its lock, which proves that the lock prevents it."""
    with pytest.raises(Exception):  # noqa: B017, PT011  # a broken rule, or a duplicate key
        await race(RaceSetup(postgres_database, reference, locked=False))
