"""Bots forked from a preloaded process: equivalent to `python -m bot`, without the import time."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from tests.discord_server.bots.fork_server import NUMBER

ROOT = Path(__file__).resolve().parents[3]
MAX_LINE_BYTES = 2**20


@dataclass(eq=False, slots=True)
class ForkServer:
    """The process that forks, and the socket for requests to it."""

    process: subprocess.Popen[bytes]
    requests: socket.socket

    @classmethod
    def start(cls) -> Self:
        """Start the fork server in its own session, so that Ctrl-C reaches only the tests, which then stop it."""
        ours, theirs = socket.socketpair()
        measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
        with theirs:
            process = subprocess.Popen(  # noqa: S603  # our own code
                [sys.executable, "-m", "tests.discord_server.bots.fork_server", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | measured,
                start_new_session=True,
            )
        return cls(process, ours)

    def launch(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], stdout: int, stderr: int
    ) -> socket.socket:
        """Fork a bot, and return the socket that reports its process id, and its exit code once it has ended."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.requests, [b"+"], [theirs.fileno(), stdout, stderr])
        ours.sendall(json.dumps([arguments, str(folder), dict(environment)]).encode() + b"\n")
        return ours

    def end(self) -> None:
        """Stop the fork server, and wait until it has ended."""
        self.requests.close()
        self.process.wait()


@cache
def fork_server() -> ForkServer:
    """Return the fork server of these tests, started when first needed."""
    return ForkServer.start()


def end_fork_server() -> None:
    """End the fork server, if it was started."""
    if fork_server.cache_info().currsize:
        fork_server().end()
        fork_server.cache_clear()


@dataclass(eq=False, slots=True)
class ForkedBot:
    """A forked bot with the parts of asyncio.subprocess.Process that tests use."""

    pid: int
    stdout: asyncio.StreamReader
    _ending: "asyncio.Task[int]"

    @classmethod
    async def start(cls, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Self:
        """Fork a bot whose stdout and stderr go to the same stream."""
        output, write = os.pipe()
        line = fork_server().launch(arguments, folder, environment, write, write)
        os.close(write)
        line.setblocking(False)  # noqa: FBT003  # socket's own signature
        stdout = asyncio.StreamReader(MAX_LINE_BYTES)
        protocol = asyncio.StreamReaderProtocol(stdout)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(output, "rb"))
        return cls(await _read_number(line), stdout, asyncio.create_task(_read_last_number(line)))

    @property
    def returncode(self) -> int | None:
        """Return the bot's exit code, negative for the signal that killed it, or None while it runs."""
        return self._ending.result() if self._ending.done() else None

    async def wait(self) -> int:
        """Wait until the bot has ended, and return its exit code, negative for the signal that killed it."""
        return await asyncio.shield(self._ending)

    def send_signal(self, number: int, /) -> None:
        """Send the bot a signal, unless it has ended."""
        if not self._ending.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the bot."""
        self.send_signal(signal.SIGKILL)


async def _read_number(line: socket.socket) -> int:
    (number,) = NUMBER.unpack(await asyncio.get_running_loop().sock_recv(line, NUMBER.size))
    return int(number)


async def _read_last_number(line: socket.socket) -> int:
    with line:
        return await _read_number(line)
