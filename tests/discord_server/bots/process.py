"""The bot as operators run it: a separate process, pointed at the small Discord, freshly started or forked."""

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
from tests.discord_server.bots.forked_bot import MAX_LINE_BYTES, ForkedBot
from tests.discord_server.bots.redirect import ADDRESS_VARIABLE, FAKE_TOKEN
from tests.discord_server.server import DiscordServer

ROOT = Path(__file__).resolve().parents[3]
PROCESS_WAIT_SECONDS = 60.0
"""Seconds to wait for output or for an exit; enough for a process that has only just been started."""
LAUNCHER_ARGUMENTS = ("-m", "tests.discord_server.bots.launcher")


class ChildProcess(Protocol):
    """The parts of asyncio.subprocess.Process that tests use."""

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
    """`python -m bot …` with its own database; its output is collected line by line."""

    child: ChildProcess
    lines: list[str] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _reader: asyncio.Task[None] | None = None

    @classmethod
    def attach(cls, child: ChildProcess) -> Self:
        """Start reading the output of a child process."""
        process = cls(child)
        process._reader = asyncio.create_task(process._read())
        return process

    async def _read(self) -> None:
        assert self.child.stdout
        async for line in self.child.stdout:
            await self._add_line(line.decode().rstrip("\n"))
        await self._add_line("")

    async def _add_line(self, line: str) -> None:
        async with self._changed:
            self.lines.append(line)
            self._changed.notify_all()

    @property
    def output(self) -> str:
        """Return everything that the bot has printed so far."""
        return "\n".join(self.lines)

    async def wait_for_output(self, text: str) -> None:
        """Wait until the bot has printed `text`."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: text in self.output), PROCESS_WAIT_SECONDS)

    async def wait_for_exit(self) -> int:
        """Wait until the bot has ended, and return its exit code, negative for the signal that killed it."""
        assert self._reader
        code = await asyncio.wait_for(self.child.wait(), PROCESS_WAIT_SECONDS)
        await asyncio.wait_for(self._reader, PROCESS_WAIT_SECONDS)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send the bot a signal: SIGTERM asks it to stop, SIGKILL ends it at once."""
        self.child.send_signal(number)

    async def kill(self) -> None:
        """Kill the bot if it still runs, and wait for its end."""
        if self.child.returncode is None:
            self.child.kill()
        await self.wait_for_exit()


def process_environment(server: DiscordServer, database: Path) -> dict[str, str]:
    """Return the environment of a bot: only what it needs, and the addresses of its Discord and its database."""
    needed = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", ADDRESS_VARIABLE: str(server.address)}
    waits = {timeouts.ACKNOWLEDGE_VARIABLE: str(server.world.clock.acknowledge_seconds)}
    own = {"DISCORD_TOKEN": FAKE_TOKEN, "DATABASE_URL": f"sqlite:///{database}"}
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {"PATH": os.environ.get("PATH", "")} | measured | needed | waits | own


@asynccontextmanager
async def bot_process(
    server: DiscordServer, database: Path, *arguments: str, **environment: str
) -> AsyncIterator[BotProcess]:
    """Start a bot in the folder of its database, without our .env, and make sure that it ends."""
    child = await ForkedBot.start(arguments, database.parent, process_environment(server, database) | environment)
    async with _kill_at_the_end(child) as process:
        yield process


@asynccontextmanager
async def bot_command(
    server: DiscordServer, database: Path, *arguments: str, code: str = "", **environment: str
) -> AsyncIterator[BotProcess]:
    """Run the bot in a new interpreter: slower than a fork, and meant for tests of the command itself.

    With `code`, run that Python code instead; it should patch what the test needs and then call `main`.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *(("-c", code) if code else LAUNCHER_ARGUMENTS),
        *arguments,
        cwd=database.parent,
        env=process_environment(server, database) | environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        limit=MAX_LINE_BYTES,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with _kill_at_the_end(child) as process:
        yield process


@asynccontextmanager
async def _kill_at_the_end(child: ChildProcess) -> AsyncIterator[BotProcess]:
    process = BotProcess.attach(child)
    try:
        yield process
    finally:
        await process.kill()
        print(process.output)  # noqa: T201  # pytest shows it beside a test that failed
