"""Runs the bot in the test's own event loop, pointed at the small Discord."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import discord

from bot import app
from bot.config import Address
from bot.core.feature import Feature
from bot.core.storage.location import PostgresUrl
from bot.transport import internals
from bot.transport.http.server import PATH, Limits
from bot.transport.http.source import HttpSource
from tests.discord_server.bots.redirect import FAKE_TOKEN, redirect_discord
from tests.discord_server.bots.timeouts import scaled_timeouts
from tests.discord_server.listener import LOOPBACK
from tests.discord_server.server import DiscordServer

Running = asyncio.Task[None]


@asynccontextmanager
async def in_process_bot(
    server: DiscordServer, database: Path, extra_features: Sequence[Feature] = ()
) -> AsyncIterator[discord.Client]:
    """Start our bot, yield it, and close it at the end."""
    async with app.open_client(database, extra_features=extra_features) as client, connected_client(server, client):
        yield client


@asynccontextmanager
async def in_process_http_bot(
    server: DiscordServer, database: Path, limits: Limits | None = None, postgres: PostgresUrl | None = None
) -> AsyncIterator[HttpSource]:
    """Start our bot with an endpoint for the small Discord's interactions, yield the endpoint, and close both."""
    async with app.open_client(database, postgres=postgres) as client:
        source = HttpSource(client, Address(LOOPBACK, 0), limits or Limits())
        with redirect_discord(server.address), scaled_timeouts(server.world.clock.acknowledge_seconds):
            await client.login(FAKE_TOKEN)
            task = asyncio.create_task(source.connect())
            try:
                while not client.is_serving:  # there is no event to wait for
                    await asyncio.sleep(0.01)
                    assert not task.done(), task.exception()
                assert source.runner
                server.webhook.urls = (f"http://{LOOPBACK}:{source.runner.addresses[0][1]}{PATH}",)
                yield source
            finally:
                server.webhook.urls = ()
                await server.run(server.webhook.close())
                await _cancel(task)
                await internals.close(client)


@asynccontextmanager
async def connected_client(server: DiscordServer, client: discord.Client, sessions: int = 1) -> AsyncIterator[Running]:
    """Log in the client, yield its task once this many sessions are connected, and close it at the end."""
    before = server.gateway.connected_sessions
    with redirect_discord(server.address), scaled_timeouts(server.world.clock.acknowledge_seconds):
        async with client:
            task = asyncio.create_task(client.start(FAKE_TOKEN))
            try:
                await _wait_until_connected(server, task, sessions)
                yield task
            finally:
                await client.close()
                await _cancel(task)
                # Otherwise the next client's events could go to the connection that is about to end.
                await server.wait_until(lambda: server.gateway.connected_sessions <= before)


async def _wait_until_connected(server: DiscordServer, task: Running, sessions: int) -> None:
    """Wait until the client is connected, or raise whatever prevents that."""
    waiting = asyncio.create_task(server.wait_until_ready(sessions))
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    if task.done() and not waiting.done():
        waiting.cancel()
        await task
    await waiting


async def _cancel(task: Running) -> None:
    """Cancel a bot's task and wait until it has ended, whatever it raises."""
    task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task
