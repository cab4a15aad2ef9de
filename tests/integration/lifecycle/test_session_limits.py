"""However many sessions Discord invalidates, the bot recovers and stays within the daily limit of IDENTIFYs."""

import asyncio
import signal
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import app
from bot.core.exit_codes import ExitCode
from bot.transport import session_starts, shards
from bot.transport.session_starts import SessionStarts
from tests.discord_server.bots import in_process
from tests.discord_server.bots.process import bot_command, bot_process
from tests.discord_server.club import Club
from tests.discord_server.server import DiscordServer

SHORT_SILENCE = """
import sys
from bot.transport import lifecycle
from tests.discord_server.bots.launcher import main, redirect_discord_from_environment

lifecycle.MAX_DISCONNECTED_SECONDS, lifecycle.HEALTH_INTERVAL = 2.0, 0.5
with redirect_discord_from_environment():
    sys.exit(main([]))
"""


class MovedClock:
    """A clock that advances only when someone sleeps, and then at once."""

    def __init__(self) -> None:
        self.seconds, self.slept = 1_000.0, []  # type: float, list[float]

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.slept.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def running_bot(server: DiscordServer, database: Path, clock: MovedClock, shards: int = 1) -> AsyncIterator[None]:
    """Run the bot in this loop; its waits for session starts use the moved clock."""
    server.application_routes.shards = shards
    async with app.open_client(database) as client:
        client.starts.now, client.starts.sleep = clock.now, clock.sleep
        async with in_process.connected_client(server, client, shards):
            yield


async def lose_sessions(server: DiscordServer, shards: int = 1) -> None:
    """Invalidate every session, and wait until all are back."""
    before = len(server.log.identified_shards)
    await server.run(server.gateway.invalidate_sessions(resumable=False))
    await server.wait_until(
        lambda: len(server.log.identified_shards) == before + shards and server.gateway.connected_sessions == shards,
        seconds=40,
    )


async def test_the_bot_comes_back_after_fifteen_lost_sessions(club: Club, database_file: Path) -> None:
    """The bot waits longer each time, up to ten minutes, and works afterwards."""
    clock = MovedClock()
    async with running_bot(club.discord, database_file, clock):
        for _ in range(15):
            await lose_sessions(club.discord)
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
    waits = [seconds for seconds in clock.slept if seconds]
    assert waits[:8] == [5, 10, 20, 40, 80, 160, 320, 600]
    assert max(waits) == 600
    assert len(club.discord.log.identified_shards) == 16


async def test_all_shards_come_back_one_at_a_time(club: Club, database_file: Path) -> None:
    """Three shards identify one after another with pauses in between. They resume dropped connections."""
    clock = MovedClock()
    async with running_bot(club.discord, database_file, clock, shards=3):
        assert clock.seconds >= 1_010
        for _ in range(5):
            began, before = clock.seconds, clock.slept[:]
            await lose_sessions(club.discord, shards=3)
            assert clock.seconds - began >= 2 * session_starts.SPACING
            assert clock.slept[len(before) :]
        resumed = club.discord.log.resumes
        await club.discord.run(club.discord.gateway.drop_connections())
        await club.discord.wait_until(lambda: club.discord.log.resumes == resumed + 3)
    assert sorted(club.discord.log.identified_shards) == sorted([(0, 3), (1, 3), (2, 3)] * 6)


async def test_an_identify_closed_with_4000_is_retried_until_accepted(club: Club, database_file: Path) -> None:
    """The bot does not try to resume. Its retries are as far apart as those after lost sessions."""
    clock, server = MovedClock(), club.discord
    async with running_bot(server, database_file, clock):
        server.gateway.identify_close_code = 4000
        await server.run(server.gateway.invalidate_sessions(resumable=False))
        await server.wait_until(lambda: len(server.log.identified_shards) >= 16, seconds=40)
        server.gateway.identify_close_code = None
        await server.wait_until(lambda: server.gateway.connected_sessions == 1, seconds=40)
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
    assert server.log.resumes == 0
    assert clock.seconds > 1_000 + 5 + 10 + 20 + 40 + 80 + 160 + 320 + 7 * 600


async def test_a_session_that_cannot_be_resumed_is_given_up(club: Club, database_file: Path) -> None:
    """If Discord answers each RESUME by closing the connection, a new session is started after a few attempts."""
    clock, server = MovedClock(), club.discord
    async with running_bot(server, database_file, clock):
        server.gateway.resume_close_code = 4000
        await server.run(server.gateway.drop_connections())
        await server.wait_until(
            lambda: len(server.log.identified_shards) == 2 and server.gateway.connected_sessions == 1, seconds=40
        )
    assert server.log.resumes == shards.RESUME_ATTEMPTS


async def test_a_long_gateway_outage_costs_one_identify(club: Club, database_file: Path) -> None:
    """Failed connections use up no session starts."""
    clock, server = MovedClock(), club.discord
    async with running_bot(server, database_file, clock):
        await server.run(server.gateway_listener.close())
        async with asyncio.timeout(40):
            while clock.seconds < 5_000:  # noqa: ASYNC110  # the moved clock notifies nobody
                await asyncio.sleep(0.01)
        await server.run(server.gateway_listener.open())
        await server.wait_until(lambda: server.gateway.connected_sessions == 1, seconds=40)
    assert len(server.log.identified_shards) <= 2


async def test_the_last_session_starts_of_a_day_are_never_used(club: Club, database_file: Path) -> None:
    """When few of the session starts that Discord allows in a day are left, the bot waits for the next day."""
    clock, server = MovedClock(), club.discord
    server.application_routes.session_starts_per_day = session_starts.RESERVE + 3
    async with running_bot(server, database_file, clock):
        await lose_sessions(server)
        assert clock.seconds < 1_000 + 3_600
        await lose_sessions(server)
        assert clock.seconds > 1_000 + 86_400


async def test_the_usual_session_limit_applies_if_discord_gives_none() -> None:
    """Even if sixteen shards start one session after another, they start fewer than 1,000 in any day."""
    clock = MovedClock()

    async def unknown() -> object:
        raise OSError("no network")

    starts = SessionStarts(unknown, clock.now, clock.sleep)  # type: ignore[arg-type]  # the stub always raises
    sent: list[float] = []
    while clock.seconds < 1_000 + 3 * 86_400:
        for shard in range(16):
            async with starts.turn(shard):
                starts.record_start(shard)
                sent.append(clock.seconds)
    assert max(bisect_left(sent, at + 86_400) - bisect_left(sent, at) for at in sent) < 1_000


async def test_as_many_shards_identify_at_once_as_discord_allows() -> None:
    """With two buckets, two shards identify at once, and the next two five seconds later."""
    clock, sent = MovedClock(), dict[int, float]()

    async def fetch_limits() -> object:
        return SimpleNamespace(max_concurrency=2, remaining=900, reset_after=0)

    starts = SessionStarts(fetch_limits, clock.now, clock.sleep)  # type: ignore[arg-type]  # the stub has only the fields that are used

    async def identify(shard: int) -> None:
        async with starts.turn(shard):
            starts.record_start(shard)
            sent[shard] = clock.seconds

    for shard in range(6):
        await identify(shard)
    assert sent == {0: 1_000, 1: 1_000, 2: 1_005, 3: 1_005, 4: 1_010, 5: 1_010}


async def test_a_delayed_session_start_does_not_block_shutdown(club: Club, database_file: Path) -> None:
    """SIGTERM ends the bot cleanly even while it waits for a session start."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        for _ in range(2):
            await club.discord.run(club.discord.gateway.invalidate_sessions(resumable=False))
            await process.wait_for_output("session start delayed")
        process.send_signal(signal.SIGTERM)
        assert await process.wait_for_exit() == 0


@pytest.mark.parametrize("closes_with", [None, pytest.param(4000, marks=pytest.mark.soak)])
async def test_a_long_silence_ends_the_process(club: Club, database_file: Path, closes_with: int | None) -> None:
    """After long enough without a connection, the process ends so that a supervisor can restart it."""
    club.discord.gateway.identify_close_code = closes_with
    if closes_with is None:
        await club.discord.run(club.discord.gateway_listener.close())
    async with bot_command(club.discord, database_file, code=SHORT_SILENCE) as process:
        assert await process.wait_for_exit() == ExitCode.DISCORD_UNREACHABLE
        assert "Discord could not be reached for" in process.output
        assert "Traceback" not in process.output


@pytest.mark.soak
async def test_the_bot_comes_back_five_times_in_real_time(club: Club, database_file: Path) -> None:
    """The waits double from 5 to 80 seconds. The last is longer than discord.py's own limit of 60 for reconnecting."""
    async with bot_process(club.discord, database_file):
        await club.discord.wait_until_ready()
        for count, wait in enumerate((5, 10, 20, 40, 80), start=2):
            await club.discord.run(club.discord.gateway.invalidate_sessions(resumable=False))
            await club.discord.wait_until(
                lambda count=count: (
                    len(club.discord.log.identified_shards) == count and club.discord.gateway.connected_sessions == 1
                ),  # type: ignore[misc]
                seconds=wait + 20,
            )
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
