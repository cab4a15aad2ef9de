"""Runs bots against small Discords of their own, whose servers see different numbers of films."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.transport.http.server import PATH
from tests.benchmarks.asking import Place
from tests.benchmarks.programs import OURS, Cores, Program, program
from tests.discord_server.listener import LOOPBACK
from tests.discord_server.server import DiscordServer

FIRST_SERVER = 200_000_000_000_000_000
START_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class BenchmarkServers:
    """A small Discord, and its channels by the number of films that are visible in each."""

    discord: DiscordServer
    places: Mapping[int, Place]

    @classmethod
    def create(cls, discord: DiscordServer, sizes: Iterable[int]) -> "BenchmarkServers":
        """Create a server with one channel for each number of films."""
        return cls(discord, {films: Place.create(discord, server_that_sees(films)) for films in sizes})


def server_that_sees(films: int) -> int:
    """Return the id of the server that sees this many films."""
    return FIRST_SERVER + films


@asynccontextmanager
async def listening(module: str, servers: BenchmarkServers, database: Path, core: int) -> AsyncIterator[Program]:
    """Start a bot on one core, yield it once it is connected, and stop it at the end."""
    gateway = servers.discord.gateway
    async with program(module, servers.discord, database, core) as running:
        await servers.discord.wait_until(lambda: gateway.connected_sessions > 0, START_TIMEOUT)
        yield running
    await servers.discord.wait_until(lambda: gateway.connected_sessions == 0)


@asynccontextmanager
async def serving(
    servers: BenchmarkServers, database: Path, cores: Sequence[int], **environment: str
) -> AsyncIterator[Sequence[Program]]:
    """Start a replica of our bot on each core, yield the replicas once they serve HTTP, and stop them at the end."""
    webhook = servers.discord.webhook
    async with AsyncExitStack() as running:
        ports = [free_port() for _ in cores]
        webhook.urls = tuple(f"http://{LOOPBACK}:{port}{PATH}" for port in ports)
        replicas = [
            await running.enter_async_context(
                program(OURS, servers.discord, database, core, "serve", "--listen", f"{LOOPBACK}:{port}", **environment)
            )
            for core, port in zip(cores, ports, strict=True)
        ]
        for port in ports:
            await _wait_until_listening(port)
        yield replicas
    webhook.urls = ()
    await servers.discord.run(webhook.close())


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server((LOOPBACK, 0)) as free:
        return int(free.getsockname()[1])


async def _wait_until_listening(port: int) -> None:
    async with asyncio.timeout(START_TIMEOUT):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection(LOOPBACK, port)
                writer.close()
                return
            await asyncio.sleep(0.05)


async def seconds_to_start(module: str, database: Path, cores: Cores) -> float:
    """Start a bot, and return the seconds until Discord receives its commands."""
    with DiscordServer() as discord:
        cores.leave(cores.ours)
        begun = time.monotonic()
        async with program(module, discord, database, cores.ours):
            await discord.wait_until(lambda: discord.log.command_sync_count > 0, START_TIMEOUT)
            return time.monotonic() - begun


async def megabytes_at_rest(module: str, database: Path, cores: Cores, servers: int) -> float:
    """Start a bot that is in this many servers, and return its memory in MB once it is idle."""
    with DiscordServer() as discord:
        cores.leave(cores.ours)
        async with listening(module, BenchmarkServers.create(discord, range(servers)), database, cores.ours) as running:
            await running.wait_until_idle()
            return running.megabytes()
