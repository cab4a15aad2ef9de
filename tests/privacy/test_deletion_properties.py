"""In any order of events, a server's data is deleted after exactly thirty days away."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.storage.database import Database
from bot.ids import GuildId
from bot.privacy.service.deletion import HOUR_SECONDS, RetentionService
from tests.privacy.conftest import FakeClock
from tests.privacy.row_factory import SAM, insert_row, rows
from tests.privacy.sample_feature import BALLOT, BALLOTS, add_tables

THIRTY_DAYS = 30 * 24 * 60 * 60
IDS = (GuildId(1), GuildId(2), GuildId(3))
SERVERS = st.sampled_from(IDS)
ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["invite", "remove", "vote"]), SERVERS),
    st.tuples(st.just("wait"), st.integers(1, 20)),
    st.just(("restart", 0)),
)


@dataclass(slots=True)
class Story:
    """Which servers the bot is in, and since when each other server with rows has been away."""

    database: Database
    retention: RetentionService
    clock: FakeClock
    inside: set[GuildId] = field(default_factory=lambda: {*IDS})
    away: dict[GuildId, int] = field(default_factory=dict)

    async def invite(self, server: GuildId) -> None:
        self.inside.add(server)
        self.away.pop(server, None)
        await self.retention.on_guild_join(server)

    async def remove(self, server: GuildId) -> None:
        was_inside = server in self.inside
        self.inside.discard(server)
        await self.retention.on_guild_remove(server)
        if was_inside and await self.has_rows(server):
            self.away[server] = self.clock()

    async def vote(self, server: GuildId) -> None:
        """Store a vote, possibly in a server without the bot, which is noticed within an hour."""
        await insert_row(self.database, BALLOTS, SAM, server)
        self.clock.now += HOUR_SECONDS
        await self.clean_up()
        if server not in self.inside:
            self.away.setdefault(server, self.clock())

    async def restart(self, _: int) -> None:
        self.retention = RetentionService(self.database, self.clock, lambda: [BALLOTS], lambda _: None)
        await self.retention.delete_expired()
        await self.retention.on_ready(self.inside)

    async def wait(self, days: int) -> None:
        for _ in range(days):
            self.clock.advance_days(1)
            await self.clean_up()

    async def clean_up(self) -> None:
        overdue = {server for server, since in self.away.items() if self.clock() - since >= THIRTY_DAYS}
        before = {server: await self.has_rows(server) for server in IDS}
        await self.retention.delete_expired()
        after = {server: await self.has_rows(server) for server in IDS}
        assert after == {server: had and server not in overdue for server, had in before.items()}
        for server in overdue:
            del self.away[server]

    async def has_rows(self, server: GuildId) -> bool:
        return bool(await self.database.read(lambda reader: rows(reader, BALLOT, "server", server)))

    def actions(self) -> Mapping[str, Callable[[Any], Coroutine[None, None, None]]]:
        named = (self.invite, self.remove, self.vote, self.restart, self.wait)
        return {action.__name__: action for action in named}


@given(st.lists(ACTIONS, max_size=20))
def test_a_servers_data_is_deleted_after_exactly_thirty_days_away(
    empty_file: Path, actions: list[tuple[str, int]]
) -> None:
    """Invitations, removals, votes, days and restarts come in any order."""
    asyncio.run(play(empty_file, actions))


async def play(empty_file: Path, actions: list[tuple[str, int]]) -> None:
    async with story(empty_file) as current:
        for action, argument in actions:
            await current.actions()[action](argument)


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file with all tables, including the sample ones, and no rows of servers."""
    file = tmp_path_factory.mktemp("empty") / "ballots.db"

    async def make() -> None:
        await (await Database.open(file)).close()

    asyncio.run(make())
    add_tables(file)
    return file


@asynccontextmanager
async def story(empty_file: Path) -> AsyncIterator[Story]:
    """Yield a story on a copy of an empty database, with the bot in all three servers."""
    with TemporaryDirectory() as folder:
        clock = FakeClock()
        database = await Database.open(Path(shutil.copy(empty_file, folder)))
        try:
            new_story = Story(database, RetentionService(database, clock, lambda: [BALLOTS], lambda _: None), clock)
            await new_story.restart(0)
            yield new_story
        finally:
            await database.close()
