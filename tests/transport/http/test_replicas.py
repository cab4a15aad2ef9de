"""Any replica on one PostgreSQL database can answer, and killing one loses no confirmed vote."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random

import psycopg

from bot.core.storage.location import PostgresUrl
from bot.transport.http.server import PATH
from tests.benchmarks.bots import free_port
from tests.discord_server.bots.in_process import in_process_http_bot
from tests.discord_server.bots.process import BotProcess, bot_process
from tests.discord_server.club import Club
from tests.discord_server.gateway import payloads
from tests.discord_server.listener import LOOPBACK
from tests.discord_server.users.command_input import CommandInput
from tests.discord_server.users.interaction import Interaction, InteractionType
from tests.discord_server.users.responses import Response, VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import (
    CLASSIC,
    HARMONY,
    HOPE,
    add_member,
    results,
    start_poll,
    wait_for_result,
)
from tests.sql import select

CONFIRMED = "Your vote"
QUIET_SECONDS = 2.0
"""Seconds without an answer after which none is expected."""


@asynccontextmanager
async def replicas(club: Club, folder: Path, url: PostgresUrl, count: int) -> AsyncIterator[Sequence[BotProcess]]:
    """Start replicas that the small Discord calls in turn, yield them, and stop them at the end."""
    ports = [free_port() for _ in range(count)]
    async with AsyncExitStack() as running:
        started = [
            await running.enter_async_context(
                bot_process(
                    club.discord, folder / "none", "serve", "--listen", f"{LOOPBACK}:{port}", DATABASE_URL=url.url
                )
            )
            for port in ports
        ]
        for process in started:
            await process.wait_for_output("listening address")
        club.discord.webhook.urls = tuple(f"http://{LOOPBACK}:{port}{PATH}" for port in ports)
        yield started
    club.discord.webhook.urls = ()


async def test_a_killed_replica_takes_no_confirmed_vote_with_it(
    club: Club, tmp_path: Path, postgres_url: PostgresUrl, is_soak: bool
) -> None:
    """Every confirmed vote is stored, and the poll gets one result."""
    count, voters, runs = (3, 200, 10) if is_soak else (2, 30, 1)
    for run in range(runs):
        channel = club.discord.world.create_channel(club.home_guild, f"run {run}")
        async with replicas(club, tmp_path, postgres_url, count) as processes:
            poll = await start_poll(club.sam.in_channel(channel))
            people = [add_member(club, number, channel) for number in range(voters)]
            confirmed = await _vote_while_one_is_killed(poll, people, processes[0], Random(run))
            assert confirmed <= _voters(postgres_url)
            assert len(confirmed) > voters / 3
            await _end_poll(club.sam.in_channel(channel))
            await wait_for_result(club, channel)
            assert len(results(channel)) == 1
            assert all("Traceback" not in process.output for process in processes)


async def test_a_replayed_request_does_nothing_at_another_replica(
    club: Club, tmp_path: Path, postgres_url: PostgresUrl
) -> None:
    """The same bytes sent to both replicas draw one film, and are answered once."""
    server, drawn = club.discord, list[object]()
    async with (
        in_process_http_bot(server, tmp_path / "first", postgres=postgres_url) as first,
        in_process_http_bot(server, tmp_path / "second", postgres=postgres_url) as second,
    ):
        typed = CommandInput(club.sam.user, server.world.commands, "tearjerker", {})
        act = InteractionType.APPLICATION_COMMAND
        told = Interaction(
            server.world.ids.new(), act, club.sam.user, club.channel, typed.data(), server.world.clock.now()
        )
        server.interaction_routes.register(told)
        body = json.dumps(payloads.interaction(told, server.world)).encode()
        for source in (first, second):
            assert source.runner
            server.webhook.urls = (f"http://{LOOPBACK}:{source.runner.addresses[0][1]}{PATH}",)
            reply = await server.run(server.webhook.post_raw(body, server.webhook.headers(body)))
            assert reply.status == 202
            await asyncio.gather(*source.client.core.dispatcher.running_tasks)
        drawn += await select(first.client.core.database, "SELECT film_id FROM pick")
    assert len(drawn) == 1
    assert len(server.log.matching("POST", "/callback")) == 1


async def _vote_while_one_is_killed(
    poll: VisibleMessage, people: Sequence[SimulatedUser], process: BotProcess, chance: Random
) -> set[int]:
    """Let everyone press while one replica is killed; return the ids of those who were told that their vote counts."""
    responses, killed = list[Response](), chance.randrange(len(people))
    for number, person in enumerate(people):
        if number == killed:
            process.send_signal(signal.SIGKILL)
        responses.append(await person.without_waiting.click(poll, chance.choice((HOPE, HARMONY, CLASSIC))))
    seen, before = _visible(responses), -1
    while len(seen) > before:  # whoever the killed replica was answering gets no reply
        before = len(seen)
        await asyncio.sleep(QUIET_SECONDS)
        seen = _visible(responses)
    return {response.interaction.user.id for response in seen if CONFIRMED in response.message.text}


def _visible(responses: Sequence[Response]) -> list[Response]:
    return [response for response in responses if response.interaction.is_visible]


async def _end_poll(host: SimulatedUser) -> None:
    choices = await host.autocomplete("poll end", "poll", "")
    await host.slash("poll end", poll=str(choices[0]["value"]))


def _voters(url: PostgresUrl) -> set[int]:
    with psycopg.connect(url.url) as connection:
        return {user for (user,) in connection.execute("SELECT DISTINCT user_id FROM ballot").fetchall()}
