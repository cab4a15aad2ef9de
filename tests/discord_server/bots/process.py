"""The bot as operators run it: a process of its own, pointed at the small Discord, started anew or forked."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

from tests.discord_server.bots import timeouts
from tests.discord_server.bots.forked_bot import LONGEST_LINE, ForkedBot
from tests.discord_server.bots.redirect import FAKE_TOKEN, VARIABLE
from tests.discord_server.server import DiscordServer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds; a start is waited for as well where a process ends by itself."""
LAUNCHER = ("-m", "tests.discord_server.bots.launcher")


class Child(Protocol):
    """What tests use of asyncio.subprocess.Process."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    @property
    def stdout(self) -> asyncio.StreamReader | None: ...
    async def wait(self) -> int: ...
    def send_signal(self, signal: int, /) -> None: ...
    def kill(self) -> None: ...


@dataclass(eq=False, slots=True)
class BotProcess:
    """`python -m bot …` with a database of its own; what it prints is kept, line by line."""

    child: Child
    lines: list[str] = field(default_factory=list)
    _more: asyncio.Condition = field(default_factory=asyncio.Condition)
    _reader: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, child: Child) -> Self:
        """Begin to read what it prints."""
        process = cls(child)
        process._reader = asyncio.create_task(process._read())
        return process

    async def _read(self) -> None:
        assert self.child.stdout
        async for line in self.child.stdout:
            await self._heard(line.decode().rstrip("\n"))
        await self._heard("")

    async def _heard(self, line: str) -> None:
        async with self._more:
            self.lines.append(line)
            self._more.notify_all()

    @property
    def output(self) -> str:
        """Everything that it printed so far."""
        return "\n".join(self.lines)

    async def says(self, text: str) -> None:
        """Wait until it prints something with `text` in it."""
        async with self._more:
            await asyncio.wait_for(self._more.wait_for(lambda: text in self.output), PATIENCE)

    async def ends(self) -> int:
        """Wait until it has ended and said its last; gives its exit code, negative for the signal that killed it."""
        assert self._reader
        code = await asyncio.wait_for(self.child.wait(), PATIENCE)
        await asyncio.wait_for(self._reader, PATIENCE)
        return code

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal: SIGTERM asks it to end, SIGKILL does not ask."""
        self.child.send_signal(number)

    async def kill(self) -> None:
        """End it, if it has not ended, and wait for that."""
        if self.child.returncode is None:
            self.child.kill()
        await self.ends()


def surroundings(server: DiscordServer, database: Path) -> dict[str, str]:
    """All that the process sees of this one's environment, and where its Discord and its database are."""
    needed = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", VARIABLE: str(server.address)}
    waits = {timeouts.VARIABLE: str(server.world.clock.acknowledge_seconds)}
    own = {"DISCORD_TOKEN": FAKE_TOKEN, "DATABASE_URL": f"sqlite:///{database}"}
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {"PATH": os.environ.get("PATH", "")} | measured | needed | waits | own


@asynccontextmanager
async def bot_process(
    server: DiscordServer, database: Path, *arguments: str, **environment: str
) -> AsyncIterator[BotProcess]:
    """A process in the folder of its database, where no .env of ours lies; it is gone at the end, whatever happens."""
    child = await ForkedBot.start(arguments, database.parent, surroundings(server, database) | environment)
    async with _gone_at_the_end(child) as process:
        yield process


@asynccontextmanager
async def bot_command(
    server: DiscordServer, database: Path, *arguments: str, code: str = "", **environment: str
) -> AsyncIterator[BotProcess]:
    """The same with an interpreter of its own: slower, for tests that the command itself starts.

    `code` runs in the place of the command line, to change something before it.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *(("-c", code) if code else LAUNCHER),
        *arguments,
        cwd=database.parent,
        env=surroundings(server, database) | environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with _gone_at_the_end(child) as process:
        yield process


@asynccontextmanager
async def _gone_at_the_end(child: Child) -> AsyncIterator[BotProcess]:
    process = BotProcess.of(child)
    try:
        yield process
    finally:
        await process.kill()
        print(process.output)  # noqa: T201  # pytest shows it beside a test that failed
