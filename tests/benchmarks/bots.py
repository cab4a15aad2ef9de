"""Bots that listen to small Discords of their own, in places where more or fewer films are seen."""

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
class Town:
    """A small Discord, and the places in it by the number of films that are seen there."""

    discord: DiscordServer
    places: Mapping[int, Place]

    @classmethod
    def founded(cls, discord: DiscordServer, sizes: Iterable[int]) -> "Town":
        """A place for each number of films."""
        return cls(discord, {films: Place.founded(discord, server_that_sees(films)) for films in sizes})


def server_that_sees(films: int) -> int:
    """The id of the server that sees so many films; any number will do where the films do not matter."""
    return FIRST_SERVER + films


@asynccontextmanager
async def listening(module: str, town: Town, database: Path, core: int) -> AsyncIterator[Program]:
    """A bot on a core that listens to a town, and has left it at the end."""
    gateway = town.discord.gateway
    async with program(module, town.discord, database, core) as running:
        await town.discord.wait_until(lambda: gateway.connected_sessions > 0, PATIENCE)
        yield running
    await town.discord.wait_until(lambda: gateway.connected_sessions == 0)


async def seconds_to_start(module: str, database: Path, cores: Cores) -> float:
    """From nothing until Discord is told the commands."""
    with DiscordServer() as discord:
        cores.leave(cores.ours)
        begun = time.monotonic()
        async with program(module, discord, database, cores.ours):
            await discord.wait_until(lambda: discord.log.command_sync_count > 0, PATIENCE)
            return time.monotonic() - begun


async def megabytes_at_rest(module: str, database: Path, cores: Cores, servers: int) -> float:
    """What a bot holds that has heard of so many servers and was asked nothing."""
    with DiscordServer() as discord:
        cores.leave(cores.ours)
        async with listening(module, Town.founded(discord, range(servers)), database, cores.ours) as running:
            await running.rests()
            return running.megabytes()
