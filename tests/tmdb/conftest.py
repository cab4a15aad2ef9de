"""Provides a fake TMDB server on loopback, and our client and service for it."""

from collections.abc import AsyncIterator

import pytest

from bot.core.storage.database import Database
from bot.demo_tmdb.server import serving
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.tmdb import pauses
from bot.tmdb.client import TmdbClient
from bot.tmdb.rules.offers import families_by_id
from bot.tmdb.service.tmdb import Tmdb
from tests.tmdb.moved_time import MovedTime
from tests.tmdb_server.films import HOPE
from tests.tmdb_server.server import FaultyTmdb


@pytest.fixture
def time() -> MovedTime:
    return MovedTime()


@pytest.fixture
async def server() -> AsyncIterator[FaultyTmdb]:
    async with serving(FaultyTmdb()) as tmdb:
        tmdb.add(HOPE)
        yield tmdb


@pytest.fixture
async def client(server: FaultyTmdb, time: MovedTime) -> AsyncIterator[TmdbClient]:
    client = TmdbClient(server.access, time.monotonic)
    yield client
    await client.close()


@pytest.fixture
async def tmdb(
    database: Database, client: TmdbClient, time: MovedTime, reference: ReferenceData
) -> AsyncIterator[Tmdb]:
    tmdb = Tmdb(database, time.clock, families_by_id(reference.services.provider_families), client)
    yield tmdb
    await tmdb.close()


@pytest.fixture
def short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the wait before a second try."""
    monkeypatch.setattr(pauses, "MAX_DELAY_SECONDS", 0.05)
