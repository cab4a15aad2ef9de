"""Fixtures for every test: a database as the bot leaves it after a start, and the catalogue."""

import gc
import os
import sys

# The tests start many processes: without bytecode on disk, each of them would compile every module again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

gc.disable()  # until all tests are imported and collected, because none of these objects is ever freed

import asyncio
import logging
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from bot import app
from bot.core.log import RedactingRecord
from bot.core.storage.database import Database
from bot.core.storage.location import Location, PostgresUrl
from bot.core.storage.sqlite import connection as sqlite
from bot.core.text.translations import Translations
from bot.films import catalogue
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Catalogue
from bot.films.service.films import Films
from tests import postgres_server
from tests.discord_server.bots.forked_bot import end_fork_server
from tests.file_cache import cache_project_files
from tests.plain_covers import plain_covers
from tests.postgres_databases import TestDatabases
from tests.postgres_server import PostgresServer, location_in

LOADED = "nunmul_loaded"
"""The PostgreSQL database of which each test gets a copy."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also run what takes minutes")
    parser.addoption("--soak-minutes", type=float, default=10.0, help="how long mixed traffic lasts with --soak")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items[:] = [item for item in items if not (item.get_closest_marker("sqlite_only") and _is_on_postgres(item))]
    if not config.getoption("--soak"):
        further = set(_further_postgres_cases(items))
        items[:] = [item for item in items if item not in further]
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(pytest.mark.skip(reason="takes minutes: --soak runs it"))


def _is_on_postgres(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and callspec.params.get("database_location") == "postgres"


def _further_postgres_cases(items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield what PostgreSQL runs only with --soak: marked tests, and all but the first case of each other test."""
    # The cases of one test run the same SQL with different values, so PostgreSQL needs only the first.
    seen = set[str]()
    for item in filter(_is_on_postgres, items):
        name = item.nodeid.partition("[")[0]
        if name in seen or item.get_closest_marker("postgres_soak"):
            yield item
        seen.add(name)


def pytest_collection_finish() -> None:
    """Exclude modules and the thousands of collected tests from garbage collection: they stay until the end anyway."""
    gc.collect()
    gc.freeze()


def pytest_runtestloop() -> None:
    """Turn garbage collection on again, also in the process that only distributes the tests."""
    gc.enable()


@pytest.fixture
def is_soak(request: pytest.FixtureRequest) -> bool:
    """Return whether to run tests at full size."""
    return bool(request.config.getoption("--soak"))


@pytest.fixture
def soak_seconds(request: pytest.FixtureRequest, *, is_soak: bool) -> float | None:
    """Return how many seconds mixed traffic lasts, or None without --soak."""
    return float(request.config.getoption("--soak-minutes")) * 60 if is_soak else None


@pytest.fixture
def volume(is_soak: bool) -> Callable[[int], int]:
    """Return a function that scales a test's number of repetitions: to a twentieth, or to all of them with --soak."""
    return lambda whole: whole if is_soak else whole // 20


def pytest_configure(config: pytest.Config) -> None:
    """Set up Ctrl-C, log redaction, Hypothesis (more examples with --soak) and PostgreSQL's folder."""
    signal.signal(signal.SIGINT, _interrupt)
    logging.setLogRecordFactory(RedactingRecord)
    settings.register_profile("default", deadline=None, max_examples=25)  # a busy machine must not fail a test
    settings.register_profile("soak", deadline=None, max_examples=1000)
    if not hasattr(config, "workerinput"):
        postgres_server.prepare_folder()
    settings.load_profile("soak" if config.getoption("--soak") else "default")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the PostgreSQL server that the tests started, once all workers have ended."""
    if not hasattr(config, "workerinput"):
        postgres_server.stop()


def _interrupt(*_: object) -> None:
    """Raise KeyboardInterrupt. asyncio leaves this handler alone, but would replace Python's own in each test."""
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    """Restore logging after each test, because a command that runs in this process reconfigures it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.fixture(scope="session", autouse=True)
def _skip_waiting_for_disk(request: pytest.FixtureRequest) -> Iterator[None]:
    """Skip waiting for the disk, because no test cuts the power. With --soak, and in the bot's processes, do wait."""
    hasty = tuple(pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in sqlite.PRAGMAS)
    is_soak = request.config.getoption("--soak")
    with patch.object(sqlite, "PRAGMAS", sqlite.PRAGMAS if is_soak else hasty):
        yield


@pytest.fixture(scope="session", autouse=True)
def _cache_project_files() -> Iterator[None]:
    with cache_project_files():
        yield


@pytest.fixture(scope="session", autouse=True)
def _send_plain_covers() -> Iterator[None]:
    """Send plain pictures as covers. The tests of covers call the real drawing themselves."""
    with plain_covers():
        yield


@pytest.fixture(scope="session", autouse=True)
def _end_fork_server() -> Iterator[None]:
    """Stop the process from which bots are forked, once all tests have run."""
    yield
    end_fork_server()


@pytest.fixture(scope="session")
def reference() -> ReferenceData:
    return catalogue.load_reference_data(app.DATA_DIR)


@pytest.fixture(scope="session")
def our_catalogue() -> Catalogue:
    return catalogue.load_catalogue(app.CATALOGUE_FILE)


@pytest.fixture(scope="session")
def translations() -> Translations:
    return app.load_translations()


@pytest.fixture(scope="session")
def loaded_database_file(tmp_path_factory: pytest.TempPathFactory, our_catalogue: Catalogue) -> Path:
    """Return a database file with the catalogue, made once. Tests work on copies."""
    path = tmp_path_factory.mktemp("loaded") / "nunmul.db"
    asyncio.run(_load_catalogue(path, our_catalogue))
    return path


async def _load_catalogue(location: Location, entries: Catalogue) -> None:
    database = await Database.open(location)
    await Films(database).load_catalogue(entries)
    await database.close()


@pytest.fixture
def database_file(loaded_database_file: Path, tmp_path: Path) -> Path:
    """Return this test's own database file with the catalogue in it."""
    return Path(shutil.copy(loaded_database_file, tmp_path / "nunmul.db"))


@pytest.fixture(scope="session")
def postgres(our_catalogue: Catalogue) -> Iterator[PostgresServer]:
    """Yield a PostgreSQL server that has a database with the catalogue. Skip the test if there is no server."""

    def prepare(server: PostgresServer) -> None:
        if not server.has_database(LOADED):
            location = server.create(f"{LOADED}_unfinished")
            asyncio.run(_load_catalogue(location, our_catalogue))
            server.run(f"ALTER DATABASE {LOADED}_unfinished RENAME TO {LOADED}")

    with postgres_server.running(prepare) as server:
        if server is None:
            missing = f"PostgreSQL is not installed, and {postgres_server.URL} names no server"
            assert postgres_server.REQUIRED not in os.environ, missing
            pytest.skip(missing)
        yield server


@pytest.fixture(scope="session")
def postgres_databases(postgres: PostgresServer) -> Iterator[TestDatabases]:
    databases = TestDatabases(postgres, LOADED)
    yield databases
    databases.close()


@pytest.fixture
def postgres_url(postgres_databases: TestDatabases) -> Iterator[PostgresUrl]:
    """Yield the address of a database that only this test uses, with nothing but the catalogue in it."""
    database = postgres_databases.take()
    yield database.url
    postgres_databases.give_back(database)


@pytest.fixture(params=["sqlite", "postgres"])
def database_location(request: pytest.FixtureRequest) -> Location:
    """Return the location of this test's own database with the catalogue, once for each engine."""
    return location_in(request)


@pytest.fixture
async def database(database_location: Location) -> AsyncIterator[Database]:
    opened = await Database.open(database_location)
    yield opened
    await opened.close()


@pytest.fixture
async def postgres_database(postgres_url: PostgresUrl) -> AsyncIterator[Database]:
    opened = await Database.open(postgres_url)
    yield opened
    await opened.close()


@pytest.fixture
def films(database: Database) -> Films:
    return Films(database)
