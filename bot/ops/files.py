"""File operations for backups: a file gets its final name only once it is complete and on disk."""

import errno
import glob
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.sqlite import process_lock
from bot.core.storage.sqlite.backup import UnusableDatabase

BACKUP_DIR = "backups"
"""The folder beside the database for backups without an explicit path."""
SIDECAR_SUFFIXES = ("-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite keeps beside a database."""
RESERVED_SUFFIXES = (*SIDECAR_SUFFIXES, ".lock", ".health", ".part")
TEMPORARY_SUFFIX, TEMPORARY_NAME = ".unfinished", "copy.db"
GROUP_AND_OTHERS = 0o077


@contextmanager
def translate_errors(failure: str) -> Iterator[None]:
    """Turn a disk or database error into a StartupError that begins with `failure`."""
    try:
        yield
    except (OSError, UnusableDatabase) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise ops_error(f"{failure}: {reason}. Nothing was changed.") from error


def ops_error(sentence: str) -> StartupError:
    """Return an error for the operator."""
    return StartupError(sentence, ExitCode.OPS_REFUSED)


def require_file(path: Path, role: str, remedy: str) -> None:
    """Raise StartupError if `path` is not a file."""
    if not path.is_file():
        problem = "is not a file" if path.exists() else "does not exist"
        raise ops_error(f"The {role} {path} {problem}: {remedy}.")


def timestamp(now: int) -> str:
    """Return epoch seconds as a UTC time for file names, such as 20261123-005645."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y%m%d-%H%M%S")


def fsync(path: Path) -> None:
    """Flush a file, or a folder's entries, to disk; Windows flushes folders itself."""
    if sys.platform == "win32" and path.is_dir():
        return
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def temporary_copy(target: Path) -> Iterator[Path]:
    """Yield the path of a temporary file that will become `target`, in a folder that is removed afterwards.

    First remove what killed processes left behind, which is recognised by a lock file that no process holds.
    """
    remove_temporary_copies(target.parent)
    folder = TemporaryDirectory(
        dir=target.parent, prefix=".nunmul-", suffix=TEMPORARY_SUFFIX, ignore_cleanup_errors=True
    )
    with folder as directory, process_lock.hold(Path(directory) / TEMPORARY_NAME, create=False):
        yield Path(directory) / TEMPORARY_NAME


def remove_temporary_copies(folder: Path) -> None:
    """Remove temporary copies that killed processes left behind in `folder`."""
    for directory in folder.glob(f".*{TEMPORARY_SUFFIX}"):
        with suppress(OSError):
            if (
                process_lock.lock_file(directory / TEMPORARY_NAME).exists()
                and process_lock.lock_holder(directory / TEMPORARY_NAME) is None
            ):
                shutil.rmtree(directory)


def database_files(database: Path) -> Iterator[Path]:
    """Yield every file that holds data of `database`, and its lock file."""
    name, stem = glob.escape(database.name), glob.escape(database.stem)
    for pattern in (
        name,
        *(f"{name}{suffix}" for suffix in SIDECAR_SUFFIXES),
        f"{name}.lock",
        f"{name}.before-restore-*",
    ):
        yield from database.parent.glob(pattern)
    yield from database.parent.glob(f"{BACKUP_DIR}/{stem}-*.db")


def is_open_to_others(path: Path, mode_mask: int = GROUP_AND_OTHERS) -> bool:
    """Return whether `path` is a file with any of the mode bits in `mode_mask`; False if the system has no modes."""
    return os.name == "posix" and path.is_file() and bool(path.stat().st_mode & mode_mask)


def secure_and_clean(database: Path) -> None:
    """Make the files of `database` private, and remove temporary copies that killed processes left behind."""
    for path in database_files(database):
        with suppress(OSError):
            if is_open_to_others(path):
                path.chmod(process_lock.PRIVATE)
    remove_temporary_copies(database.parent)
    remove_temporary_copies(database.parent / BACKUP_DIR)


def publish(finished: Path, target: Path) -> None:
    """Give a finished file its final name, without replacing an existing file."""
    fsync(finished)
    try:
        os.link(finished, target)
    except FileExistsError:
        raise
    except OSError:  # most likely the file system has no hard links
        if target.exists():
            raise FileExistsError(errno.EEXIST, "it already exists") from None
        finished.rename(target)
    fsync(target.parent)


def link_or_copy(path: Path, name: Path) -> None:
    """Give a file a second name, or copy it if hard links do not work."""
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(path, name)
        fsync(name)


def copy_owner(path: Path, model: Path) -> None:
    """Give `path` the owner of `model`, so that a file that root creates belongs to the service's user."""
    with suppress(OSError, AttributeError):
        os.chown(path, model.stat().st_uid, model.stat().st_gid)


def path_beside(database: Path, suffix: str) -> Path:
    """Return the path of a database with `suffix` added to its file name."""
    return database.with_name(f"{database.name}{suffix}")
