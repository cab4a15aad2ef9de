"""The bot as it is assembled, with a TMDB key and without."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

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
    """The feature has no commands, components, modals, settings or personal data."""
    async with app.open_client(database_file) as client:
        (feature,) = [feature for feature in client.features if feature.name == "tmdb"]
    assert not (feature.commands)
    assert not (feature.components)
    assert not (feature.modals)
    assert not (feature.settings)
    assert not (feature.personal_data)


NAMES_TMDB = {
    "films.watch.button-offers",  # on a card with offers, which need a key
    "help.about.tmdb",  # shown only with a key
    "help.about.films",  # always: the catalogue's own facts come from public data sets, TMDB's among them
}
NAMES_JUSTWATCH = {
    "films.watch.source",
    "films.watch.not-listed",
    "films.search.source",
    "polls.message.streaming-justwatch",
    "help.about.tmdb",
}


def texts(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a messages file with its key."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from texts(value, f"{prefix}{name}.")
        else:
            yield prefix + name, str(value)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("name", "keys"), [("TMDB", NAMES_TMDB), ("JustWatch", NAMES_JUSTWATCH)])
def test_no_other_text_names_tmdb_or_justwatch(language: str, name: str, keys: set[str]) -> None:
    """Exactly the listed texts name TMDB or JustWatch."""
    files = app.BOT_DIR.rglob(f"messages.{language}.toml")
    all_texts = [text for file in files for text in texts(tomllib.loads(file.read_text(encoding="utf-8")))]
    assert {key for key, text in all_texts if name.casefold() in text.casefold()} == keys
