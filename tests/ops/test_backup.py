"""A backup is complete, made while the bot writes, and never replaces another file."""

import asyncio
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.ops.backup import back_up, back_up_before_migration
from bot.ops.files import secure_and_clean, temporary_copy
from tests.ops.helpers import NOW, CommandResult, WriterProcess, execute_sql, film_ids, sibling_names

RunCommand = Callable[..., CommandResult]
LIMITED = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
LIMITED += "from bot.__main__ import main; sys.exit(main(sys.argv[1:]))"


def clock() -> int:
    return NOW


def test_what_was_confirmed_before_a_backup_comes_back_after_a_kill(
    tmp_path: Path, database_path: Path, run_in_process: RunCommand, start_writer: Callable[[Path], WriterProcess]
) -> None:
    """Even during continuous writes, a restore brings back every film that was confirmed before the backup began."""
    database_path.unlink()
    writer, backup = start_writer(database_path), tmp_path / "copy" / "night.db"
    backup.parent.mkdir()
    before = writer.wait_for(100)
    assert run_in_process("backup", backup).exit_code == 0
    writer.wait_for(writer.last_committed + 20)
    writer.kill()
    assert sibling_names(backup) == ["night.db"]
    assert run_in_process("restore", backup).exit_code == 0
    restored = film_ids(database_path)
    assert restored == list(range(1, len(restored) + 1))
    assert before <= len(restored) < writer.last_committed


def test_a_backup_without_a_name_gets_a_dated_one(database_path: Path) -> None:
    """The backup is in backups/ beside the database, named by UTC, and readable only by its owner."""
    database_path.chmod(0o644)
    backup = asyncio.run(back_up(database_path, None, clock))
    assert backup == database_path.parent / "backups" / "nunmul-20261123-005645.db"
    assert film_ids(backup) == [1, 2, 3]
    assert [path.stat().st_mode & 0o777 for path in (backup.parent, backup)] == [0o700, 0o600]


CACHED = """
    INSERT INTO tmdb_movie_cache (tmdb_id, title_en, text_fetched_at, offers_fetched_at)
    VALUES (7, 'A cached title', 1, 1);
    INSERT INTO tmdb_offer_cache (tmdb_id, country, position, provider_id, name, kind)
    VALUES (7, 'KR', 0, 8, 'A cached service', 'flatrate');
    INSERT INTO tmdb_lookup_cache (wanted, tmdb_id, checked_at) VALUES ('title:a cached lookup', 7, 1);
"""


def test_a_backup_contains_nothing_from_tmdb(database_path: Path) -> None:
    """The cache tables of a backup are empty, because TMDB lets us store its data for only half a year."""
    for statement in CACHED.split(";")[:-1]:
        execute_sql(database_path, statement)
    backup = asyncio.run(back_up(database_path, None, clock))
    assert (b" cached" in database_path.read_bytes(), b" cached" in backup.read_bytes()) == (True, False)
    summary = sqlite_backup.check(backup)
    assert {table: count for table, count in summary.rows.items() if table.endswith("_cache")} == {
        "tmdb_movie_cache": 0,
        "tmdb_offer_cache": 0,
        "tmdb_lookup_cache": 0,
    }
    assert film_ids(backup) == [1, 2, 3]


def test_a_backup_never_replaces_a_file(tmp_path: Path, run_command: RunCommand) -> None:
    """The old file stays as it was, and the message says why."""
    existing = tmp_path / "there.db"
    existing.write_text("mine", encoding="utf-8")
    result = run_command("backup", existing)
    assert (result.exit_code, existing.read_text(encoding="utf-8")) == (ExitCode.OPS_REFUSED, "mine")
    assert "already exists" in result.err


def test_a_file_created_in_the_meantime_is_not_replaced(
    tmp_path: Path, database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is taken only if it is still free when the copy is finished."""
    target = tmp_path / "new.db"
    check = sqlite_backup.check

    def slowly(path: Path) -> sqlite_backup.DatabaseSummary:
        target.write_text("mine", encoding="utf-8")
        return check(path)

    monkeypatch.setattr(sqlite_backup, "check", slowly)
    with pytest.raises(StartupError, match="File exists"):
        asyncio.run(back_up(database_path, target, clock))
    assert target.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("target", "reason"),
    [("data", "already exists"), ("nowhere/new.db", "does not exist"), ("data/nunmul.db", "already exists")],
)
def test_an_impossible_target_is_refused(run_command: RunCommand, target: str, reason: str) -> None:
    """A folder, a path in a missing folder and the database itself are refused with the reason."""
    refused = run_command("backup", target)
    assert refused.exit_code == ExitCode.OPS_REFUSED
    assert reason in refused.err


@pytest.mark.parametrize(
    "name",
    ["nunmul.db-wal", "other.db-shm", "x.db-journal", "X.DB-WAL", "nunmul.db.lock", "nunmul.db.health", "x.part"],
)
def test_a_reserved_file_name_is_refused(database_path: Path, run_command: RunCommand, name: str) -> None:
    """Names that SQLite or Nunmul use beside a database are refused, whether that database exists or not."""
    before = sibling_names(database_path)
    result = run_command("backup", database_path.with_name(name))
    assert (result.exit_code, "choose a name that ends in .db" in result.err) == (ExitCode.OPS_REFUSED, True)
    assert sibling_names(database_path) == before


def test_a_log_beside_the_new_name_is_not_merged_into_the_backup(tmp_path: Path, run_command: RunCommand) -> None:
    """The backup is refused, because SQLite would take that log for the new file's own."""
    (tmp_path / "new.db-wal").write_bytes(b"of another database")
    result = run_command("backup", tmp_path / "new.db")
    assert (result.exit_code, "new.db-wal exists" in result.err) == (ExitCode.OPS_REFUSED, True)
    assert not (tmp_path / "new.db").exists()


KILLED = """
import os, signal, sys
from bot.__main__ import main
from bot.core.storage.sqlite import backup as sqlite_backup
sqlite_backup.check = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(sys.argv[1:])
"""


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_leftovers_of_a_killed_process_are_removed(
    tmp_path: Path, database_path: Path, template: Path, run_in_process: RunCommand, command: str
) -> None:
    """The next start removes the hidden copy of the database, and so does the next backup or restore."""
    source = shutil.copy(template, tmp_path / "backup.db")
    arguments = [command] if command == "backup" else [command, source]
    for clean in (lambda: secure_and_clean(database_path), lambda: run_in_process(*arguments)):
        assert run_in_process(*arguments, python=("-c", KILLED)).exit_code == -signal.SIGKILL
        assert len(hidden_files(database_path)) == 1
        clean()
        assert hidden_files(database_path) == []


def test_a_copy_that_is_being_made_is_left_alone(database_path: Path) -> None:
    """A start does not delete the copy of a backup that is still being made."""
    with temporary_copy(database_path) as copy:
        copy.write_text("half", encoding="utf-8")
        secure_and_clean(database_path)
        assert copy.exists()


def hidden_files(database: Path) -> list[Path]:
    folders = (database.parent, database.parent / "backups")
    return [path for folder in folders for path in folder.glob(".*")]


def test_a_start_makes_its_files_readable_only_by_their_owner(database_path: Path) -> None:
    """A start changes the database, its sidecar files, its lock, old databases and backups, but no other file."""
    backups, other = database_path.parent / "backups", database_path.parent / "notes.txt"
    backups.mkdir()
    beside_it = [
        database_path.with_name(f"{database_path.name}{tail}")
        for tail in ("-wal", "-shm", ".lock", ".before-restore-1")
    ]
    files = [database_path, *beside_it, backups / "nunmul-20261123-005645.db"]
    for file in (*files, other):
        file.touch()
        file.chmod(0o644)
    secure_and_clean(database_path)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert other.stat().st_mode & 0o777 == 0o644


def test_a_damaged_copy_is_not_kept_as_a_backup(database_path: Path, run_command: RunCommand) -> None:
    """A copy that fails its check is deleted, and the operator is told."""
    content = database_path.read_bytes()
    database_path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])
    result = run_command("backup", "new.db")
    assert (result.exit_code, "could not be made" in result.err) == (ExitCode.OPS_REFUSED, True)
    assert sibling_names(database_path.parent) == ["data"]


def test_without_a_database_there_is_nothing_to_back_up(database_path: Path, run_command: RunCommand) -> None:
    """The message names DATABASE_URL, and no folder is created."""
    database_path.unlink()
    result = run_command("backup")
    assert (result.exit_code, "check DATABASE_URL" in result.err) == (ExitCode.OPS_REFUSED, True)
    assert sibling_names(database_path) == []


def test_a_full_disk_gets_a_message_and_leaves_nothing_behind(database_path: Path, run_in_process: RunCommand) -> None:
    """If the copy does not fit, no part of it stays."""
    result = run_in_process("backup", "new.db", python=("-c", LIMITED))
    assert (result.exit_code, "Traceback" in result.err) == (ExitCode.OPS_REFUSED, False)
    assert sibling_names(database_path.parent) == ["data"]
    assert film_ids(database_path) == [1, 2, 3]


def test_a_database_locked_by_another_program_is_refused(database_path: Path, run_command: RunCommand) -> None:
    """A backup does not hang: it gives up and says that the database is locked."""
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        result = run_command("backup", "new.db")
    assert (result.exit_code, "locked" in result.err) == (ExitCode.OPS_REFUSED, True)


def test_a_database_is_backed_up_before_it_is_migrated(database_path: Path) -> None:
    """A later start reuses the backup, unless the database was written since."""
    assert asyncio.run(back_up_before_migration(database_path, clock)) is None
    newest = sqlite_backup.latest_version()
    execute_sql(database_path, f"DELETE FROM migration WHERE version = {newest}")
    first = asyncio.run(back_up_before_migration(database_path, clock))
    assert first
    assert first.name == f"nunmul-20261123-005645-before-schema-{newest}.db"
    assert asyncio.run(back_up_before_migration(database_path, lambda: NOW + 60)) == first
    os.utime(database_path)
    assert asyncio.run(back_up_before_migration(database_path, lambda: NOW + 60)) != first
    assert sqlite_backup.read_version(first) == newest - 1


def test_a_first_start_makes_no_backup(tmp_path: Path) -> None:
    """Without a database, no file is created."""
    assert asyncio.run(back_up_before_migration(tmp_path / "new.db", clock)) is None
    assert list(tmp_path.iterdir()) == []
