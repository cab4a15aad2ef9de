"""Tells whether the files of an open database are still in place.

SQLite does not notice when a file is deleted or replaced: it keeps writing to the old file, and every commit succeeds.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

SUFFIXES = ("", "-wal", "-shm")
Identity: TypeAlias = tuple[int, int]
"""Device and inode, which identify a file whatever its name."""


def file_identities(path: Path) -> Mapping[Path, Identity]:
    """Return the identity of each existing file of a database in WAL mode."""
    real = path.resolve()
    files = [real.with_name(f"{real.name}{suffix}") for suffix in SUFFIXES]
    return {file: identity for file in files if (identity := _identity(file))}


def are_in_place(files: Mapping[Path, Identity]) -> bool:
    """Return whether each path still leads to the same file; True if that cannot be determined."""
    try:
        return all(_identity(file) == identity for file, identity in files.items())
    except OSError:
        return True


def _identity(file: Path) -> Identity | None:
    try:
        stat = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stat.st_dev, stat.st_ino
