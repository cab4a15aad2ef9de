"""A lock on an open database file that SQLite and its own locks do not notice; Linux only.

It is an open file description lock on a byte that SQLite never locks: unlike a POSIX lock it survives SQLite's opening
and closing of the file. But closing a file drops all POSIX locks of the process on it, SQLite's among them: so the file
that is locked or checked is closed only while this process has the database closed.
"""

import errno
import os
import struct
import sys
from pathlib import Path

if sys.platform == "linux":
    import fcntl

IS_KNOWN = sys.platform == "linux"
OUR_BYTE = 1 << 52
"""An offset beyond any byte that SQLite locks or writes."""
FLOCK = "hhqqi"
"""struct flock: type, whence, start, length, process."""


def lock(file: int) -> None:
    """Lock the database that is open for writing as `file`; raise OSError if another process holds it."""
    if sys.platform == "linux":
        try:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _asked())
        except OSError as error:
            if error.errno != errno.EINVAL:  # the kernel does not support such locks: only the lock file is left
                raise


def is_held(database: Path) -> bool:
    """Return whether a process holds `database`; False where that cannot be told."""
    if sys.platform != "linux":
        return False
    try:
        file = os.open(database, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return bool(struct.unpack_from(FLOCK, fcntl.fcntl(file, fcntl.F_OFD_GETLK, _asked()))[0] != fcntl.F_UNLCK)
    except OSError:
        return False
    finally:
        os.close(file)


def _asked() -> bytes:
    return struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, OUR_BYTE, 1, 0)
