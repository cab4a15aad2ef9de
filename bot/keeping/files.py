"""What keeping does with files: names that appear only when what they name is whole and on the disk."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.kit.copies import Unusable
from bot.kit.refusals import CannotStart, Exit


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turn what the disk or the driver say no to into a sentence that begins with `what`."""
    try:
        yield
    except (OSError, Unusable) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise refused(f"{what}: {reason}. Nothing was changed.") from error


def refused(sentence: str) -> CannotStart:
    """A no to the operator who keeps the database."""
    return CannotStart(sentence, Exit.KEEPING_REFUSED)


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
    """Where to make the file that will be `target`: in a folder beside it that goes away with all that is in it."""
    with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-", ignore_cleanup_errors=True) as room:
        yield Path(room) / target.name


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
