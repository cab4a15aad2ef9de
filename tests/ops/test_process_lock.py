"""Only one process can use a database, however the previous one ended."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.core.storage.sqlite.process_lock import hold, lock_file, lock_holder
from tests.ops.helpers import CommandResult, WriterProcess, execute_sql

TAKE_LOCK = (
    "import sys, pathlib; from bot.core.storage.sqlite.process_lock import hold\n"
    "with hold(pathlib.Path(sys.argv[1])): pass"
)


def test_a_second_process_is_refused_and_the_first_is_named(
    database_path: Path, run_in_process: Callable[..., CommandResult]
) -> None:
    """The message names the process that holds the database lock, and says what to do."""
    with hold(database_path):
        result = run_in_process(database_path, python=("-c", TAKE_LOCK))
    assert f"in use by process {os.getpid()}: stop it first" in result.err
    assert run_in_process(database_path, python=("-c", TAKE_LOCK)).exit_code == 0


def test_a_killed_process_holds_no_lock(database_path: Path, start_writer: Callable[[Path], WriterProcess]) -> None:
    """The lock file of a killed process still contains its id, but locks nobody out."""
    writer = start_writer(database_path.with_name("other.db"))
    writer.wait_for(1)
    other = database_path.with_name("other.db")
    assert lock_holder(other) == writer.process.pid
    with pytest.raises(StartupError) as refused, hold(other):
        pass
    assert refused.value.exit_code == ExitCode.DATABASE_IN_USE
    writer.kill()
    assert lock_file(other).read_text(encoding="utf-8") == str(writer.process.pid)
    assert lock_holder(other) is None
    with hold(other):
        assert lock_holder(other) == os.getpid()
    assert lock_holder(other) is None


def test_another_name_of_the_same_database_shares_its_lock(database_path: Path) -> None:
    """A symbolic link to a database has the same lock as the database."""
    link = database_path.with_name("link.db")
    link.symlink_to(database_path)
    with hold(link):
        assert lock_holder(database_path) == os.getpid()


LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the file itself is locked on Linux only")


def lock_elsewhere(run_in_process: Callable[..., CommandResult], name: Path) -> CommandResult:
    return run_in_process(name, python=("-c", TAKE_LOCK))


@LINUX
def test_a_hard_link_to_a_locked_database_is_refused(
    database_path: Path, run_in_process: Callable[..., CommandResult]
) -> None:
    """A second process is refused on the same file, even under another name in another folder."""
    other = database_path.parent.parent / "elsewhere.db"
    other.hardlink_to(database_path)
    with hold(database_path):
        assert "in use by another process" in lock_elsewhere(run_in_process, other).err
        assert lock_holder(other) == 0
    assert lock_elsewhere(run_in_process, other).exit_code == 0


@LINUX
def test_a_deleted_lock_file_lets_nobody_in(database_path: Path, run_in_process: Callable[..., CommandResult]) -> None:
    """The database file is locked too, so that a second process is still refused."""
    with hold(database_path):
        lock_file(database_path).unlink()
        assert lock_holder(database_path) == 0
        assert "in use by another process" in lock_elsewhere(run_in_process, database_path).err
    assert lock_holder(database_path) is None


@LINUX
def test_a_new_database_is_locked_from_its_first_moment(
    tmp_path: Path, run_in_process: Callable[..., CommandResult]
) -> None:
    """The first start creates the file and locks it. The file is removed if nothing was written to it."""
    new = tmp_path / "new" / "new.db"
    with hold(new):
        assert new.stat().st_mode & 0o777 == 0o600
        lock_file(new).unlink()
        assert "in use by another process" in lock_elsewhere(run_in_process, new).err
    assert not new.exists()


@LINUX
def test_the_file_stays_locked_while_sqlite_opens_and_closes_it(
    database_path: Path, run_in_process: Callable[..., CommandResult]
) -> None:
    """A SQLite connection that closes does not release our lock."""
    with hold(database_path):
        lock_file(database_path).unlink()
        sqlite_backup.check(database_path)
        execute_sql(database_path, "DELETE FROM film WHERE id = 3")
        assert "in use by another process" in lock_elsewhere(run_in_process, database_path).err
        execute_sql(database_path, "DELETE FROM film WHERE id = 2")


@LINUX
def test_another_process_can_read_a_locked_database(
    database_path: Path, run_in_process: Callable[..., CommandResult]
) -> None:
    """A backup can be made while the bot runs."""
    with hold(database_path):
        assert run_in_process("backup", "while-held.db").exit_code == 0


def test_checking_the_lock_does_not_prevent_a_start(database_path: Path) -> None:
    """A start still gets the lock if `doctor` holds it for a moment."""
    is_held = threading.Event()

    def check_lock() -> None:
        with hold(database_path):
            is_held.set()
            time.sleep(0.1)

    looking = threading.Thread(target=check_lock)
    looking.start()
    is_held.wait()
    with hold(database_path):
        looking.join()


def test_a_database_that_cannot_be_locked_is_refused_with_a_message(database_path: Path) -> None:
    """A lock file that cannot be opened is named as the reason."""
    lock_file(database_path).mkdir()
    with pytest.raises(StartupError, match="cannot be locked") as refused, hold(database_path):
        pass
    assert refused.value.exit_code == ExitCode.DATABASE_UNUSABLE


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_child_of_the_bot_does_not_inherit_the_lock(
    database_path: Path, run_in_process: Callable[..., CommandResult]
) -> None:
    """A child process of the bot cannot keep the next bot from its database."""
    with hold(database_path):
        result = run_in_process(
            python=("-c", "import os; print([os.path.realpath(f'/proc/self/fd/{i}') for i in range(99)])")
        )
    assert (result.exit_code, "nunmul.db.lock" in result.out) == (0, False)
