"""Long mixed traffic leaks nothing: memory, tasks and open files stay flat, and the garbage collector keeps running."""

import asyncio
import gc
import sys
from pathlib import Path
from random import Random

import pytest

from tests.discord_server.bots.process import ROOT, bot_command
from tests.discord_server.club import Club
from tests.integration.lifecycle.soak_traffic import Traffic, median_growth, sample_when_idle, take_sample

ROUNDS, ROUND_SECONDS = 3, 1.0
"""Without --soak: this many rounds of this many seconds."""
LONG_ROUND_SECONDS = 20.0
MEMORY, SMOKE_MEMORY = 4.0, 12.0
"""MB by which memory may grow from the second third to the last, with --soak and without (caches still fill up)."""
TOLERANCE = 2
"""How many more tasks, files or sockets an idle process may have than expected."""
UNTIL_FULL_COLLECTION = """
import gc
from bot import app
kept = [[] for _ in range(200_000)]
app.freeze_memory()
before, new = gc.get_stats()[-1]["collections"], []
while gc.get_stats()[-1]["collections"] == before:
    new.append([])
print(len(new), gc.get_threshold(), gc.isenabled(), gc.get_freeze_count() > 200_000)
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="processes are measured through /proc")


async def test_mixed_traffic_leaves_nothing_behind(club: Club, database_file: Path, soak_seconds: float | None) -> None:
    """After mixed traffic, the idle process has hardly more memory, tasks, files and sockets than before."""
    rounds = max(6, round(soak_seconds / LONG_ROUND_SECONDS)) if soak_seconds else ROUNDS
    seconds = soak_seconds / rounds if soak_seconds else ROUND_SECONDS
    traffic, samples = Traffic(club, Random(11)), []
    async with bot_command(club.discord, database_file, "run", LOG_LEVEL="WARNING") as process:
        await club.discord.wait_until_ready()
        at_rest = (await take_sample(process)).tasks
        for _ in range(rounds):
            await traffic.run_for(seconds)
            samples.append(await sample_when_idle(process, at_rest))
    assert traffic.failed == []
    assert traffic.done >= 2 * len(traffic.guests), traffic.done
    assert median_growth([sample.memory for sample in samples]) <= (MEMORY if soak_seconds else SMOKE_MEMORY), samples
    assert max(sample.tasks for sample in samples) <= at_rest + TOLERANCE, samples
    assert median_growth([sample.files for sample in samples]) <= TOLERANCE, samples
    assert max(sample.sockets for sample in samples) <= len(traffic.guests) + TOLERANCE, samples
    assert all(sample.enabled and tuple(sample.thresholds) == gc.get_threshold() for sample in samples)
    if soak_seconds:
        assert samples[-1].full_collections > samples[0].full_collections


@pytest.mark.soak
async def test_frozen_memory_does_not_delay_the_collector() -> None:
    """However many objects are frozen, a full collection comes as soon as with few."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", UNTIL_FULL_COLLECTION, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output = (await child.communicate())[0].decode().strip()
    objects, _, rest = output.partition(" ")
    first, second, third = gc.get_threshold()
    assert int(objects) <= 2 * first * max(second, 1) * max(third, 1), output
    assert rest == f"{gc.get_threshold()} True True"


def test_a_leak_is_detected() -> None:
    """Steady growth is detected. Noise, and growth that comes to an end, are not."""
    noise = Random(3)
    assert median_growth([60 + 0.5 * number for number in range(30)]) >= 4
    assert median_growth([60, 64, 66, 67, *[67 + noise.random() for _ in range(26)]]) < 1
    assert median_growth([50, 60, 61]) == 1
