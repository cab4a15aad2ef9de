"""A lock on a database file that does not interfere with SQLite's own locks; Linux only.

It is an open file description lock on a byte that SQLite never locks. Unlike a POSIX lock, it survives when SQLite
opens and closes the file. SQLite's own locks are POSIX locks, which a process loses when it closes any descriptor of
the file. So the descriptors used here are closed only while this process has the database closed.
"""

import errno
import os
import struct
import sys
from pathlib import Path

if sys.platform == "linux":
    import fcntl

IS_SUPPORTED = sys.platform == "linux"
LOCK_OFFSET = 1 << 52
"""An offset beyond any byte that SQLite locks or writes."""
FLOCK = "hhqqi"
"""struct flock: type, whence, start, length, process."""


def lock(file: int) -> None:
    """Lock the database open for writing as `file`, if the system can; raise OSError if another process holds it."""
    if sys.platform == "linux":
        try:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _request())
        except OSError as error:
            if error.errno != errno.EINVAL:  # EINVAL: the kernel lacks such locks
                raise


def is_held(database: Path) -> bool:
    """Return whether a process holds `database`; False if that cannot be determined."""
    if sys.platform != "linux":
        return False
    try:
        file = os.open(database, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return bool(struct.unpack_from(FLOCK, fcntl.fcntl(file, fcntl.F_OFD_GETLK, _request()))[0] != fcntl.F_UNLCK)
    except OSError:
        return False
    finally:
        os.close(file)


def _request() -> bytes:
    return struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, LOCK_OFFSET, 1, 0)
