"""Runs bots as separate processes, each on its own core, and reads what the kernel reports about them."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.discord_server.bots.process import process_environment
from tests.discord_server.server import DiscordServer

OURS, BARE, WATCHED = "tests.discord_server.bots.launcher", "tests.benchmarks.bare", "tests.benchmarks.watched"
CONTROL = "tests.benchmarks.control"
SAMPLE_SECONDS = 0.5
MAX_IDLE_CPU_SECONDS = 0.01
"""A bot is idle if it uses at most MAX_IDLE_CPU_SECONDS of CPU time in SAMPLE_SECONDS."""


@dataclass(frozen=True, slots=True)
class Program:
    """One running bot. Its output is in `log`."""

    pid: int
    log: Path

    def cpu_seconds(self) -> float:
        """Return the CPU time of all threads of the bot."""
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9

    def megabytes(self) -> float:
        """Return the memory of the bot in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024

    async def wait_until_idle(self) -> None:
        """Wait until the bot is nearly idle."""
        worked, before = self.cpu_seconds(), 0.0
        while worked - before > MAX_IDLE_CPU_SECONDS:
            await asyncio.sleep(SAMPLE_SECONDS)
            worked, before = self.cpu_seconds(), worked


@asynccontextmanager
async def program(
    module: str, server: DiscordServer, database: Path, core: int, *arguments: str, **environment: str
) -> AsyncIterator[Program]:
    """Start a bot or the control on one core, yield it before it is connected, and kill it at the end."""
    log = database.with_name(f"{module}.log")
    with log.open("ab") as printed:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            cwd=database.parent,
            env=process_environment(server, database) | environment,
            stdout=printed,
            stderr=printed,
        )
    try:
        os.sched_setaffinity(child.pid, {core})
        yield Program(child.pid, log)
    finally:
        child.kill()
        await child.wait()


@dataclass(frozen=True, slots=True)
class Cores:
    """The core of each bot, and a spare one for the small Discords, if there is one."""

    ours: int
    bare: int
    spare: int | None = None

    @classmethod
    def of_this_machine(cls) -> "Cores":
        ours, bare, spare, *_ = [*sorted(os.sched_getaffinity(0)), None, None]
        return cls(ours or 0, bare or ours or 0, spare)

    def leave(self, busy: int) -> None:
        """Move this process, including its small Discords, off the core of the bot that is being asked."""
        idle = self.bare if busy == self.ours else self.ours
        for thread in Path("/proc/self/task").iterdir():
            os.sched_setaffinity(int(thread.name), {idle if self.spare is None else self.spare})
