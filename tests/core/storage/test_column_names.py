"""The migration that renames columns of settings, help and privacy keeps all data."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from bot.core.errors import StartupError
from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS, numbered_scripts
from bot.help.service import HelpService, list_open_reports
from bot.ids import GuildId, UserId
from bot.privacy import queries
from bot.settings.rules.settings import GuildSettings
from bot.settings.service import SettingsService
from tests.old_database import make_database_before

RENAMING = 12
CLUB, CINEMA = GuildId(333_222_111_666_555_444), GuildId(999)
SAM, JIWOO = UserId(111_222_333_444_555_666), UserId(777)
ROWS = f"""
    INSERT INTO server_setting (server, language, region, zone)
    VALUES ({CLUB}, 'ko', 'KR', 'Asia/Seoul'), ({CINEMA}, NULL, NULL, 'UTC');
    INSERT INTO person_setting (person, language) VALUES ({SAM}, 'en'), ({JIWOO}, 'ko');
    INSERT INTO film (id, slug, year, country, minutes, ending, tears, notes_known, imdb)
    VALUES (7, 'hope', 2013, 'KR', 123, 'hopeful', 5, 1, 'tt1');
    INSERT INTO film_name (film, position, kind, text) VALUES (7, 0, 'english', 'Hope');
    INSERT INTO report (id, person, server, film, language, text, made, done)
    VALUES (3, {SAM}, {CLUB}, 7, 'en', 'It is wrong', 60, 0), (4, {JIWOO}, NULL, NULL, 'ko', '틀려요', 120, 0),
           (5, {JIWOO}, NULL, NULL, 'ko', 'closed', 180, 1);
    INSERT INTO greeting (server, made) VALUES ({CLUB}, 5);
    INSERT INTO departure (server, since) VALUES ({CINEMA}, 6);
"""
LINES = [
    "3  1970-01-01T00:01Z  en  Hope (2013)",
    "   It is wrong",
    "",
    "4  1970-01-01T00:02Z  ko  general",
    "   틀려요",
    "",
    "2 open reports.",
]


@pytest.fixture
async def old_file(tmp_path: Path) -> Path:
    """Return a database of the previous version, with rows in each table that changes."""
    return await make_database_before(tmp_path / "nunmul.db", RENAMING, ROWS)


async def assert_same_answers(file: Path) -> None:
    database, languages = await Database.open(file), dict[int, str | None]()
    settings, service = SettingsService(database, languages.__setitem__), HelpService(database, lambda: 200)
    await settings.load()
    assert settings.for_guild(CLUB) == GuildSettings("ko", "KR", "Asia/Seoul")
    assert settings.for_guild(CINEMA) == GuildSettings(time_zone="UTC")
    assert languages == {CLUB: "ko", CINEMA: None, SAM: "en", JIWOO: "ko"}
    assert await database.read(list_open_reports) == LINES
    assert (await service.close_report(3), await service.close_report(5)) == (True, False)
    assert (await service.claim_greeting(CLUB), await service.claim_greeting(CINEMA)) == (False, True)
    assert await database.read(queries.list_departures) == {CINEMA: 6}
    await database.close()


async def test_an_older_database_gives_the_same_answers(old_file: Path) -> None:
    """Settings, reports, greetings and departures are unchanged under their new column names."""
    await assert_same_answers(old_file)


@pytest.mark.soak
async def test_a_failed_migration_runs_at_the_next_start(old_file: Path, tmp_path: Path) -> None:
    """A script that fails halfway leaves no trace, and the next start runs it completely."""
    broken = Path(copytree(SQLITE_MIGRATIONS, tmp_path / "broken"))
    script = numbered_scripts(broken)[RENAMING]
    script.write_text(f"{script.read_text(encoding='utf-8')} INSERT INTO nothing VALUES (1);")
    with pytest.raises(StartupError):
        await Database.open(old_file, broken)
    with closing(sqlite3.connect(old_file)) as connection:
        assert connection.execute("SELECT max(version) FROM migration").fetchone() == (RENAMING - 1,)
        assert connection.execute("SELECT server FROM greeting").fetchone() == (CLUB,)
    await assert_same_answers(old_file)
