"""A restore puts back what was saved, keeps the old file, and changes nothing if it is refused."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.exit_codes import ExitCode
from bot.core.storage import sqlite_backup
from tests.ops.helpers import CommandResult, WriterProcess, execute_sql, film_ids, sibling_names

Typed = Callable[..., CommandResult]

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
def backup(made: Path, tmp_path: Path) -> Path:
    """Return a backup with only the films 1 and 2."""
    path = Path(shutil.copy(made, tmp_path / "backup.db"))
    execute_sql(path, "DELETE FROM film WHERE id = 3")
    return path


def only(tmp_path: Path, begins: str) -> Path:
    (found,) = (path for path in tmp_path.glob(f"{begins}*") if not path.name.endswith(("-wal", "-shm")))
    return found


def test_a_restore_keeps_the_old_file(kept: Path, backup: Path, type_: Typed) -> None:
    """The new one is in its place, and the old one beside it under a dated name that is printed."""
    said = type_("restore", backup)
    old = only(kept.parent, "nunmul.db.before-restore-2")
    assert (said.exit_code, film_ids(kept), film_ids(old)) == (0, [1, 2], [1, 2, 3])
    assert str(old) in said.out
    assert sibling_names(kept) == ["nunmul.db", old.name]
    assert film_ids(backup) == [1, 2]


def test_the_old_databases_log_is_kept_too(
    kept: Path, backup: Path, type_: Typed, writing: Callable[[Path], WriterProcess]
) -> None:
    """After a kill, films that are only in the write-ahead log are in the old file, and not in the new one."""
    kept.unlink()
    writer = writing(kept)
    writer.wait_for(30)
    writer.kill()
    assert kept.with_name("nunmul.db-wal").stat().st_size
    assert type_("restore", backup).exit_code == 0
    assert film_ids(kept) == [1, 2]
    assert len(film_ids(only(kept.parent, "nunmul.db.before-restore-2"))) >= writer.last_committed


def test_a_damaged_database_can_be_replaced(kept: Path, backup: Path, type_: Typed) -> None:
    """What cannot be opened is kept unchanged."""
    kept.write_bytes(b"no database " * 1000)
    assert type_("restore", backup).exit_code == 0
    assert film_ids(kept) == [1, 2]
    assert only(kept.parent, "nunmul.db.before-restore-2").read_bytes().startswith(b"no database ")


def test_a_log_without_its_database_cannot_harm_the_new_one(
    kept: Path, backup: Path, type_: Typed, writing: Callable[[Path], WriterProcess]
) -> None:
    """If only the database was deleted, SQLite would apply its log to the backup: it is moved away."""
    kept.unlink()
    writer = writing(kept)
    writer.wait_for(30)
    writer.kill()
    kept.unlink()
    assert type_("restore", backup).exit_code == 0
    assert film_ids(kept) == [1, 2]
    assert sorted(path.name[-4:] for path in kept.parent.glob("*.before-restore-*")) == ["-shm", "-wal"]


def test_a_backup_can_be_restored_to_a_new_machine(kept: Path, backup: Path, type_: Typed) -> None:
    """On a new machine the folder is created."""
    shutil.rmtree(kept.parent)
    said = type_("restore", backup)
    assert (said.exit_code, film_ids(kept), sibling_names(kept)) == (0, [1, 2], ["nunmul.db"])
    assert "kept" not in said.out


def test_a_running_bot_s_database_is_not_replaced(
    kept: Path, backup: Path, type_: Typed, writing: Callable[[Path], WriterProcess]
) -> None:
    """The message names the process to stop first, which carries on undisturbed."""
    kept.unlink()
    writer = writing(kept)
    writer.wait_for(5)
    said = type_("restore", backup)
    assert said.exit_code == ExitCode.OPS_REFUSED
    assert f"process {writer.process.pid}" in said.err
    writer.wait_for(writer.last_committed + 5)


def test_a_database_that_another_program_has_open_is_not_replaced(kept: Path, backup: Path, type_: Typed) -> None:
    """A database shell or Litestream would keep writing to the old file."""
    with closing(sqlite3.connect(kept)) as other:
        other.execute("SELECT * FROM film")
        said = type_("restore", backup)
    assert (said.exit_code, "stop it" in said.err) == (ExitCode.OPS_REFUSED, True)
    assert film_ids(kept) == [1, 2, 3]


def not_a_database(path: Path) -> None:
    path.write_text("Dear diary", encoding="utf-8")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def partly_overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])


def of_another_program(path: Path) -> None:
    path.unlink()
    execute_sql(path, "CREATE TABLE song (id INTEGER)")


def newer(path: Path) -> None:
    execute_sql(path, f"INSERT INTO migration VALUES ({sqlite_backup.latest_version() + 1}, 'later')")


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (not_a_database, "file is not a database"),
        (empty, "no such table: migration"),
        (cut, "malformed"),
        (partly_overwritten, "could not be restored"),
        (of_another_program, "no such table: migration"),
        (newer, "is newer than this Nunmul"),
        (missing, "does not exist"),
        (folder, "is not a file"),
    ],
)
def test_an_unusable_backup_changes_nothing(
    kept: Path, backup: Path, type_: Typed, harm: Callable[[Path], None], said: str
) -> None:
    """A message, the old database byte for byte, and nothing beside it."""
    harm(backup)
    before = kept.read_bytes()
    refused = type_("restore", backup)
    assert (refused.exit_code, said in refused.err) == (ExitCode.OPS_REFUSED, True), refused.err
    assert (kept.read_bytes(), sibling_names(kept)) == (before, ["nunmul.db"])


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
def test_foreign_schema_objects_are_refused(kept: Path, backup: Path, type_: Typed, statement: str) -> None:
    """A trigger, a view, a table, an index, or a changed one of ours: refused."""
    with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
        connection.executescript(statement)
    refused = type_("restore", backup)
    assert (refused.exit_code, "which Nunmul did not create" in refused.err) == (ExitCode.OPS_REFUSED, True), (
        refused.err
    )
    assert (film_ids(kept), sibling_names(kept)) == ([1, 2, 3], ["nunmul.db"])


def test_a_restored_database_is_for_its_owner_alone(kept: Path, backup: Path, type_: Typed) -> None:
    """Whatever the modes of the old file and of the backup."""
    for file in (kept, backup):
        file.chmod(0o644)
    assert type_("restore", backup).exit_code == 0
    assert kept.stat().st_mode & 0o777 == 0o600


def test_the_database_itself_cannot_be_restored(kept: Path, type_: Typed) -> None:
    """Under whatever name it is given."""
    other = kept.with_name("link.db")
    other.symlink_to(kept)
    for name in (kept, other):
        assert type_("restore", name).exit_code == ExitCode.OPS_REFUSED
    assert film_ids(kept) == [1, 2, 3]


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ("before link_or_copy", [1, 2, 3]),
        ("after link_or_copy", [1, 2, 3]),
        ("before replace", [1, 2, 3]),
        ("after replace", [1, 2]),
    ],
)
def test_a_crash_leaves_the_old_or_the_new(
    kept: Path, backup: Path, process: Typed, where: str, left: list[int]
) -> None:
    """Wherever it happens, a complete database is in place, and a second attempt succeeds."""
    assert process(*where.split(), "restore", backup, python=("-c", CRASH)).exit_code == 9
    assert film_ids(kept) == left
    assert process("restore", backup).exit_code == 0
    assert film_ids(kept) == [1, 2]
