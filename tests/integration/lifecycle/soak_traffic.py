"""Mixed traffic against a real process, and the resources that the process uses."""

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.discord_server.bots.launcher import STATISTICS_PREFIX
from tests.discord_server.bots.process import BotProcess
from tests.discord_server.club import Club
from tests.discord_server.users.responses import Response, VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import HARMONY, HOPE, add_member, start_poll
from tests.rendered_message import BUTTON

GUESTS = 24
SECONDS_PER_ACTION = 1.2
"""Average seconds between two interactions of a person. The rate limit allows 12 interactions in ten seconds."""
KEPT_MESSAGES = 40
READ_COMMANDS = ("help", "about", "avoid", "privacy show", "privacy export", "poll list", "language")
TITLES = ("Hope", "소원", "Harmony", "The Classic", "7번방의 선물", "no such film", "miracle in cell no 7")


@dataclass(frozen=True, slots=True)
class ResourceSample:
    """What a process uses at one moment: `memory` is in MB, and `files` excludes sockets.

    The last three are its garbage collector's: full collections so far, thresholds, and whether it is enabled.
    """

    memory: float
    files: int
    sockets: int
    tasks: int
    full_collections: int
    thresholds: Sequence[int]
    enabled: bool


async def take_sample(process: BotProcess) -> ResourceSample:
    """Measure a process through /proc, and ask the process itself for what /proc does not show."""
    proc, lines = Path("/proc") / str(process.child.pid), len(process.lines)
    process.send_signal(signal.SIGUSR1)
    async with asyncio.timeout(30):
        while not (reported := _statistics(process.lines[lines:])):  # noqa: ASYNC110  # only `wait_for_output` is notified of new lines
            await asyncio.sleep(0.02)
    figures = json.loads(reported[0].removeprefix(STATISTICS_PREFIX))
    pages = int((proc / "statm").read_text(encoding="utf-8").split()[1])
    opened = [str(file.readlink()) for file in (proc / "fd").iterdir()]
    sockets = sum(name.startswith("socket:") for name in opened)
    return ResourceSample(
        memory=pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        files=len(opened) - sockets,
        sockets=sockets,
        tasks=figures["tasks"],
        full_collections=figures["full_collections"],
        thresholds=figures["thresholds"],
        enabled=figures["enabled"],
    )


def _statistics(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.startswith(STATISTICS_PREFIX)]


async def sample_when_idle(process: BotProcess, tasks: int, seconds: float = 6.0) -> ResourceSample:
    """Sample a process once it has at most this many tasks, or when `seconds` have passed."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    sample = await take_sample(process)
    while sample.tasks > tasks and loop.time() < until:
        await asyncio.sleep(0.3)
        sample = await take_sample(process)
    return sample


@dataclass(slots=True)
class Traffic:
    """Members who use the bot in every way, each in their own channel.

    `polls` has each host's open poll; `done` counts interactions, and `failed` has the data of those that failed.
    """

    club: Club
    random: Random
    guests: Sequence[SimulatedUser] = ()
    polls: dict[int, VisibleMessage] = field(default_factory=dict)
    done: int = 0
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        world, home = self.club.discord.world, self.club.home_guild
        self.guests = [
            add_member(self.club, number, world.create_channel(home, f"room-{number}")) for number in range(GUESTS)
        ]

    async def run_for(self, seconds: float) -> None:
        """Let every guest do one thing after another for this many seconds."""
        until = asyncio.get_running_loop().time() + seconds
        await asyncio.gather(*(self._act_until(guest, until) for guest in self.guests))

    async def _act_until(self, guest: SimulatedUser, until: float) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self.random.random() * SECONDS_PER_ACTION)
        while loop.time() < until:
            before = self.done
            await self.random.choice(self._actions())(guest)
            self._delete_old_messages(guest)
            await asyncio.sleep(min(SECONDS_PER_ACTION * (self.done - before), max(0.0, until - loop.time())))

    def _actions(self) -> Sequence[Callable[[SimulatedUser], Awaitable[None]]]:
        return (
            self._show_film,
            self._type_title,
            self._search,
            self._draw,
            self._start_or_end_poll,
            self._vote,
            self._vote,
            self._read_command,
        )

    async def _ask(self, answering: Awaitable[Response]) -> VisibleMessage:
        answer = await answering
        self.done += 1
        if "Something went wrong" in answer.message.text:
            self.failed.append(str(answer.interaction.data))
        return answer.message

    async def _press(self, guest: SimulatedUser, seen: VisibleMessage, place: int) -> None:
        """Press the button at this position among those that are not links, if the message has that many."""
        pressed = [button["label"] for button in seen.controls if button["type"] == BUTTON and not button.get("url")]
        if place < len(pressed):
            await self._ask(guest.click(seen, pressed[place]))

    async def _show_film(self, guest: SimulatedUser) -> None:
        await self._ask(guest.slash("film show", title=self.random.choice(TITLES)))

    async def _type_title(self, guest: SimulatedUser) -> None:
        await guest.autocomplete("film show", "title", self.random.choice(TITLES)[:3])
        self.done += 1

    async def _search(self, guest: SimulatedUser) -> None:
        found = await self._ask(guest.slash("film search", theme=self.random.choice(("war", "first-love"))))
        if found.options:
            await self._ask(guest.select(found, self.random.choice(found.options)["label"]))
            await self._press(guest, found, 0)

    async def _draw(self, guest: SimulatedUser) -> None:
        pick = await self._ask(guest.slash("tearjerker"))
        if not pick.is_ephemeral:
            await self._press(guest, pick, 0)
            await self._press(guest, pick, 2)

    async def _start_or_end_poll(self, guest: SimulatedUser) -> None:
        """Start a poll, or end the person's own if there is one."""
        if self.polls.pop(guest.user.id, None):
            await self._ask(guest.slash("poll end", poll=f"{guest.user.name}?"))
        else:
            self.polls[guest.user.id] = await start_poll(guest, f"{guest.user.name}?")
            self.done += 2

    async def _vote(self, guest: SimulatedUser) -> None:
        if self.polls:
            poll = self.random.choice(list(self.polls.values()))
            there = guest.in_channel(poll.message.channel)
            label = self.random.choice((HOPE, HARMONY))
            if label in poll.buttons:
                await self._ask(there.click(poll, label))

    async def _read_command(self, guest: SimulatedUser) -> None:
        await self._ask(guest.slash(self.random.choice(READ_COMMANDS)))
        if self.random.random() < 0.2 and guest.user.id not in self.polls:  # otherwise nobody is left to end their poll
            await self._press(guest, await self._ask(guest.slash("privacy forget")), 0)

    def _delete_old_messages(self, guest: SimulatedUser) -> None:
        """Delete old private messages in the small Discord; public ones, such as polls, stay."""
        messages = guest.channel.messages
        for key in list(messages)[:-KEPT_MESSAGES]:
            if not any(poll.message.id == key for poll in self.polls.values()) and messages[key].ephemeral_for:
                del messages[key]


def median_growth(values: Sequence[float]) -> float:
    """Return by how much the median of the last third exceeds that of the third before it."""
    third = max(1, len(values) // 3)
    before, after = sorted(values[-2 * third : -third]), sorted(values[-third:])
    return after[len(after) // 2] - before[len(before) // 2]
