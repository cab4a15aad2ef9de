"""A database moves from SQLite to PostgreSQL and back, completely or not at all."""

from pathlib import Path

import psycopg
import pytest

from bot.__main__ import main
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage import transfer
from bot.core.storage.database import Database
from bot.core.storage.location import Location, PostgresUrl
from bot.core.storage.sqlite.process_lock import hold
from bot.ids import UserId
from bot.ops.postgres.move import move
from bot.polls.rules.ballot import ButtonPress
from bot.polls.rules.settings import TieBreak, VotingMethod
from tests.polls.booth import CHANNEL, NOW, SERVER, polls_in, settings_with, start_poll, voter
from tests.privacy.row_factory import fill_table
from tests.sql import execute, select

TMDB_ROWS = (
    "INSERT INTO tmdb_movie_cache (tmdb_id, title_ko, text_fetched_at, offers_fetched_at) VALUES (1, '소원', 2, 3)",
    "INSERT INTO tmdb_offer_cache (tmdb_id, country, position, provider_id, name, kind)"
    " VALUES (1, 'KR', 0, 8, 'Netflix', 'flatrate')",
    "INSERT INTO tmdb_lookup_cache (wanted, tmdb_id, checked_at) VALUES ('imdb:tt1', NULL, 5)",
    "INSERT INTO film_stream (film_id, position, service, url) VALUES (2, 7, 'tubi', 'https://example.org/%7E?a=%s')",
)


async def fill(file: Path) -> None:
    """Give every table a row, and delete the newest search, whose id must not be given again."""
    database = await Database.open(file)
    polls = polls_in(database)
    booth = await start_poll(polls, settings_with(VotingMethod.APPROVAL, tie_break=TieBreak.DRAW))
    for person in range(30):
        press = ButtonPress(booth.options[person % 3], person << 30, CHANNEL, f"관객 {person} 😢")
        await polls.votes.cast_vote(voter(person + 1), booth.poll.id, booth.options[person % 3], NOW, press=press)
    for sql in TMDB_ROWS:
        await execute(database, sql)
    for table in transfer.table_names():
        if not await select(database, f"SELECT 1 FROM {table}"):
            await fill_table(database, table, UserId(7), SERVER)
    await execute(database, "INSERT INTO search (id, user_id, created_at) VALUES (99, 1, 1)")
    await execute(database, "DELETE FROM search WHERE id = 99")
    await database.close()


async def content_of(location: Location) -> transfer.Content:
    database = await Database.open(location)
    try:
        return await transfer.content(database)
    finally:
        await database.close()


@pytest.fixture
def empty(postgres_url: PostgresUrl) -> PostgresUrl:
    with psycopg.connect(postgres_url.url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return postgres_url


async def test_everything_moves_there_and_back(database_file: Path, empty: PostgresUrl, tmp_path: Path) -> None:
    """Every table is equal row for row after both moves, and new rows get ids that were never given before."""
    await fill(database_file)
    original = await content_of(database_file)
    assert all(count for count, _ in original.tables.values())
    assert sum(row[2] for row in original.tallies) == 30
    assert "compared" in await move(database_file, empty)
    assert await content_of(empty) == original
    back = tmp_path / "back" / "nunmul.db"
    await move(empty, back)
    assert await content_of(back) == original
    for location in (empty, back):
        database = await Database.open(location)
        sql = "INSERT INTO search (user_id, created_at) VALUES (1, 1) RETURNING id"
        assert [*(await execute(database, sql))[0]] == [100]
        await database.close()


async def test_a_copy_that_fails_leaves_nothing_and_can_be_repeated(
    database_file: Path, empty: PostgresUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the copy differs, the target is empty or missing afterwards, and the next attempt works."""
    back = tmp_path / "back.db"
    for source, target in ((database_file, empty), (empty, back)):
        with monkeypatch.context() as broken:
            broken.setattr(transfer, "_require_equal", refuse)
            with pytest.raises(StartupError, match="The copy of film differs"):
                await move(source, target)
        assert not back.exists()
        await move(source, target)


def refuse(*_: object) -> transfer.Content:
    raise transfer.Mismatch("film")


async def test_nothing_moves_into_a_database_with_data(database_file: Path, postgres_url: PostgresUrl) -> None:
    """Neither a PostgreSQL database with rows nor an existing file is overwritten."""
    for source, target in ((database_file, postgres_url), (postgres_url, database_file)):
        with pytest.raises(StartupError, match="already") as refused:
            await move(source, target)
        assert refused.value.exit_code == ExitCode.OPS_REFUSED


async def test_nothing_moves_while_a_bot_runs(
    database_file: Path, postgres_url: PostgresUrl, empty: PostgresUrl, tmp_path: Path
) -> None:
    """A database that a bot uses is not moved, and no target is created."""
    with hold(database_file), pytest.raises(StartupError, match="in use"):
        await move(database_file, empty)
    bot = await Database.open(postgres_url)
    with pytest.raises(StartupError, match="A bot is using"):
        await move(postgres_url, tmp_path / "new.db")
    await bot.close()
    assert not (tmp_path / "new.db").exists()


def test_a_wrong_address_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """The message shows the right format, and not the typed address, which can contain a password."""
    with pytest.raises(SystemExit):
        main(["move-database", "sqlite:///a.db", "mysql://me:hush-hush@host/db"])
    message = capsys.readouterr().err
    assert "postgresql://USER:PASSWORD@HOST/NAME" in message
    assert "hush" not in message
