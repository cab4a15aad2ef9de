"""Helpers that start a poll, vote in it and read its results."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from msgspec import field
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Coro, ReadingWork, T, WorkResult, WritingWork
from bot.core.storage.sqlite.connection import Connection
from bot.core.storage.sqlite.engine import SqliteEngine
from bot.films.service.films import Films
from bot.ids import ChannelId, GuildId, MessageId, OptionId, UserId
from bot.polls.rules.counting.tally import Outcome
from bot.polls.rules.management.policy import PollPolicy
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import CloseAfter, PollSettings, VotingMethod
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.management.policies import PollPolicies
from tests.polls.poll_services import PollServices, build_poll_services
from tests.sql import replace_connections

SERVER, ELSEWHERE = GuildId(100), GuildId(200)
CHANNEL, MESSAGE = ChannelId(7), MessageId(70)
HOST, MODERATOR, STRANGER = UserId(1_000_001), UserId(1_000_002), UserId(1_000_003)
NOW = 1_800_000_000
HOUR = 3600
CLOSES_AT = NOW + HOUR
"""When a test's poll closes by default."""
WITH_OPTION_BUTTONS = (VotingMethod.SINGLE, VotingMethod.APPROVAL)
"""The voting methods in which each option has a button."""


def seeded_bytes() -> Callable[[int], bytes]:
    """Return a source of random bytes that are the same in every run."""
    return Random(6).randbytes


def polls_in(database: Database) -> PollServices:
    return build_poll_services(database, Films(database), seeded_bytes())


def host() -> Actor:
    return Actor(SERVER, HOST)


def moderator() -> Actor:
    return Actor(SERVER, MODERATOR, is_moderator=True)


def voter(person: int) -> Actor:
    return Actor(SERVER, UserId(person))


@dataclass(frozen=True)
class Booth:
    """A running poll, and what people do with it."""

    polls: PollServices
    poll: Poll
    options: tuple[OptionId, ...]

    async def vote(self, person: int, index: int, now: int = NOW) -> Any:
        """Press the option at this index, and return the receipt."""
        return await self.polls.votes.cast_vote(voter(person), self.poll.id, self.options[index], now)

    async def cast_votes(self, *indexes: int) -> None:
        """Cast one vote for the option at each index, each by a different person."""
        for person, index in enumerate(indexes, start=10):
            await self.vote(person, index)

    async def view(self) -> PollView:
        """Return what everyone sees."""
        return await self.polls.views.get(SERVER, self.poll.id)

    async def result(self) -> Outcome:
        """Return the outcome of the poll, which must be closed."""
        outcome = (await self.view()).outcome
        assert outcome is not None
        return outcome

    async def counts(self) -> tuple[int, ...]:
        """Return the number of votes for each option, in the order of the options."""
        counts = (await self.view()).counts
        assert counts is not None
        return tuple(counts[option] for option in self.options)

    async def ballot(self, person: int) -> tuple[str, ...]:
        """Return the labels of the options on a person's ballot."""
        ballot = await self.polls.votes.get_ballot(voter(person), self.poll.id)
        return tuple(option.label for option in ballot.chosen)


async def results_due(polls: PollServices, now: int) -> tuple[PollView, ...]:
    """Close the polls that are due, and return those whose results are to be posted now."""
    await polls.lifecycle.close_due(now)
    return tuple([await polls.views.get(key.guild_id, key.poll_id) for key in await polls.delivery.list_results(now)])


async def start_poll(
    polls: PollServices,
    settings: PollSettings | None = None,
    texts: Iterable[str] = ("Apple", "Berry", "Cherry"),
    server: GuildId = SERVER,
) -> Booth:
    """Start a poll, record its message as posted, and return its booth."""
    owner = Actor(server, HOST)
    draft = await polls.drafts.create(
        owner, CHANNEL, settings or PollSettings("Which?", deadline=CloseAfter(HOUR)), NOW
    )
    await polls.drafts.add_typed_texts(owner, draft.id, list(texts), NOW)
    poll = (await polls.lifecycle.start(owner, draft.id, NOW)).poll
    await polls.delivery.mark_posted(server, poll.id, MESSAGE)
    view = await polls.views.get(server, poll.id)
    return Booth(polls, view.poll, tuple(option.id for option in view.options))


async def lift_limits(database: Database) -> None:
    """Raise the limits on open polls per channel and per person so that no test reaches them."""
    await PollPolicies(database).change(SERVER, lambda _: PollPolicy(10_000, 10_000))


def settings_with(method: VotingMethod, **settings: Any) -> PollSettings:
    return replace(PollSettings("Which?", deadline=CloseAfter(HOUR)), method=method, **settings)


class YieldingConnection(Connection, frozen=True):
    """A connection that yields to the loop zero to three times, at random, before and after each read and commit."""

    random: Random = field(default_factory=Random)

    async def read(self, work: ReadingWork[T]) -> T:
        return await self._slowly(lambda: Connection.read(self, work))

    async def commit(self, works: Sequence[WritingWork[Any]]) -> Sequence[WorkResult]:
        return await self._slowly(lambda: Connection.commit(self, works))

    async def _slowly(self, work: Callable[[], Coro[T]]) -> T:
        await self._wait()
        found = await work()
        await self._wait()
        return found

    async def _wait(self) -> None:
        for _ in range(self.random.randrange(4)):
            await asyncio.sleep(0)


def yielding(database: Database, random: Random) -> Database:
    """Return this database; if it is SQLite, its connections yield to the loop at random."""
    engine = database.engine
    if not isinstance(engine, SqliteEngine):
        return database  # PostgreSQL's transactions interleave in no fixed order anyway
    return replace_connections(
        database,
        reader=YieldingConnection(engine.reader.raw, random=random),
        writer=YieldingConnection(engine.writer.raw, random=random),
    )


def refusal_key(attempt: Callable[[], object]) -> str | None:
    """Return the last part of the key with which an attempt is refused, or None if it is not refused."""
    try:
        attempt()
    except UserError as refusal:
        return refusal.key.rpartition(".")[-1]
    return None


async def select(database: Database, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """Run any statement, bypassing the services, and return its rows."""
    return [tuple(row) for row in await database.read(lambda connection: connection.execute(sql, values))]


async def execute(database: Database, sql: str, **values: object) -> None:
    """Run any statement, bypassing the services."""
    await database.write(lambda connection: connection.execute(sql, values))


async def count_by_hand(database: Database, poll: int) -> Mapping[int, int]:
    """Return the number of votes for each option that has any, counted again in SQL."""
    sql = "SELECT option_id, count(DISTINCT ballot_id) FROM ballot_choice WHERE poll_id = :poll GROUP BY option_id"
    return dict(await select(database, sql, poll=poll))
