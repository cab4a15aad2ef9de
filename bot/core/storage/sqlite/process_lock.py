"""Lets only one process at a time use a database; the system releases the locks however that process ends.

One lock is on a file beside the database, which contains the process id. On Linux the database file itself is locked
too, so that neither a hard link nor a deleted lock file lets a second process in.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.sqlite import byte_lock

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_HELD_ERRNOS = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
TRIES, PAUSE = 5, 0.05
"""Attempts, and seconds between them: `doctor` holds the lock briefly, which must not keep the bot from starting."""

WINDOWS_LOCK_OFFSET = 1 << 30
"""The offset to lock on Windows, beyond the process id, because a locked byte cannot be read there."""
PRIVATE = 0o600


@contextmanager
def hold(database: Path, *, create: bool = True) -> Iterator[None]:
    """Lock `database` for this process while the block runs; raise StartupError if another process holds it.

    With `create`, a missing database file is created, empty and private, and removed at the end if it is still empty.
    """
    file = _open_lock_file(database)
    with ExitStack() as afterwards:
        afterwards.callback(os.close, file)
        if not _lock_with_retries(file, database):
            raise _in_use_error(database, _read_pid(file))
        _write(file, str(os.getpid()))
        afterwards.callback(_write, file, "")
        afterwards.enter_context(_hold_database_file(database.resolve(), create=create))
        yield


@contextmanager
def _hold_database_file(database: Path, *, create: bool) -> Iterator[None]:
    """Lock the database file itself, so that the lock applies whatever name the file is opened by."""
    with ExitStack() as afterwards:
        try:
            if create and create_private(database):
                afterwards.callback(_remove_if_empty, database)
            descriptor = os.open(database, os.O_RDWR) if byte_lock.IS_SUPPORTED else None
        except FileNotFoundError:
            descriptor = None
        except OSError as error:
            raise _unusable_error(database, error) from error
        if descriptor is not None:
            afterwards.callback(os.close, descriptor)
            if not _lock_with_retries(descriptor, database, byte_lock.lock):
                raise _in_use_error(database, 0)
        yield


def create_private(path: Path) -> bool:
    """Create an empty file that only the owner of its folder can read and write; return False if the path exists."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    except FileExistsError:
        return False
    _copy_folder_owner(path)
    return True


def _remove_if_empty(path: Path) -> None:
    with suppress(OSError):
        if not path.stat().st_size:
            path.unlink()


def lock_holder(database: Path) -> int | None:
    """Return the id of the process that holds `database`, 0 if its id is unknown, or None if no process holds it.

    Raise OSError if the lock file cannot be read.
    """
    try:
        file = os.open(lock_file(database), os.O_RDONLY)
    except FileNotFoundError:
        return _holder_of_file(database)
    try:
        return _holder_of_file(database) if _try_lock(file) else _read_pid(file)
    finally:
        os.close(file)


def _holder_of_file(database: Path) -> int | None:
    return 0 if byte_lock.is_held(database) else None


def lock_file(database: Path) -> Path:
    """Return the path of the lock file, which is never deleted; it is beside the real file if `database` is a link."""
    real = database.resolve()
    return real.with_name(f"{real.name}.lock")


def _open_lock_file(database: Path) -> int:
    path = lock_file(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE)
    except OSError as error:
        raise _unusable_error(database, error) from error
    _copy_folder_owner(path)
    return file


def _copy_folder_owner(path: Path) -> None:
    """Give a file the owner of its folder, so that a file created by root does not lock out the service."""
    with suppress(OSError, AttributeError):
        os.chown(path, path.parent.stat().st_uid, path.parent.stat().st_gid)


def _lock(file: int) -> None:
    if sys.platform == "win32":
        os.lseek(file, WINDOWS_LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock_with_retries(file: int, database: Path, lock: Callable[[int], None] = _lock) -> bool:
    try:
        for _ in range(TRIES):
            if _try_lock(file, lock):
                return True
            time.sleep(PAUSE)
    except OSError as error:
        raise _unusable_error(database, error) from error
    return False


def _try_lock(file: int, lock: Callable[[int], None] = _lock) -> bool:
    """Try to lock a file, and return whether that succeeded; raise OSError if it cannot be locked at all."""
    try:
        lock(file)
    except OSError as error:
        if error.errno not in LOCK_HELD_ERRNOS:
            raise
        return False
    return True


def _write(file: int, text: str) -> None:
    """Replace the lock file's content; ignore a full disk, because the lock does not depend on what is written."""
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, text.encode())


def _read_pid(file: int) -> int:
    os.lseek(file, 0, os.SEEK_SET)
    content = os.read(file, 20)
    return int(content) if content.isdigit() else 0


def _in_use_error(database: Path, pid: int) -> StartupError:
    return StartupError(
        f"The database {database} is in use by {f'process {pid}' if pid else 'another process'}: stop it first, "
        "or give this one its own database (DATABASE_URL).",
        ExitCode.DATABASE_IN_USE,
    )


def _unusable_error(database: Path, error: OSError) -> StartupError:
    return StartupError(
        f"The database {database} cannot be locked ({error.strerror}): keep it on a local disk, in a folder "
        "where the user that runs Nunmul can write.",
        ExitCode.DATABASE_UNUSABLE,
    )
