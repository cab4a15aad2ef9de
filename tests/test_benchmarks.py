"""The benchmarks run. Their figures are for people, so no test asserts them."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.bots import BenchmarkServers, server_that_sees
from tests.benchmarks.figures import Figures, Pair
from tests.benchmarks.laps import Effort, Laps
from tests.benchmarks.library import make_film_database, visible_films
from tests.benchmarks.programs import Cores
from tests.benchmarks.report import report
from tests.discord_server.server import DiscordServer

FILMS, IN_ALL = 120, 150
ONCE = Effort(blocks=1, alone=2, bursts=1, burst=3, crowds=1, crowd=10)


@pytest.fixture
def cores() -> Iterator[Cores]:
    """Yield the cores, and restore the core affinity of this process, which benchmarks change."""
    before = os.sched_getaffinity(0)
    yield Cores.of_this_machine()
    os.sched_setaffinity(0, before)


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="the benchmarks read /proc")
async def test_both_bots_are_asked_and_compared(tmp_path: Path, cores: Cores) -> None:
    """Every row has a line in the table, and all its questions are answered."""
    database = tmp_path / "nunmul.db"
    await make_film_database(database, {server_that_sees(FILMS): 2}, IN_ALL)
    assert len(visible_films(database, server_that_sees(FILMS))) == FILMS
    with DiscordServer() as for_bare, DiscordServer() as for_ours:
        course = Laps(
            database, cores, BenchmarkServers.create(for_bare, [FILMS]), BenchmarkServers.create(for_ours, [FILMS])
        )
        laps, crowd = await course.run(ONCE)
        await course.watch(laps[:1], ONCE)
    table = report(Figures("a machine", laps, crowd, Pair(1, 2), {1: Pair(40, 50)}), markdown=True)
    assert [lap.ours.question_count for lap in laps] == [5] * len(laps)
    assert all(f"| {lap.row.name} | {FILMS} |" in table for lap in laps)
