from collections.abc import AsyncIterator, Iterator
from functools import partialmethod
from pathlib import Path

import pytest
import simcord

from bot.core.storage.location import Location
from bot.polls.rules.retry_policy import RetryPolicy
from tests.postgres_server import location_in
from tests.stories import club as club_module
from tests.stories.club import Club, open_club
from tests.tmdb_server.films import HOPE
from tests.tmdb_server.in_thread import serving_in_thread
from tests.tmdb_server.server import FaultyTmdb


@pytest.fixture(autouse=True)
def _refresh_messages_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refresh a poll's message at once, because SimCord waits for whatever is due within seconds."""
    monkeypatch.setattr(RetryPolicy, "edit_interval", lambda *_: 0)


@pytest.fixture(autouse=True)
def _check_simcord_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check every 5 ms, instead of SimCord's 50, whether the bot is done."""
    settle = simcord.Env._settle_internal  # noqa: SLF001  # there is no public API for this
    monkeypatch.setattr(simcord.Env, "_settle_internal", partialmethod(settle, idle=0.005))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.soak)])
def database_location(request: pytest.FixtureRequest) -> Location:
    """Return where the club's database is: in SQLite, and with --soak also in PostgreSQL."""
    return location_in(request)


@pytest.fixture
async def club(database_location: Location) -> AsyncIterator[Club]:
    async with open_club(database_location) as opened:
        yield opened


@pytest.fixture
def tmdb() -> Iterator[FaultyTmdb]:
    """Yield a TMDB server that knows only Hope."""
    with serving_in_thread(FaultyTmdb()) as server:
        server.add(HOPE)
        yield server


@pytest.fixture
async def club_with_key(database_file: Path, tmdb: FaultyTmdb, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Club]:
    """Yield a club whose bot has a TMDB key."""
    # SimCord also waits for timers that are due before its timeout, so that must be shorter than the 15 seconds after
    # which aiohttp closes an idle connection to TMDB.
    monkeypatch.setattr(club_module, "SETTLE_SECONDS", 10.0)
    async with open_club(database_file, tmdb_access=tmdb.access) as opened:
        yield opened
