"""One process for one database: a lock on a file beside it, which the system lets go however the process ends."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.kit.refusals import CannotStart, Exit

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

HELD = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
TRIES, PAUSE = 5, 0.05
"""A doctor that looks holds the lock for a moment; a start is not refused for that."""

FAR = 1 << 30
"""Where Windows locks: a locked byte cannot be read there, and the pid must be."""


@contextmanager
def hold(database: Path) -> Iterator[None]:
    """Keep every other process away from `database`; raises CannotStart that names the one that has it."""
    file = _opened(database)
    try:
        if not _taken_in_time(file, database):
            raise CannotStart(
                f"The database {database} is in use by {_named(_pid(file))}: stop it first, "
                "or give this one a database of its own (DATABASE_URL).",
                Exit.DATABASE_IN_USE,
            )
        _write(file, str(os.getpid()))
        try:
            yield
        finally:
            _write(file, "")
    finally:
        os.close(file)


def held_by(database: Path) -> int | None:
    """The process that holds `database`, 0 when it did not say, None when nobody does; OSError when none can tell."""
    try:
        file = os.open(lock_file(database), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        return None if _taken(file) else _pid(file)
    finally:
        os.close(file)


def lock_file(database: Path) -> Path:
    """The file that is locked: beside the database itself, whatever name led there; it is never deleted."""
    real = database.resolve()
    return real.with_name(f"{real.name}.lock")


def _opened(database: Path) -> int:
    path = lock_file(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _unusable(database, error) from error
    with suppress(OSError, AttributeError):  # made by root in a service's folder, it must not shut out the service
        os.chown(path, path.parent.stat().st_uid, path.parent.stat().st_gid)
    return file


def _taken_in_time(file: int, database: Path) -> bool:
    try:
        for _ in range(TRIES):
            if _taken(file):
                return True
            time.sleep(PAUSE)
    except OSError as error:
        raise _unusable(database, error) from error
    return False


def _taken(file: int) -> bool:
    """Whether the lock is ours now; OSError where nothing can be locked."""
    try:
        _lock(file)
    except OSError as error:
        if error.errno not in HELD:
            raise
        return False
    return True


def _lock(file: int) -> None:
    if sys.platform == "win32":
        os.lseek(file, FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write(file: int, text: str) -> None:
    """Note who holds it; a full disk is no reason to fail, since the lock holds without the note."""
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, text.encode())


def _pid(file: int) -> int:
    os.lseek(file, 0, os.SEEK_SET)
    said = os.read(file, 20)
    return int(said) if said.isdigit() else 0


def _named(pid: int) -> str:
    return f"process {pid}" if pid else "another process"


def _unusable(database: Path, error: OSError) -> CannotStart:
    return CannotStart(
        f"The database {database} cannot be locked ({error.strerror}): keep it on a local disk, in a folder "
        "where the user that runs Nunmul may write.",
        Exit.DATABASE_UNUSABLE,
    )
