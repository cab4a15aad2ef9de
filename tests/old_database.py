"""Databases from before a migration, and migrations that are killed."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from shutil import copytree

from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS, numbered_scripts


async def make_database_before(file: Path, number: int, rows: str = "") -> Path:
    """Make a database as it is before a migration, or migrate an older one that far. Add rows, and return the file."""
    folder = Path(copytree(SQLITE_MIGRATIONS, file.parent / f"{file.stem}-{number}"))
    for later, script in numbered_scripts(folder).items():
        if later >= number:
            script.unlink()
    await (await Database.open(file, folder)).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(rows)
    return file


def statements(number: int) -> Sequence[str]:
    """Return the statements of a migration."""
    found = [""]
    for line in numbered_scripts(SQLITE_MIGRATIONS)[number].read_text(encoding="utf-8").splitlines(keepends=True):
        found[-1] += line
        if sqlite3.complete_statement(found[-1]):
            found.append("")
    return found[:-1]


def kill_migration(file: Path, number: int, done: int) -> None:
    """Run the first `done` statements of a migration, and stop without a commit, as a killed process does."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements(number)[:done]:
            connection.execute(statement)
