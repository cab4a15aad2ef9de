"""Replaces the database with a backup, while the bot is stopped."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path

from bot.core.clock import Clock
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.core.storage.sqlite import process_lock
from bot.ops.files import (
    SIDECAR_SUFFIXES,
    copy_owner,
    fsync,
    link_or_copy,
    ops_error,
    path_beside,
    require_file,
    temporary_copy,
    timestamp,
    translate_errors,
)


def restore(source: Path, database: Path, clock: Clock) -> Path | None:
    """Replace `database` with a checked copy of `source`; return the path of the old file, or None if there was none.

    Raise StartupError, leaving the old database in place, if the bot is running or `source` is unusable. After a crash,
    either the old or the new database is in place.
    """
    with translate_errors(f"{source} could not be restored"):
        database = _resolve_target(source, database)
    with (
        _hold_database(database),
        translate_errors(f"{source} could not be restored"),
        temporary_copy(database) as temporary,
    ):
        _copy_and_check(source, temporary)
        _checkpoint_log(database)
        return _swap(database, temporary, timestamp(clock()))


def _resolve_target(source: Path, database: Path) -> Path:
    """Return the database's real path; raise StartupError if `source` is not a file or is the database itself."""
    require_file(source, "backup", "name a file made by python -m bot backup")
    if database.exists() and source.samefile(database):
        raise ops_error(f"{source} is the database itself: name a file made by python -m bot backup.")
    return database.resolve()


@contextmanager
def _hold_database(database: Path) -> Iterator[None]:
    try:
        with process_lock.hold(database, create=False):
            yield
    except StartupError as error:
        if error.exit_code == ExitCode.OPS_REFUSED:  # raised by the caller's block, with a complete message
            raise
        raise ops_error(f"{error} Nothing was restored.") from error


def _copy_and_check(source: Path, temporary: Path) -> None:
    sqlite_backup.copy(source, temporary)
    summary = sqlite_backup.check(temporary)
    if summary.version > sqlite_backup.latest_version():
        schemas = f"its schema is {summary.version}, ours is {sqlite_backup.latest_version()}"
        raise ops_error(f"{source} is newer than this Nunmul ({schemas}): update Nunmul first. Nothing was changed.")
    if summary.unknown_objects:
        raise ops_error(
            f"{source} contains {summary.unknown_objects[0]}, which Nunmul did not create: someone changed the file. "
            "Restore another backup, or drop it with a database shell. Nothing was changed."
        )
    fsync(temporary)


def _checkpoint_log(database: Path) -> None:
    """Merge the old file's write-ahead log, which would corrupt the new file, into the old file."""
    try:
        sqlite_backup.checkpoint(database)
    except sqlite_backup.UnusableDatabase:
        return  # missing or damaged, and about to be replaced anyway
    if path_beside(database, "-wal").exists():
        raise ops_error(f"Another program has {database} open (Litestream, a database shell): stop it, then restore.")


def _swap(database: Path, temporary: Path, timestamp_text: str) -> Path | None:
    """Give the old file a second name, then replace it with the new file, so that one of them is always in place."""
    old_database = _unused_path(path_beside(database, f".before-restore-{timestamp_text}"))
    existed = database.exists()
    copy_owner(temporary, database if existed else database.parent)
    temporary.chmod(process_lock.PRIVATE)
    if existed:
        link_or_copy(database, old_database)
    _move_sidecars(database, old_database)
    try:
        temporary.replace(database)
    except OSError:
        _move_sidecars(old_database, database)
        old_database.unlink(missing_ok=True)
        raise
    fsync(database.parent)
    return old_database if existed else None


def _unused_path(name: Path) -> Path:
    """Return `name`, with a number appended if an attempt in the same second already used it."""
    names = chain((name,), (path_beside(name, f"-{number}") for number in count(2)))
    return next(path for path in names if not path.exists())


def _move_sidecars(database: Path, target: Path) -> None:
    for suffix in SIDECAR_SUFFIXES:
        with suppress(FileNotFoundError):
            path_beside(database, suffix).replace(path_beside(target, suffix))
