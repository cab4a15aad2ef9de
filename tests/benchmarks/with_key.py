"""Measures how fast a card is answered with a TMDB key and without: uv run python -m tests.benchmarks.with_key."""

import asyncio
import gc
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median

from msgspec.structs import replace

from bot import app
from bot.demo_tmdb.films import fake_films
from bot.films import catalogue
from tests.benchmarks.asking import Action, Place
from tests.benchmarks.bots import BenchmarkServers, listening, server_that_sees
from tests.benchmarks.figures import Lap
from tests.benchmarks.library import make_film_database
from tests.benchmarks.programs import OURS, Cores
from tests.benchmarks.questions import Questions
from tests.benchmarks.rows import ROWS, SMALL
from tests.discord_server.server import DiscordServer
from tests.tmdb_server.in_thread import serving_in_thread
from tests.tmdb_server.server import FaultyTmdb

ROUNDS, BLOCK = 40, 25
"""How many times each bot is asked in turn, and how many questions each time."""
MAX_RATIO = 1.05
REST_SECONDS = 20.0
"""Seconds until TMDB has answered for every film that was asked for."""
SET_REGION_TO_KOREA = "INSERT INTO server_setting (guild_id, region) VALUES (?, 'KR')"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two bots: where and what it is asked, and how many seconds each answer took."""

    place: Place
    core: int
    questions: Iterator[Action]
    waits: list[float] = field(default_factory=list)

    async def ask(self, cores: Cores, count: int) -> None:
        """Ask the next `count` questions one by one, and record how many seconds each answer took."""
        cores.leave(self.core)
        self.waits.extend(await self.place.ask_one_by_one(islice(self.questions, count)))
        self.place.clear_log()


def create_tmdb() -> FaultyTmdb:
    """Return a TMDB that knows every film but no poster, so that both bots send their covers."""
    tmdb, films = FaultyTmdb(), fake_films(catalogue.load_catalogue(app.CATALOGUE_FILE).entries)
    tmdb.add(*(replace(film, posters=()) for film in films))
    return tmdb


@asynccontextmanager
async def open_side(folder: Path, core: int, settings: str = "") -> AsyncIterator[Side]:
    """Start a bot that has the catalogue, these settings in its .env file and a server in Korea, and yield its side."""
    database, row = folder / "nunmul.db", ROWS[0]
    await make_film_database(database, {server_that_sees(0): 0}, 0)
    with sqlite3.connect(database) as connection:
        connection.execute(SET_REGION_TO_KOREA, (server_that_sees(SMALL),))
    await asyncio.to_thread((folder / ".env").write_text, settings, encoding="utf-8")
    with DiscordServer() as discord:
        servers = BenchmarkServers.create(discord, [SMALL])
        async with listening(OURS, servers, database, core) as running:
            await running.wait_until_idle()
            yield Side(servers.places[SMALL], core, await Questions(database, servers).for_ours(Lap(row, SMALL)))


async def compare(folder: Path) -> list[str]:
    """Ask both bots in turn, first while the one with a key asks TMDB, and then when it knows every film.

    Return the lines to print.
    """
    cores, report = Cores.of_this_machine(), []
    with serving_in_thread(create_tmdb()) as tmdb:
        key = f"TMDB_TOKEN={tmdb.key}\nTMDB_BASE_URL={tmdb.base_url}\n"
        async with (
            open_side(folder / "with", cores.ours, key) as with_key,
            open_side(folder / "without", cores.ours) as plain,
        ):
            for stage in ("while TMDB is asked", "with all known"):
                for _ in range(ROUNDS):
                    await with_key.ask(cores, BLOCK)
                    await plain.ask(cores, BLOCK)
                report.append(_result_line(stage, with_key, plain))
                await asyncio.sleep(REST_SECONDS)
    return [*report, f"calls of TMDB: {len(tmdb.calls)}"]


def _result_line(stage: str, with_key: Side, plain: Side) -> str:
    with_ms, without_ms = median(with_key.waits) * 1000, median(plain.waits) * 1000
    with_key.waits.clear()
    plain.waits.clear()
    verdict = "" if with_ms <= MAX_RATIO * without_ms else f"  over {MAX_RATIO:.0%}"
    return f"{stage}: {with_ms:.2f} ms with a key, {without_ms:.2f} ms without, {with_ms / without_ms:.1%}{verdict}"


if __name__ == "__main__":
    gc.disable()  # a garbage collection here, where the small Discords run, would count as the bot's time
    with tempfile.TemporaryDirectory() as name:
        print("\n".join(asyncio.run(compare(Path(name)))))  # noqa: T201  # the report is the output
