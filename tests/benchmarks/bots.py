"""Runs bots against small Discords of their own, with servers that see more or fewer films."""

import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.asking import Place
from tests.benchmarks.programs import Cores, Program, program
from tests.discord_server.server import DiscordServer

FIRST_SERVER = 200_000_000_000_000_000
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class BenchmarkServers:
    """A small Discord, and its channels by the number of films that are visible in each."""

    discord: DiscordServer
    places: Mapping[int, Place]

    @classmethod
    def create(cls, discord: DiscordServer, sizes: Iterable[int]) -> "BenchmarkServers":
        """Create a channel for each number of films."""
        return cls(discord, {films: Place.create(discord, server_that_sees(films)) for films in sizes})


def server_that_sees(films: int) -> int:
    """Return the id of the server that sees this many films; any id will do where the films do not matter."""
    return FIRST_SERVER + films


@asynccontextmanager
async def listening(module: str, servers: BenchmarkServers, database: Path, core: int) -> AsyncIterator[Program]:
    """Start a bot on one core, yield it once it is connected, and stop it at the end."""
    gateway = servers.discord.gateway
    async with program(module, servers.discord, database, core) as running:
        await servers.discord.wait_until(lambda: gateway.connected_sessions > 0, PATIENCE)
        yield running
    await servers.discord.wait_until(lambda: gateway.connected_sessions == 0)


async def seconds_to_start(module: str, database: Path, cores: Cores) -> float:
    """Return the seconds from launch until Discord receives the commands."""
    with DiscordServer() as discord:
        cores.leave(cores.ours)
        begun = time.monotonic()
        async with program(module, discord, database, cores.ours):
            await discord.wait_until(lambda: discord.log.command_sync_count > 0, PATIENCE)
            return time.monotonic() - begun


async def megabytes_at_rest(module: str, database: Path, cores: Cores, servers: int) -> float:
    """Return the memory in MB of an idle bot that is in this many servers."""
    with DiscordServer() as discord:
        cores.leave(cores.ours)
        async with listening(module, BenchmarkServers.create(discord, range(servers)), database, cores.ours) as running:
            await running.wait_until_idle()
            return running.megabytes()
