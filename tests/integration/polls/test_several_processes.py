"""Several processes share one PostgreSQL database. If one of them dies, a poll still gets one result in time.

Either each process has a shard, or all are replicas that serve HTTP.
"""

import asyncio
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from bot import app
from bot.config import ShardSettings
from bot.core.clock import wall_clock
from bot.core.storage.location import PostgresUrl
from bot.ids import ChannelId, GuildId, MessageId, UserId
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import CloseAfter, PollSettings
from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.bots.process import BotProcess, bot_process
from tests.discord_server.clock import EPOCH
from tests.discord_server.club import Club
from tests.discord_server.users.responses import Response, VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import add_member, results, start_poll
from tests.integration.polls.test_vote_durability import BALLOTS, choice, confirmed_votes
from tests.polls.booth import polls_in
from tests.stopwatch import Stopwatch
from tests.transport.http.test_replicas import replicas

VOTERS = 200
IN_SECONDS, PROMISED_SECONDS = 4, 5.0
"""Seconds from the first votes to the poll's end, and the most from its end to the result."""
AROUND_THE_END = -1.5, 1.5
"""A process is killed between these two moments, in seconds after the poll's end."""
REPEAT_SECONDS = 5.0
"""Seconds to wait for a second result: longer than a process waits before it takes over what another has claimed."""
CLOSE_SOON = f"UPDATE poll SET closes_at = CAST(extract(epoch FROM now()) AS BIGINT) + {IN_SECONDS} RETURNING closes_at"
NOTIFY = """SELECT pg_notify('nunmul_changed', '["a test", "polls", 1]')"""
COUNT = re.compile(r"^\S+ (.+?) \(\d{4}\) · (\d+) votes?", re.MULTILINE)
Start = Callable[[Club, Path, PostgresUrl, int], AbstractAsyncContextManager[Sequence[BotProcess]]]


def query(url: PostgresUrl, statement: str) -> Sequence[Any]:
    """Run a statement, and return its rows."""
    with psycopg.connect(url.url, autocommit=True) as connection:
        return connection.execute(statement.encode()).fetchall()


@asynccontextmanager
async def gateways(club: Club, folder: Path, url: PostgresUrl, count: int) -> AsyncIterator[Sequence[BotProcess]]:
    """Start a process for each shard, and yield them all, first the one whose shard has the club."""
    own = (club.home_guild.id >> 22) % count
    async with AsyncExitStack() as running:
        started = []
        for number in range(count):
            shard = {"SHARD_IDS": str((own + number) % count), "SHARD_COUNT": str(count), "DATABASE_URL": url.url}
            started.append(await running.enter_async_context(bot_process(club.discord, folder / "unused.db", **shard)))
        await club.discord.wait_until_ready(count)
        assert sorted(club.discord.log.identified_shards) == [(shard, count) for shard in range(count)]
        yield started


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("start", "count"), [(gateways, 2), (replicas, 3)], ids=["gateway", "http"])
async def test_killing_one_process_loses_no_confirmed_vote(  # noqa: PLR0913, PLR0917  # each fixture is an argument
    club: Club, tmp_path: Path, postgres_url: PostgresUrl, start: Start, count: int, seed: int
) -> None:
    """A process is killed while 200 people vote and the poll ends. One result is posted in time, with every ballot."""
    async with start(club, tmp_path, postgres_url, count) as processes:
        poll = await start_poll(club.sam)
        people = [add_member(club, number) for number in range(VOTERS)]
        ((closes_at,),) = query(postgres_url, CLOSE_SOON)
        query(postgres_url, NOTIFY)
        killing = asyncio.create_task(kill_at(closes_at + Random(seed).uniform(*AROUND_THE_END), processes[0]))
        answers = await vote_until(closes_at, poll, people, Random(seed))
        watch = Stopwatch(processes[-1].child.pid)
        await killing
        await club.discord.wait_until(lambda: bool(results(club.channel)))
        starved = watch.starved
        await asyncio.sleep(REPEAT_SECONDS)
    told, stored = confirmed_votes(answers), dict(query(postgres_url, BALLOTS))
    (result,) = results(club.channel)
    late = (EPOCH + (result.message.id >> 22)) / 1000 - closes_at
    figures = f"{len(told)} confirmed, result after {late:.1f} s, of which {starved:.1f} s without a core"
    print(f"seed {seed}: {figures}")  # noqa: T201  # the figures that --soak is run for
    assert told.items() <= stored.items()
    assert counts_in(result) == Counter(stored.values())
    assert late - starved < PROMISED_SECONDS
    assert all("Traceback" not in process.output for process in processes)


async def kill_at(moment: float, process: BotProcess) -> None:
    await asyncio.sleep(max(0.0, moment - time.time()))
    process.send_signal(signal.SIGKILL)
    await process.wait_for_exit()


async def vote_until(
    closes_at: int, poll: VisibleMessage, people: Sequence[SimulatedUser], random: Random
) -> dict[int, Response]:
    """Let people press once each, until just after the poll's end, and return the answers by user id."""
    began = time.time()

    async def vote(person: SimulatedUser) -> tuple[int, Response] | None:
        await asyncio.sleep(random.uniform(0, closes_at + 0.5 - began))
        if choice(person) not in poll.buttons:  # the message already shows that the poll is closed
            return None
        return person.user.id, await person.without_waiting.click(poll, choice(person))

    return dict(filter(None, await asyncio.gather(*map(vote, people))))


def counts_in(result: VisibleMessage) -> Counter[str]:
    """Return the votes for each film that has any, as a result shows them."""
    return Counter({film: int(votes) for film, votes in COUNT.findall(result.text) if votes != "0"})


async def test_a_process_without_the_servers_shard_can_post_a_result(
    club: Club, tmp_path: Path, postgres_url: PostgresUrl
) -> None:
    """The process asks Discord for the server's language, and does not add the server to its own list of servers."""
    club.home_guild.locale = "ko"
    other = 1 - (club.home_guild.id >> 22) % 2
    shards = ShardSettings((other,), 2)
    async with (
        app.open_client(tmp_path / "unused.db", postgres=postgres_url, shards=shards) as client,
        connected_client(club.discord, client),
    ):
        polls, host = polls_in(client.core.database), Actor(GuildId(club.home_guild.id), UserId(club.sam.user.id))
        settings = PollSettings("Which?", deadline=CloseAfter(3600))
        draft = await polls.drafts.create(host, ChannelId(club.channel.id), settings, wall_clock())
        await polls.drafts.add_typed_texts(host, draft.id, ["Apple", "Berry"], wall_clock())
        poll = (await polls.lifecycle.start(host, draft.id, wall_clock())).poll
        await polls.delivery.mark_posted(host.guild_id, poll.id, MessageId(club.channel.id + 1))
        await polls.lifecycle.end(host, poll.id, wall_clock())
        query(postgres_url, NOTIFY)
        await club.discord.wait_until(lambda: bool(results(club.channel)))
        assert "투표" in results(club.channel)[0].text
        assert club.home_guild.id not in client.own_guild_ids
