"""A restore puts back what was saved, keeps the old file, and changes nothing if it is refused."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.exit_codes import ExitCode
from bot.core.storage.sqlite import backup as sqlite_backup
from tests.ops.helpers import CommandResult, WriterProcess, execute_sql, film_ids, sibling_names

RunCommand = Callable[..., CommandResult]

CRASH = """
import os, sys
from pathlib import Path
from bot.__main__ import main
from bot.ops import restore

def dies(act, when):
    def acted(*given):
        if when == "after":
            act(*given)
        os._exit(9)
    return acted

when, at = sys.argv.pop(1), sys.argv.pop(1)
if at == "link_or_copy":
    restore.link_or_copy = dies(restore.link_or_copy, when)
else:
    Path.replace = dies(Path.replace, when)
main(sys.argv[1:])
"""


@pytest.fixture
def backup(template: Path, tmp_path: Path) -> Path:
    """Return a backup with only films 1 and 2."""
    path = Path(shutil.copy(template, tmp_path / "backup.db"))
    execute_sql(path, "DELETE FROM film WHERE id = 3")
    return path


def only_file(tmp_path: Path, prefix: str) -> Path:
    (found,) = (path for path in tmp_path.glob(f"{prefix}*") if not path.name.endswith(("-wal", "-shm")))
    return found


def test_a_restore_keeps_the_old_file(database_path: Path, backup: Path, run_command: RunCommand) -> None:
    """The restored file is in its place, and the old one beside it under a dated name that is printed."""
    result = run_command("restore", backup)
    old = only_file(database_path.parent, "nunmul.db.before-restore-2")
    assert (result.exit_code, film_ids(database_path), film_ids(old)) == (0, [1, 2], [1, 2, 3])
    assert str(old) in result.out
    assert sibling_names(database_path) == ["nunmul.db", old.name]
    assert film_ids(backup) == [1, 2]


def test_the_old_databases_log_is_kept_too(
    database_path: Path, backup: Path, run_command: RunCommand, start_writer: Callable[[Path], WriterProcess]
) -> None:
    """After a kill, films that are only in the write-ahead log are in the old file, and not in the new one."""
    database_path.unlink()
    writer = start_writer(database_path)
    writer.wait_for(30)
    writer.kill()
    assert database_path.with_name("nunmul.db-wal").stat().st_size
    assert run_command("restore", backup).exit_code == 0
    assert film_ids(database_path) == [1, 2]
    assert len(film_ids(only_file(database_path.parent, "nunmul.db.before-restore-2"))) >= writer.last_committed


def test_a_damaged_database_can_be_replaced(database_path: Path, backup: Path, run_command: RunCommand) -> None:
    """The damaged file is kept beside the restored one."""
    database_path.write_bytes(b"no database " * 1000)
    assert run_command("restore", backup).exit_code == 0
    assert film_ids(database_path) == [1, 2]
    assert only_file(database_path.parent, "nunmul.db.before-restore-2").read_bytes().startswith(b"no database ")


def test_a_log_without_its_database_cannot_harm_the_new_one(
    database_path: Path, backup: Path, run_command: RunCommand, start_writer: Callable[[Path], WriterProcess]
) -> None:
    """If only the database was deleted, SQLite would apply its log to the backup, so the log is moved away."""
    database_path.unlink()
    writer = start_writer(database_path)
    writer.wait_for(30)
    writer.kill()
    database_path.unlink()
    assert run_command("restore", backup).exit_code == 0
    assert film_ids(database_path) == [1, 2]
    assert sorted(path.name[-4:] for path in database_path.parent.glob("*.before-restore-*")) == ["-shm", "-wal"]


def test_a_backup_can_be_restored_to_a_new_machine(database_path: Path, backup: Path, run_command: RunCommand) -> None:
    """The folder is created if it does not exist."""
    shutil.rmtree(database_path.parent)
    result = run_command("restore", backup)
    assert (result.exit_code, film_ids(database_path), sibling_names(database_path)) == (0, [1, 2], ["nunmul.db"])
    assert "kept" not in result.out


def test_the_database_of_a_running_bot_is_not_replaced(
    database_path: Path, backup: Path, run_command: RunCommand, start_writer: Callable[[Path], WriterProcess]
) -> None:
    """The message names the process to stop first, and that process goes on writing."""
    database_path.unlink()
    writer = start_writer(database_path)
    writer.wait_for(5)
    result = run_command("restore", backup)
    assert result.exit_code == ExitCode.OPS_REFUSED
    assert f"process {writer.process.pid}" in result.err
    writer.wait_for(writer.last_committed + 5)


def test_a_database_that_another_program_has_open_is_not_replaced(
    database_path: Path, backup: Path, run_command: RunCommand
) -> None:
    """The restore is refused, because the other program would keep writing to the old file."""
    with closing(sqlite3.connect(database_path)) as other:
        other.execute("SELECT * FROM film")
        result = run_command("restore", backup)
    assert (result.exit_code, "stop it" in result.err) == (ExitCode.OPS_REFUSED, True)
    assert film_ids(database_path) == [1, 2, 3]


def not_a_database(path: Path) -> None:
    path.write_text("Dear diary", encoding="utf-8")


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def partly_overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])


def foreign_database(path: Path) -> None:
    path.unlink()
    execute_sql(path, "CREATE TABLE song (id INTEGER)")


def newer_database(path: Path) -> None:
    execute_sql(path, f"INSERT INTO migration VALUES ({sqlite_backup.latest_version() + 1}, 'later')")


def missing_file(path: Path) -> None:
    path.unlink()


def folder_instead_of_backup(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (not_a_database, "file is not a database"),
        (empty_file, "no such table: migration"),
        (truncated, "malformed"),
        (partly_overwritten, "could not be restored"),
        (foreign_database, "no such table: migration"),
        (newer_database, "is newer than this Nunmul"),
        (missing_file, "does not exist"),
        (folder_instead_of_backup, "is not a file"),
    ],
)
def test_an_unusable_backup_changes_nothing(
    database_path: Path, backup: Path, run_command: RunCommand, harm: Callable[[Path], None], reason: str
) -> None:
    """The operator gets the reason, and the old database is unchanged."""
    harm(backup)
    before = database_path.read_bytes()
    refused = run_command("restore", backup)
    assert (refused.exit_code, reason in refused.err) == (ExitCode.OPS_REFUSED, True), refused.err
    assert (database_path.read_bytes(), sibling_names(database_path)) == (before, ["nunmul.db"])


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER INSERT ON ballot BEGIN DELETE FROM film; END",
        "CREATE TEMP VIEW none AS SELECT 1; CREATE VIEW everybody AS SELECT * FROM ballot",
        "CREATE TABLE song (id INTEGER)",
        "CREATE INDEX song_by_year ON film (year)",
        "CREATE VIRTUAL TABLE song USING fts5(words)",
        "DROP TRIGGER film_id_is_free; CREATE TRIGGER film_id_is_free AFTER DELETE ON film BEGIN DELETE FROM poll; END",
        "PRAGMA writable_schema = ON;"
        " INSERT INTO sqlite_schema VALUES ('view', 'sqlite_x', 'sqlite_x', 0, 'CREATE VIEW sqlite_x AS SELECT 1')",
    ],
)
def test_foreign_schema_objects_are_refused(
    database_path: Path, backup: Path, run_command: RunCommand, statement: str
) -> None:
    """Schema objects that Nunmul did not create are refused, and so are changed ones of ours."""
    with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
        connection.executescript(statement)
    refused = run_command("restore", backup)
    assert (refused.exit_code, "which Nunmul did not create" in refused.err) == (ExitCode.OPS_REFUSED, True), (
        refused.err
    )
    assert (film_ids(database_path), sibling_names(database_path)) == ([1, 2, 3], ["nunmul.db"])


def test_a_restored_database_is_readable_only_by_its_owner(
    database_path: Path, backup: Path, run_command: RunCommand
) -> None:
    """The modes of the old file and of the backup do not matter."""
    for file in (database_path, backup):
        file.chmod(0o644)
    assert run_command("restore", backup).exit_code == 0
    assert database_path.stat().st_mode & 0o777 == 0o600


def test_the_database_itself_cannot_be_restored(database_path: Path, run_command: RunCommand) -> None:
    """The database is refused as a backup of itself, even if it is given through a symbolic link."""
    other = database_path.with_name("link.db")
    other.symlink_to(database_path)
    for name in (database_path, other):
        assert run_command("restore", name).exit_code == ExitCode.OPS_REFUSED
    assert film_ids(database_path) == [1, 2, 3]


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ("before link_or_copy", [1, 2, 3]),
        ("after link_or_copy", [1, 2, 3]),
        ("before replace", [1, 2, 3]),
        ("after replace", [1, 2]),
    ],
)
def test_a_crash_leaves_either_the_old_or_the_new_database(
    database_path: Path, backup: Path, run_in_process: RunCommand, where: str, left: list[int]
) -> None:
    """Wherever the restore crashes, a complete database is in place, and a second restore succeeds."""
    assert run_in_process(*where.split(), "restore", backup, python=("-c", CRASH)).exit_code == 9
    assert film_ids(database_path) == left
    assert run_in_process("restore", backup).exit_code == 0
    assert film_ids(database_path) == [1, 2]
