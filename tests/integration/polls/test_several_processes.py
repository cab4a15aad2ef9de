"""Several processes share one PostgreSQL: each has its shards, any of them may die, and a poll has one result."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from bot.core.storage.location import PostgresUrl
from tests.discord_server.bots.process import BotProcess, bot_process
from tests.discord_server.club import Club
from tests.integration.polls.poll_helpers import add_member, results, start_poll, wait_for_result
from tests.integration.polls.test_vote_durability import BALLOTS, choice, confirmed_votes

VOTERS = 200
CLOSE_SECONDS = 4
REPEAT_SECONDS = 6
"""Longer than a process waits before it posts what another has claimed."""
CLOSE_SOON = f"UPDATE poll SET closes_at = CAST(extract(epoch FROM now()) AS BIGINT) + {CLOSE_SECONDS}"
NOTIFY_PROCESSES = """SELECT pg_notify('nunmul_changed', '["a test", "polls", 1]')"""


def query(url: PostgresUrl, *statements: str) -> Sequence[Any]:
    """Run statements, and return the rows of the last."""
    with psycopg.connect(url.url, autocommit=True) as connection:
        cursors = [connection.execute(statement.encode()) for statement in statements]
        return cursors[-1].fetchall() if cursors[-1].description else []


class Processes:
    """Two bots on one database, each with one of two shards."""

    def __init__(self, club: Club, url: PostgresUrl, folder: Path) -> None:
        self.club, self.url, self.folder = club, url, folder
        self.own_shard = (club.home_guild.id >> 22) % 2

    @asynccontextmanager
    async def running(self, *shards: int) -> AsyncIterator[list[BotProcess]]:
        """Start a bot for each of these shards."""
        async with AsyncExitStack() as stack:
            started = [
                await stack.enter_async_context(
                    bot_process(
                        self.club.discord,
                        self.folder / "unused.db",
                        DATABASE_URL=self.url.url,
                        SHARD_IDS=str(shard),
                        SHARD_COUNT="2",
                    )
                )
                for shard in shards
            ]
            await self.club.discord.wait_until_ready(2)
            yield started


@pytest.fixture
def processes(club: Club, postgres_url: PostgresUrl, tmp_path: Path) -> Processes:
    return Processes(club, postgres_url, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
async def test_a_process_may_die_at_any_moment(club: Club, processes: Processes, seed: int) -> None:
    """200 people vote and the poll closes while its process is killed: every confirmed ballot counts, in one result."""
    own, discord = processes.own_shard, club.discord
    async with processes.running(own, 1 - own) as (first, _):
        assert sorted(discord.log.identified_shards) == [(0, 2), (1, 2)]
        poll = await start_poll(club.sam)
        people = [add_member(club, number) for number in range(VOTERS)]
        query(processes.url, CLOSE_SOON, NOTIFY_PROCESSES)
        answers = {guest.user.id: await guest.without_waiting.click(poll, choice(guest)) for guest in people}
        await asyncio.sleep(Random(seed).uniform(0, CLOSE_SECONDS + 2))
        first.send_signal(signal.SIGKILL)
        await first.wait_for_exit()
        confirmed, stored = confirmed_votes(answers), dict(query(processes.url, BALLOTS))
        assert confirmed.items() <= stored.items()
        async with asyncio.timeout(CLOSE_SECONDS + 5):
            while query(processes.url, "SELECT state FROM poll") != [("closed",)]:  # noqa: ASYNC110  # written by another process
                await asyncio.sleep(0.1)
        async with processes.running(own):
            await wait_for_result(club)
            await asyncio.sleep(REPEAT_SECONDS)
    assert len(results(club.channel)) == 1
    assert dict(query(processes.url, BALLOTS)) == stored
