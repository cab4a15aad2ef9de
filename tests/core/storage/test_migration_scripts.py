"""Duplicate or missing migrations keep the bot from starting."""

import asyncio
import os
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS, numbered_scripts
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.ops.doctor import _check_schema
from tests.discord_server.bots.process import ROOT
from tests.discord_server.bots.redirect import FAKE_TOKEN
from tests.sql import select

NEWEST = max(numbered_scripts(SQLITE_MIGRATIONS))
RELEASED = [
    *("films", "memos", "settings", "searches", "reports", "departures", "picks", "polls", "poll tries"),
    *("search filters", "poll places"),
]
"""The names that the released scripts recorded, when each script still recorded itself."""
FAULTS = {
    f"{NEWEST:04}_again.sql": "and .* have the same number",
    "0002_again.sql": "0002_again.sql and 0002_memos.sql have the same number",
    "2_again.sql": "have the same number",
    f"{NEWEST + 2:04}_later.sql": f"number {NEWEST + 1} is missing",
    "later.sql": "later.sql does not start with a number",
    "0000_first.sql": "0000_first.sql has the number 0",
    "-1_first.sql": "does not start with a number",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of our migrations."""
    return Path(copytree(SQLITE_MIGRATIONS, tmp_path / "migrations"))


def write_migration(folder: Path, name: str) -> None:
    (folder / name).write_text("CREATE TABLE more (id INTEGER) STRICT;", encoding="utf-8")


@pytest.mark.parametrize(("name", "fault"), FAULTS.items())
async def test_a_bad_migration_script_prevents_the_start(tmp_path: Path, folder: Path, name: str, fault: str) -> None:
    """The message names the fault, the exit code means broken data, and no database is created."""
    write_migration(folder, name)
    with pytest.raises(StartupError, match=fault) as refused:
        await Database.open(tmp_path / "new.db", folder)
    assert refused.value.exit_code == ExitCode.DATA_BROKEN
    assert "restore" in str(refused.value)
    assert not (tmp_path / "new.db").exists()
    with pytest.raises(StartupError, match=fault):
        sqlite_backup.latest_version(folder)


@pytest.mark.parametrize("missing", [1, 4, *range(1, NEWEST)][:3])
async def test_a_missing_script_prevents_the_start(tmp_path: Path, folder: Path, missing: int) -> None:
    """The message names the missing number. In a folder without scripts, that is 1."""
    numbered_scripts(folder)[missing].unlink()
    with pytest.raises(StartupError, match=f"number {missing} is missing"):
        await Database.open(tmp_path / "new.db", folder)
    with pytest.raises(StartupError, match="number 1 is missing"):
        await Database.open(tmp_path / "new.db", tmp_path)


async def test_a_duplicate_number_leaves_a_migrated_database_unchanged(tmp_path: Path, folder: Path) -> None:
    """A second script with the newest number is refused, even if that migration has already run."""
    await (await Database.open(tmp_path / "kept.db", folder)).close()
    before = sqlite_backup.check(tmp_path / "kept.db")
    write_migration(folder, f"{NEWEST:04}_again.sql")
    with pytest.raises(StartupError, match="the same number"):
        await Database.open(tmp_path / "kept.db", folder)
    assert sqlite_backup.check(tmp_path / "kept.db") == before


@pytest.mark.parametrize("path", numbered_scripts(SQLITE_MIGRATIONS).values(), ids=lambda path: path.name)
def test_no_script_handles_its_own_transaction_or_record(path: Path) -> None:
    """The runner handles both, so that no script can forget either."""
    script = path.read_text(encoding="utf-8")
    assert re.findall(r"(?im)^\s*(BEGIN\s+\w+;|COMMIT|END TRANSACTION|ROLLBACK|SAVEPOINT).*", script) == []
    assert "INTO migration" not in script


async def test_the_runner_records_scripts_as_they_used_to_record_themselves(tmp_path: Path) -> None:
    """The records have every number, and the names that the released scripts recorded."""
    database = await Database.open(tmp_path / "new.db")
    ledger = await select(database, "SELECT version, name FROM migration ORDER BY version")
    await database.close()
    assert [row[0] for row in ledger] == [*range(1, NEWEST + 1)]
    assert [row[1] for row in ledger][: len(RELEASED)] == RELEASED


@pytest.mark.parametrize("change", ["DELETE FROM migration", "UPDATE migration SET version = -3"])
async def test_a_ledger_with_a_gap_is_refused(tmp_path: Path, change: str) -> None:
    """A database whose records skip a migration is refused, because nobody knows what it contains."""
    file = tmp_path / "kept.db"
    await (await Database.open(file)).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"{change} WHERE version = 3")
    with pytest.raises(StartupError, match="cannot be used") as refused:
        await Database.open(file)
    assert refused.value.exit_code == ExitCode.DATABASE_UNUSABLE


def test_doctor_reports_a_duplicate_number(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The check of the schema reports the migrations as broken and names the fault."""
    write_migration(folder, "0002_again.sql")
    monkeypatch.setattr(sqlite_backup.latest_version, "__defaults__", (folder,))
    found = _check_schema(NEWEST)
    assert (found.severity, "have the same number" in found.detail) == ("broken", True)


@pytest.mark.parametrize("word", ["run", pytest.param("doctor", marks=pytest.mark.soak)])
async def test_a_process_with_a_duplicate_migration_exits_with_a_message(tmp_path: Path, word: str) -> None:
    """The command names the two files and prints no traceback."""
    for part in ("bot", "data"):
        copytree(ROOT / part, tmp_path / part)
    write_migration(tmp_path / "bot" / "core" / "storage" / "migrations" / "sqlite", "0002_again.sql")
    await (await Database.open(tmp_path / "kept.db")).close()
    environment = {"PATH": os.environ["PATH"], "DISCORD_TOKEN": FAKE_TOKEN, "DATABASE_URL": "sqlite:///kept.db"}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", word, cwd=tmp_path, env=environment, stdout=-1, stderr=asyncio.subprocess.STDOUT
    )
    output = b" ".join((await child.communicate())[0].split()).decode()
    assert child.returncode == (ExitCode.DATA_BROKEN if word == "run" else ExitCode.BROKEN)
    assert "0002_again.sql and 0002_memos.sql have the same number" in output
    assert "Traceback" not in output
