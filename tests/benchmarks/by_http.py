"""Compares answers by HTTP with answers by the gateway: uv run python -m tests.benchmarks.by_http."""

import argparse
import asyncio
import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tests.benchmarks.asking import Action, Place
from tests.benchmarks.bots import BenchmarkServers, listening, server_that_sees, serving
from tests.benchmarks.figures import Lap, Timing
from tests.benchmarks.library import draw_covers, make_film_database
from tests.benchmarks.programs import OURS, Cores, Program
from tests.benchmarks.questions import Questions
from tests.benchmarks.rows import ROWS, SMALL, Row
from tests.discord_server.server import DiscordServer

MEASURED_ROWS = ("/film show, as suggested", "suggestions, half typed", "a vote")
TABLE_HEADER = "| what | gateway, ms | HTTP, ms | × | p99 gateway | p99 HTTP | a second, gateway | HTTP | CPU × |"
TABLE_RULE = "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"


@dataclass(frozen=True, slots=True)
class Rounds:
    """How much to ask: each block asks `alone` questions one by one, then `bursts` times `burst` at once."""

    blocks: int = 12
    alone: int = 25
    bursts: int = 2
    burst: int = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One way to send interactions: who answers, where to ask, the core to leave free, and the timings of each row."""

    programs: Sequence[Program]
    place: Place
    core: int
    timings: dict[str, Timing] = field(default_factory=dict)

    async def ask(self, row: Row, questions: Iterator[Action], rounds: Rounds) -> None:
        """Ask one block of questions, and add their timings to the row."""
        timing, worked = self.timings.setdefault(row.name, Timing()), self._cpu_seconds()
        timing.waits += await self.place.ask_one_by_one(islice(questions, rounds.alone))
        for _ in range(rounds.bursts):
            timing.rates.append(rounds.burst / await self.place.ask_at_once(list(islice(questions, rounds.burst))))
        timing.cpu += self._cpu_seconds() - worked
        timing.question_count += rounds.alone + rounds.bursts * rounds.burst
        self.place.clear_log()

    def _cpu_seconds(self) -> float:
        return sum(program.cpu_seconds() for program in self.programs)


@asynccontextmanager
async def by_gateway(folder: Path, core: int) -> AsyncIterator[tuple[Side, Questions]]:
    """Start a bot on SQLite that is connected to the gateway, and yield its side and its questions."""
    async with _new_database(folder) as (servers, database), listening(OURS, servers, database, core) as running:
        yield Side([running], servers.places[SMALL], core), Questions(database, servers)


@asynccontextmanager
async def by_http(folder: Path, cores: Sequence[int], url: str | None) -> AsyncIterator[tuple[Side, Questions]]:
    """Start a replica on each core, on SQLite or on the database at `url`, and yield their side and its questions."""
    async with _new_database(folder) as (servers, database):
        environment = {"DATABASE_URL": url} if url else {}
        if url:  # with PostgreSQL, a process looks for its covers in `data`
            await asyncio.to_thread(shutil.copytree, folder / "covers", folder / "data" / "covers")
        async with serving(servers, database, cores, **environment) as running:
            yield Side(running, servers.places[SMALL], cores[0]), Questions(database, servers)


@asynccontextmanager
async def _new_database(folder: Path) -> AsyncIterator[tuple[BenchmarkServers, Path]]:
    database = folder / "nunmul.db"
    await make_film_database(database, {server_that_sees(SMALL): 0}, 0)
    await draw_covers(database)
    with DiscordServer() as discord:
        yield BenchmarkServers.create(discord, [SMALL]), database


async def compare(folder: Path, rounds: Rounds, replicas: int = 1, url: str | None = None) -> Sequence[str]:
    """Measure both sides in turn, and return the lines of a table."""
    cores = Cores.of_this_machine()
    ours = [cores.ours, cores.bare][:replicas] if replicas > 1 else [cores.ours]
    async with by_gateway(folder / "gateway", cores.bare) as gateway, by_http(folder / "http", ours, url) as http:
        for row in (row for row in ROWS if row.name in MEASURED_ROWS):
            sides = [(side, await questions.for_ours(Lap(row, SMALL))) for side, questions in (gateway, http)]
            for side, to_ask in sides:
                await side.place.ask_one_by_one(islice(to_ask, 5))
            for _ in range(rounds.blocks):
                for side, to_ask in sides:
                    cores.leave(side.core)
                    await side.ask(row, to_ask, rounds)
        return [
            TABLE_HEADER,
            TABLE_RULE,
            *(_line(name, gateway[0].timings[name], http[0].timings[name]) for name in MEASURED_ROWS),
        ]


def _line(name: str, gateway: Timing, http: Timing) -> str:
    waits = f"{gateway.p50:.2f} | {http.p50:.2f} | {http.p50 / gateway.p50:.2f}"
    rates = f"{gateway.per_second:.0f} | {http.per_second:.0f}"
    work = http.milliseconds_of_work / gateway.milliseconds_of_work
    return f"| {name} | {waits} | {gateway.p99:.1f} | {http.p99:.1f} | {rates} | {work:.2f} |"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.by_http", description=__doc__)
    parser.add_argument("--replicas", type=int, default=1, choices=(1, 2), help="processes that serve HTTP")
    parser.add_argument("--database-url", help="a PostgreSQL database for them (default: SQLite)")
    options = parser.parse_args()
    gc.disable()  # a garbage collection here, where the small Discords run, would count as the bot's time
    with tempfile.TemporaryDirectory() as name:
        lines = asyncio.run(compare(Path(name), Rounds(), options.replicas, options.database_url))
    print("\n".join(lines))  # noqa: T201  # the table is the output


if __name__ == "__main__":
    main()
