"""What keeping does with files: names that appear only when what they name is whole and on the disk."""

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

from bot.core import process_lock
from bot.core.errors import ExitCode, StartupError
from bot.core.storage.sqlite_backup import UnusableDatabase

BACKUP_DIR = "backups"
"""The folder beside the database where backups go that were given no name."""
SIDECAR_SUFFIXES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""
RESERVED_SUFFIXES = (*SIDECAR_SUFFIXES, ".lock", ".health", ".part")
TEMPORARY_SUFFIX, TEMPORARY_NAME = ".unfinished", "copy.db"
GROUP_AND_OTHERS = 0o077


@contextmanager
def translate_errors(failure: str) -> Iterator[None]:
    """Turn what the disk or the driver say no to into a sentence that begins with `what`."""
    try:
        yield
    except (OSError, UnusableDatabase) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise ops_error(f"{failure}: {reason}. Nothing was changed.") from error


def ops_error(sentence: str) -> StartupError:
    """A no to the operator who keeps the database."""
    return StartupError(sentence, ExitCode.OPS_REFUSED)


def require_file(path: Path, role: str, remedy: str) -> None:
    """Raise CannotStart when `path` is missing or a folder."""
    if not path.is_file():
        problem = "is not a file" if path.exists() else "does not exist"
        raise ops_error(f"The {role} {path} {problem}: {remedy}.")


def timestamp(now: int) -> str:
    """`now` (UTC epoch seconds) as it stands in names, in UTC: 20261123-005645."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y%m%d-%H%M%S")


def fsync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk; Windows does the latter by itself."""
    if sys.platform == "win32" and path.is_dir():
        return
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def temporary_copy(target: Path) -> Iterator[Path]:
    """Where to make the file that will be `target`: in a folder beside it that goes away with all that is in it.

    The folder is locked, so that one which a killed process left behind can be told from one in use.
    """
    remove_temporary_copies(target.parent)
    folder = TemporaryDirectory(
        dir=target.parent, prefix=".nunmul-", suffix=TEMPORARY_SUFFIX, ignore_cleanup_errors=True
    )
    with folder as directory, process_lock.hold(Path(directory) / TEMPORARY_NAME, make=False):
        yield Path(directory) / TEMPORARY_NAME


def remove_temporary_copies(folder: Path) -> None:
    """Remove what killed processes left behind in `folder` while they made a copy there."""
    for directory in folder.glob(f".*{TEMPORARY_SUFFIX}"):
        with suppress(OSError):
            if (
                process_lock.lock_file(directory / TEMPORARY_NAME).exists()
                and process_lock.lock_holder(directory / TEMPORARY_NAME) is None
            ):
                shutil.rmtree(directory)


def database_files(database: Path) -> Iterator[Path]:
    """Every file that is there and holds what `database` holds or held, and its lock."""
    name, stem = glob.escape(database.name), glob.escape(database.stem)
    for pattern in (name, *(f"{name}{tail}" for tail in SIDECAR_SUFFIXES), f"{name}.lock", f"{name}.before-restore-*"):
        yield from database.parent.glob(pattern)
    yield from database.parent.glob(f"{BACKUP_DIR}/{stem}-*.db")


def is_accessible_to(path: Path, mode_mask: int = GROUP_AND_OTHERS) -> bool:
    """Whether `others` may do anything with the file at `path`; False where there is none or modes mean nothing."""
    return os.name == "posix" and path.is_file() and bool(path.stat().st_mode & mode_mask)


def secure_and_clean(database: Path) -> None:
    """Before a start: leave the files of `database` to their owner alone, remove what killed processes left behind."""
    for path in database_files(database):
        with suppress(OSError):
            if is_accessible_to(path):
                path.chmod(process_lock.PRIVATE)
    remove_temporary_copies(database.parent)
    remove_temporary_copies(database.parent / BACKUP_DIR)


def publish(finished: Path, target: Path) -> None:
    """Give a finished file its name, never over another that came there meanwhile."""
    fsync(finished)
    try:
        os.link(finished, target)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this disk
        if target.exists():
            raise FileExistsError(errno.EEXIST, "it exists already") from None
        finished.rename(target)
    fsync(target.parent)


def link_or_copy(path: Path, name: Path) -> None:
    """Let a file be found under `name` as well, or a copy of it where a disk knows no second names."""
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(path, name)
        fsync(name)


def copy_owner(path: Path, model: Path) -> None:
    """Give `path` the owner of `model`, so that what root made in a service's folder stays the service's."""
    with suppress(OSError, AttributeError):
        os.chown(path, model.stat().st_uid, model.stat().st_gid)


def sidecar_path(database: Path, suffix: str) -> Path:
    """The file that SQLite keeps beside a database: its name with `tail`."""
    return database.with_name(f"{database.name}{suffix}")
