"""Measures speed and memory against a bare bot, and our event loop's pauses: uv run python -m tests.benchmarks."""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.bots import BenchmarkServers, megabytes_at_rest, seconds_to_start, server_that_sees
from tests.benchmarks.figures import Figures, Pair
from tests.benchmarks.laps import Effort, Laps
from tests.benchmarks.library import draw_covers, make_film_database, rate_films
from tests.benchmarks.machine import machine
from tests.benchmarks.programs import BARE, OURS, Cores
from tests.benchmarks.report import report
from tests.benchmarks.rows import LARGE, RATINGS, SIZES, SMALL
from tests.discord_server.server import DiscordServer

FILMS = 100_000
"""The number of films in all servers together."""
STARTS = 5
SERVERS = (1, 1000)
WATCHED = Effort(blocks=2, alone=100, bursts=4)


async def measure(folder: Path) -> Figures:
    """Measure both bots, and return all figures."""
    here, cores, database = machine(), Cores.of_this_machine(), folder / "nunmul.db"
    _report_progress("writing films")
    await make_film_database(database, {server_that_sees(films): films - SMALL for films in SIZES}, FILMS)
    rate_films(database, server_that_sees(LARGE), RATINGS)
    _report_progress("drawing covers")
    await draw_covers(database)
    with DiscordServer() as for_bare, DiscordServer() as for_ours:
        course = Laps(
            database, cores, BenchmarkServers.create(for_bare, SIZES), BenchmarkServers.create(for_ours, SIZES)
        )
        _report_progress("asking both bots in turn")
        laps, crowd = await course.run(Effort())
        _report_progress("watching our event loop")
        await course.watch(laps, WATCHED)
    _report_progress("starting both bots in turn")
    start = await _time_starts(folder, cores)
    _report_progress("measuring the memory of both bots")
    return Figures(here, laps, crowd, start, await _measure_memory(folder, cores))


async def _time_starts(folder: Path, cores: Cores) -> Pair:
    seconds: Mapping[str, list[float]] = {BARE: [], OURS: []}
    for turn in range(STARTS):
        for module, taken in seconds.items():
            new = folder / f"start-{turn}-{module}"
            new.mkdir()
            taken.append(await seconds_to_start(module, new / "nunmul.db", cores))
    return Pair(median(seconds[BARE]), median(seconds[OURS]))


async def _measure_memory(folder: Path, cores: Cores) -> Mapping[int, Pair]:
    weights = {}
    for servers in SERVERS:
        new = folder / f"memory-{servers}"
        new.mkdir()
        weights[servers] = Pair(
            *[await megabytes_at_rest(module, new / "nunmul.db", cores, servers) for module in (BARE, OURS)]
        )
    return weights


def _report_progress(stage: str) -> None:
    print(f"{time.strftime('%X')} {stage} …", file=sys.stderr)  # noqa: T201  # progress for whoever runs it


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--markdown", action="store_true", help="print tables for docs/performance.md")
    options = parser.parse_args(arguments)
    gc.disable()  # a garbage collection here, where the small Discords run, would count as the bot's time
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measure(Path(folder)))
    print(report(figures, markdown=options.markdown))  # noqa: T201  # the report is the output


if __name__ == "__main__":
    main()
