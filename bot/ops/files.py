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

BACKUPS = "backups"
"""The folder beside the database where backups go that were given no name."""
TAILS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""
RESERVED = (*TAILS, ".lock", ".health", ".part")
UNFINISHED, COPY = ".unfinished", "copy.db"
EVERYBODY_ELSE = 0o077


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turn what the disk or the driver say no to into a sentence that begins with `what`."""
    try:
        yield
    except (OSError, UnusableDatabase) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise refused(f"{what}: {reason}. Nothing was changed.") from error


def refused(sentence: str) -> StartupError:
    """A no to the operator who keeps the database."""
    return StartupError(sentence, ExitCode.KEEPING_REFUSED)


def must_be_file(path: Path, what: str, remedy: str) -> None:
    """Raise CannotStart when `path` is missing or a folder."""
    if not path.is_file():
        lack = "is not a file" if path.exists() else "does not exist"
        raise refused(f"The {what} {path} {lack}: {remedy}.")


def dated(now: int) -> str:
    """`now` (UTC epoch seconds) as it stands in names, in UTC: 20261123-005645."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y%m%d-%H%M%S")


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk; Windows does the latter by itself."""
    if sys.platform == "win32" and path.is_dir():
        return
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """Where to make the file that will be `target`: in a folder beside it that goes away with all that is in it.

    The folder is locked, so that one which a killed process left behind can be told from one in use.
    """
    remove_unfinished(target.parent)
    folder = TemporaryDirectory(dir=target.parent, prefix=".nunmul-", suffix=UNFINISHED, ignore_cleanup_errors=True)
    with folder as room, process_lock.hold(Path(room) / COPY, make=False):
        yield Path(room) / COPY


def remove_unfinished(folder: Path) -> None:
    """Remove what killed processes left behind in `folder` while they made a copy there."""
    for room in folder.glob(f".*{UNFINISHED}"):
        with suppress(OSError):
            if process_lock.lock_file(room / COPY).exists() and process_lock.lock_holder(room / COPY) is None:
                shutil.rmtree(room)


def files_of(database: Path) -> Iterator[Path]:
    """Every file that is there and holds what `database` holds or held, and its lock."""
    name, stem = glob.escape(database.name), glob.escape(database.stem)
    for pattern in (name, *(f"{name}{tail}" for tail in TAILS), f"{name}.lock", f"{name}.before-restore-*"):
        yield from database.parent.glob(pattern)
    yield from database.parent.glob(f"{BACKUPS}/{stem}-*.db")


def is_loose(path: Path, others: int = EVERYBODY_ELSE) -> bool:
    """Whether `others` may do anything with the file at `path`; False where there is none or modes mean nothing."""
    return os.name == "posix" and path.is_file() and bool(path.stat().st_mode & others)


def tidy(database: Path) -> None:
    """Before a start: leave the files of `database` to their owner alone, remove what killed processes left behind."""
    for path in files_of(database):
        with suppress(OSError):
            if is_loose(path):
                path.chmod(process_lock.PRIVATE)
    remove_unfinished(database.parent)
    remove_unfinished(database.parent / BACKUPS)


def publish(made: Path, target: Path) -> None:
    """Give a finished file its name, never over another that came there meanwhile."""
    sync(made)
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this disk
        if target.exists():
            raise FileExistsError(errno.EEXIST, "it exists already") from None
        made.rename(target)
    sync(target.parent)


def second_name(path: Path, name: Path) -> None:
    """Let a file be found under `name` as well, or a copy of it where a disk knows no second names."""
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(path, name)
        sync(name)


def owned_like(path: Path, model: Path) -> None:
    """Give `path` the owner of `model`, so that what root made in a service's folder stays the service's."""
    with suppress(OSError, AttributeError):
        os.chown(path, model.stat().st_uid, model.stat().st_gid)


def beside(database: Path, tail: str) -> Path:
    """The file that SQLite keeps beside a database: its name with `tail`."""
    return database.with_name(f"{database.name}{tail}")
