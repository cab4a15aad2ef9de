"""Fixtures for tests over sockets; a conftest imports those it needs."""

import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import discord
import pytest

from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.bots.probe import ProbeClient, connected_probe
from tests.discord_server.clock import ACKNOWLEDGE_SECONDS, RELAXED_ACKNOWLEDGE_SECONDS
from tests.discord_server.club import Club
from tests.discord_server.server import WAIT_SECONDS, DiscordServer

__all__ = ["bot", "club", "discord_server", "probe", "real_deadline"]


@pytest.fixture
def discord_server() -> Iterator[DiscordServer]:
    """Yield a small Discord; at the end, check for broken rules, unused faults and threads that remain."""
    before = set(threading.enumerate())
    with DiscordServer() as server:
        server.world.clock.acknowledge_seconds = RELAXED_ACKNOWLEDGE_SECONDS
        yield server
    server.assert_no_violations()
    left = [thread for thread in threading.enumerate() if thread not in before and _is_still_alive(thread)]
    assert not left, left


def _is_still_alive(thread: threading.Thread) -> bool:
    """Return whether a thread still runs after WAIT_SECONDS, except asyncio's workers, which the test's loop ends."""
    if thread.name.startswith("asyncio_"):
        return False
    thread.join(WAIT_SECONDS)
    return thread.is_alive()


@pytest.fixture
def real_deadline(discord_server: DiscordServer) -> None:
    """Use Discord's real limit of three seconds for a first answer; a test requests this before the bot's fixture."""
    discord_server.world.clock.acknowledge_seconds = ACKNOWLEDGE_SECONDS


@pytest.fixture
def club(discord_server: DiscordServer) -> Club:
    """Return a film club in the small Discord, before any bot runs."""
    return Club.create(discord_server)


@pytest.fixture
async def bot(club: Club, database_file: Path) -> AsyncIterator[discord.Client]:
    """Yield our bot, running in the test's own loop."""
    async with in_process_bot(club.discord, database_file) as client:
        yield client


@pytest.fixture
async def probe(club: Club) -> AsyncIterator[ProbeClient]:
    """Yield a bare bot in our bot's place, controlled by the test."""
    async with connected_probe(club.discord, ProbeClient()) as listening:
        yield listening
