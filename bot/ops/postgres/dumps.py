"""Backs up and restores a PostgreSQL database with PostgreSQL's own programs."""

import asyncio
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.location import PostgresUrl
from bot.core.storage.postgres.inspection import is_in_use
from bot.core.storage.sqlite.process_lock import PRIVATE
from bot.ops.files import (
    BACKUP_DIR,
    ops_error,
    publish,
    require_file,
    temporary_copy,
    timestamp,
    translate_errors,
)

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""
MAX_REASON = 500
DUMP = ("--format=custom", "--no-owner", "--exclude-table-data=*_cache")
RESTORE = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")


def back_up(url: PostgresUrl, target: Path | None, folder: Path, clock: Clock) -> Path:
    """Write a dump of a database to the new file `target`, by default one in backups/ in `folder`, and return it.

    Caches are left out. If the backup fails, raise StartupError and leave nothing behind.
    """
    target = target or folder / BACKUP_DIR / f"nunmul-{timestamp(clock())}.dump"
    with translate_errors(f"The backup {target} could not be made"):
        if target.exists() or target.is_symlink():
            raise ops_error(f"{target} already exists: name a new file, because a backup never overwrites one.")
        if target.parent == folder / BACKUP_DIR:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not target.parent.is_dir():
            raise ops_error(f"The folder {target.parent} does not exist: create it first, or name a file elsewhere.")
        with temporary_copy(target) as temporary:
            _run("pg_dump", url.unpooled, [*DUMP, f"--file={temporary}"])
            _run("pg_restore", None, ["--list", str(temporary)])
            temporary.chmod(PRIVATE)
            publish(temporary, target)
    return target


def restore(source: Path, url: PostgresUrl) -> None:
    """Replace the content of a database with a dump, in one transaction; raise StartupError if a bot is running."""
    require_file(source, "backup", "name a file made by python -m bot backup")
    _run("pg_restore", None, ["--list", str(source)])
    if asyncio.run(_is_in_use(url)):
        raise ops_error(f"A bot is using {url}: stop every process first. Nothing was restored.")
    _run("pg_restore", url.unpooled, [*RESTORE, str(source)])


async def _is_in_use(url: PostgresUrl) -> bool:
    """Return whether a bot is connected to a database; opening it also creates or migrates its schema."""
    database = await Database.open(replace(url, application="nunmul restore"))
    try:
        return await is_in_use(database)
    finally:
        await database.close()


def _run(name: str, url: PostgresUrl | None, arguments: Sequence[str]) -> None:
    """Run one of PostgreSQL's programs; raise StartupError with its error message if it fails or is not installed."""
    if not (program := _find(name)):
        command = " ".join([name, *(["--dbname=DATABASE_URL"] if url else []), *arguments])
        raise ops_error(
            f"{name} is not installed here: install PostgreSQL's client programs, or run {command} elsewhere."
        )
    with TemporaryDirectory() as folder:
        place = [f"--dbname={_with_password_file(url, Path(folder))}"] if url else []
        command_line = [program, *place, *arguments]
        run = subprocess.run(command_line, capture_output=True, text=True, check=False)  # noqa: S603  # a program of PostgreSQL
    if run.returncode:
        raise ops_error(f"{name} failed: {' '.join(run.stderr.split())[:MAX_REASON]}")


def _find(name: str) -> str | None:
    """Return the path of a program: the newest that Debian installed, or the one in PATH, or None if there is none."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: path.parts[-3].zfill(4))
    return str(versions[-1]) if versions else shutil.which(name)


def _with_password_file(url: PostgresUrl, folder: Path) -> str:
    """Return the address with its password in a file, because everyone on the machine can read a command line."""
    parts = urlsplit(url.url)
    credentials, _, host = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    bare = parts._replace(netloc=f"{user}@{host}" if user else host)
    if not password:
        return urlunsplit(bare)
    file = folder / "password"
    file.touch(PRIVATE)
    escaped = unquote(password).replace("\\", "\\\\").replace(":", "\\:")
    file.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
    return urlunsplit(bare._replace(query="&".join(filter(None, (bare.query, f"passfile={quote(str(file))}")))))
