"""Polls over sockets, started as people start them, with a clock that a test can move."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import app
from bot.core.clock import wall_clock
from bot.core.jobs import Job
from bot.transport.client import NunmulClient
from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.club import Club
from tests.discord_server.server import WAIT_SECONDS
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.discord_server.world import Channel

QUESTION = "What shall we watch?"
DAY = 24 * 60 * 60
FILMS = {"film1": "Hope", "film2": "Harmony", "film3": "The Classic"}
HOPE, HARMONY, CLASSIC = "1 Hope (2013)", "2 Harmony (2010)", "3 The Classic (2003)"


class OffsetClock:
    """The machine's clock, plus an offset that a test sets."""

    def __init__(self) -> None:
        self.offset = 0

    def __call__(self) -> int:
        return wall_clock() + self.offset


@dataclass(frozen=True)
class BotWithClock:
    """Our bot, and its clock."""

    client: NunmulClient
    clock: OffsetClock

    def advance(self, seconds: int) -> None:
        """Let time pass at once, and wake all jobs."""
        self.clock.offset += seconds
        for job in self._jobs:
            job.wake()

    async def advance_until(self, condition: Callable[[], bool], step: int = 60) -> None:
        """Let time pass in steps until a condition is true. After each step, wait until the jobs are idle."""
        async with asyncio.timeout(WAIT_SECONDS):
            await self.wait_until_idle()
            while not condition():
                self.advance(step)
                await self.wait_until_idle()

    async def wait_until_idle(self) -> None:
        """Wait until all jobs are idle, but for one second at most, because a task can hang."""
        with suppress(TimeoutError):
            await eventually(lambda: all(_is_idle(job) for job in self._jobs), 1.0)

    @property
    def _jobs(self) -> list[Job]:
        return [job for feature in self.client.features for job in feature.jobs]


def _is_idle(job: Job) -> bool:
    return job._asleep is not None and not job._is_woken and not job.has_tasks  # noqa: SLF001  # a job does not announce that it is idle


@asynccontextmanager
async def bot_with_clock(club: Club, database: Path, clock: OffsetClock | None = None) -> AsyncIterator[BotWithClock]:
    """Start our bot, yield it with its clock, and close it at the end."""
    own = clock or OffsetClock()
    async with app.open_client(database, clock=own) as client, connected_client(club.discord, client):
        yield BotWithClock(client, own)


async def start_poll(
    guest: SimulatedUser, question: str = QUESTION, ticked: Sequence[str] = (), **films: str
) -> VisibleMessage:
    """Start a poll as a host does, with the `ticked` options chosen in the panel's menu, and return its message."""
    before = {seen.message.id for seen in guest.visible_messages()}
    panel = (await guest.slash("poll start", question=question, **(films or FILMS))).message
    for choice in ticked:
        await guest.select(panel, choice)
    answer = (await guest.click(panel, "Start")).message
    posted = [seen for seen in guest.visible_messages() if not seen.is_ephemeral and seen.message.id not in before]
    assert len(posted) == 1, answer.text
    return posted[0]


def add_member(club: Club, number: int, channel: Channel | None = None) -> SimulatedUser:
    """Add a member to the club's server, and return them in a channel: the club's, unless another is given."""
    person = club.discord.world.create_user(f"member {number}")
    club.discord.world.add_member(person, club.home_guild)
    return SimulatedUser(club.discord, person, channel or club.channel)


def public_messages(channel: Channel) -> list[VisibleMessage]:
    """Return the messages that everyone sees in a channel, oldest first."""
    return [VisibleMessage(message) for message in list(channel.messages.values()) if message.ephemeral_for is None]


def is_result(seen: VisibleMessage) -> bool:
    """Return whether a message is the posted result of a poll, not a copy that someone shared."""
    return any(str(control.get("custom_id")).endswith(":posted") for control in seen.controls)


def results(channel: Channel) -> list[VisibleMessage]:
    """Return the results posted in a channel."""
    return [seen for seen in public_messages(channel) if is_result(seen)]


def has_result_link(channel: Channel) -> bool:
    """Return whether a poll's message in the channel links to its result."""
    return any(
        control.get("label") == "Go to result" and "url" in control
        for seen in public_messages(channel)
        for control in seen.controls
    )


async def wait_for_result(club: Club, channel: Channel | None = None, seconds: float = WAIT_SECONDS) -> VisibleMessage:
    """Wait until a poll's message in a channel links to its result, and return the result, the only one there."""
    place = channel or club.channel
    await club.discord.wait_until(lambda: has_result_link(place), seconds)
    (result,) = results(place)
    return result


async def eventually(condition: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
    """Check a condition again and again until it is true."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.01)


async def wait_until_disconnected(club: Club) -> None:
    """Wait until the small Discord has no connection and no request left from a killed bot."""
    records = club.discord.log
    await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 0)
    await club.discord.wait_until(
        lambda: all(request.status is not None for request in records.matching("POST", "/messages"))
    )


def query_rows(database: Path, sql: str) -> list[Any]:
    """Run a query on the database file, and return its rows."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


async def change(database: Path, sql: str) -> None:
    """Change the database file from outside the bot, once the bot has finished its own write."""

    def changed() -> None:
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute(sql)

    await asyncio.to_thread(changed)
