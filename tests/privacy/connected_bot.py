"""Runs the bot in the club over sockets, at a time that the test sets, with the sample feature."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import app
from bot.transport.client import NunmulClient
from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.club import Club
from tests.privacy.conftest import FakeClock
from tests.privacy.sample_feature import sample_feature


@asynccontextmanager
async def connected_bot(club: Club, file: Path, clock: FakeClock) -> AsyncIterator[NunmulClient]:
    """Start the bot, yield it once it knows its servers, and close it at the end."""
    async with app.open_client(file, extra_features=[sample_feature()], clock=clock) as client:
        client._connection.guild_ready_timeout = 0.1  # noqa: SLF001  # discord.py waits longer for late servers, but there are none here
        async with connected_client(club.discord, client):
            await client.wait_until_ready()
            yield client
