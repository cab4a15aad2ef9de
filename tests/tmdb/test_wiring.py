"""The bot as it is assembled, with a TMDB key and without."""

from pathlib import Path

import pytest

from bot import app
from bot.tmdb.client import TmdbAccess
from tests.sql import execute, select
from tests.tmdb_server.server import FaultyTmdb

CACHED = """
    INSERT INTO tmdb_movie_cache (tmdb_id, title_en, text_fetched_at, offers_fetched_at) VALUES (7, 'Old', 1, 1)
"""


@pytest.mark.parametrize("has_key", [False, True])
async def test_old_data_is_deleted_with_or_without_a_key(
    database_file: Path, server: FaultyTmdb, has_key: bool
) -> None:
    """The job always exists, and neither it nor a start asks TMDB for anything."""
    access: TmdbAccess | None = server.access if has_key else None
    async with app.open_client(database_file, tmdb_access=access) as client:
        await execute(client.core.database, CACHED)
        (job,) = [job for feature in client.features if feature.name == "tmdb" for job in feature.jobs]
        await job.work()
        assert await select(client.core.database, "SELECT 1 FROM tmdb_movie_cache") == []
    assert server.calls == []


async def test_the_feature_shows_nothing_by_itself(database_file: Path) -> None:
    """It has no command, button or text: films show what it knows, if there is a key."""
    async with app.open_client(database_file) as client:
        (feature,) = [feature for feature in client.features if feature.name == "tmdb"]
    assert not (feature.commands)
    assert not (feature.components)
    assert not (feature.modals)
    assert not (feature.settings)
    assert not (feature.personal_data)
