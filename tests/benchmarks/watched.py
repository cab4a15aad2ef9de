"""Runs our bot and prints every step of its event loop that takes half a millisecond or longer."""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.__main__ import main
from tests.discord_server.bots.redirect import redirect_discord_from_environment

LONG_STEP_SECONDS = 0.0005
STEP_PREFIX = "step "
MAX_LINE_LENGTH = 100


def watch_steps() -> None:
    """Print `step BEGIN SECONDS` for each long step of the event loop. SECONDS excludes waiting for a core."""
    run = asyncio.Handle._run  # noqa: SLF001  # every step of the loop goes through it
    schedule = os.open("/proc/thread-self/schedstat", os.O_RDONLY)

    def timed(handle: asyncio.Handle) -> None:
        waited, begun = _starved_seconds(schedule), time.monotonic()
        run(handle)
        seconds = time.monotonic() - begun
        if seconds >= LONG_STEP_SECONDS:
            took = seconds - _starved_seconds(schedule) + waited
            os.write(
                sys.stdout.fileno(), f"{STEP_PREFIX}{begun:.6f} {took:.6f}\n".encode()
            )  # one write, so that the log's thread cannot split the line

    setattr(asyncio.Handle, "_run", timed)  # noqa: B010  # mypy forbids assignment to a method


def _starved_seconds(schedule: int) -> float:
    """Return the seconds for which this thread was ready to run but had no core."""
    return int(os.pread(schedule, MAX_LINE_LENGTH, 0).split()[1]) / 1e9


def steps(log: Path, begun: float, ended: float) -> Iterator[float]:
    """Yield the milliseconds of each long step that began between two times."""
    for line in log.read_text(encoding="utf-8").splitlines():
        if line.startswith(STEP_PREFIX) and begun <= float(line.split()[1]) <= ended:
            yield float(line.split()[2]) * 1000


if __name__ == "__main__":
    watch_steps()
    with redirect_discord_from_environment():
        sys.exit(main())
