"""Backs up the database, even while the bot runs."""

import asyncio
import os
from pathlib import Path

from bot.core.clock import Clock
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.core.storage.sqlite import process_lock
from bot.ops.files import (
    BACKUP_DIR,
    RESERVED_SUFFIXES,
    SIDECAR_SUFFIXES,
    copy_owner,
    ops_error,
    path_beside,
    publish,
    require_file,
    temporary_copy,
    timestamp,
    translate_errors,
)


async def back_up(database: Path, target: Path | None, clock: Clock) -> Path:
    """Copy `database` to the new file `target` (by default one in backups/ with a timestamp), check it and return it.

    The copy's cache tables are empty. If the backup fails, raise StartupError and leave nothing behind.
    """
    return await asyncio.to_thread(_make_backup, database, target, clock())


def _make_backup(database: Path, target: Path | None, now: int) -> Path:
    target = target or database.parent / BACKUP_DIR / f"{database.stem}-{timestamp(now)}.db"
    with translate_errors(f"The backup {target} could not be made"):
        _check_target(database, target)
        with temporary_copy(target) as temporary:
            sqlite_backup.copy(database, temporary)
            sqlite_backup.empty_caches(temporary)
            sqlite_backup.check(temporary)
            temporary.chmod(process_lock.PRIVATE)
            copy_owner(temporary, database)
            publish(temporary, target)
    return target


def _check_target(database: Path, target: Path) -> None:
    require_file(database, "database", "start Nunmul once to create it, or check DATABASE_URL")
    if target.exists() or target.is_symlink():
        raise ops_error(f"{target} already exists: name a new file, because a backup never overwrites one.")
    if target.name.lower().endswith(RESERVED_SUFFIXES):
        raise ops_error(f"{target} looks like one of SQLite's own files: choose a name that ends in .db.")
    if sidecar := next((path for suffix in SIDECAR_SUFFIXES if (path := path_beside(target, suffix)).exists()), None):
        raise ops_error(f"{sidecar} exists and would be mistaken for part of the backup: name another file.")
    if target.parent == database.parent / BACKUP_DIR and not target.parent.exists():
        target.parent.mkdir(mode=0o700)
        copy_owner(target.parent, database)
    if not target.parent.is_dir():
        raise ops_error(f"The folder {target.parent} does not exist: create it first, or name a file elsewhere.")


async def back_up_before_migration(database: Path, clock: Clock) -> Path | None:
    """Back up a database that opening would migrate, and return the backup, or None if there is nothing to migrate.

    The backup gets the modification time of the database, so that repeated failed starts make only one backup.
    """
    return await asyncio.to_thread(_back_up_before_migration, database, clock())


def _back_up_before_migration(database: Path, now: int) -> Path | None:
    try:
        version = sqlite_backup.read_version(database)
    except sqlite_backup.UnusableDatabase:
        return None  # missing, empty or damaged: opening it creates it or reports the damage
    if version >= sqlite_backup.latest_version():
        return None
    modified_ns, folder, suffix = (
        _modified_ns(database),
        database.parent / BACKUP_DIR,
        f"before-schema-{sqlite_backup.latest_version()}.db",
    )
    for earlier in folder.glob(f"{database.stem}-*-{suffix}"):
        if modified_ns == _modified_ns(earlier):
            return earlier
    backup_path = _make_backup(database, folder / f"{database.stem}-{timestamp(now)}-{suffix}", now)
    if modified_ns:
        os.utime(backup_path, ns=(modified_ns, modified_ns))
    return backup_path


def _modified_ns(database: Path) -> int | None:
    """Return when a database was last modified, in nanoseconds, or None if its write-ahead log is not empty."""
    wal = path_beside(database, "-wal")
    return None if wal.exists() and wal.stat().st_size else database.stat().st_mtime_ns
