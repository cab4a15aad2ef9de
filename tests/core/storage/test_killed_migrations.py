"""An older database with rows in every table is migrated completely, wherever an earlier attempt was killed."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS, numbered_scripts
from tests.core.storage.test_column_names import ROWS as SETTINGS
from tests.films.test_film_columns import ROWS as FILMS
from tests.old_database import kill_migration, make_database_before, statements
from tests.polls.test_delivery_migration import ROWS as POLLS

RELEASED = 11
"""The last migration of the released version whose database is migrated here."""
INSERT_UNDATED_ROWS = "INSERT INTO catalogue VALUES (1, 'x'); INSERT INTO memo VALUES ('x', 'y');"
NEWEST = max(numbered_scripts(SQLITE_MIGRATIONS))
OLDER = range(RELEASED + 1, NEWEST)
"""Migrations that no longer change, so they are killed only with --soak."""
STEP = 50
"""The migration is killed after every fiftieth statement, or after each one with --soak."""


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def empty_tables(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return [name for name in names if not connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]]


@pytest.mark.parametrize("number", [*(pytest.param(number, marks=pytest.mark.soak) for number in OLDER), NEWEST])
async def test_a_killed_migration_runs_in_full_at_the_next_start(tmp_path: Path, number: int, *, is_soak: bool) -> None:
    """Whichever statement it was killed after, the database ends up as if it had never been interrupted."""
    released = await make_database_before(
        tmp_path / "released.db", RELEASED + 1, SETTINGS + FILMS + POLLS + INSERT_UNDATED_ROWS
    )
    assert empty_tables(released) == []
    before = await make_database_before(Path(shutil.copy(released, tmp_path / "before.db")), number)
    whole = Path(shutil.copy(before, tmp_path / "whole.db"))
    await (await Database.open(whole)).close()
    for done in range(1, len(statements(number)) + 1, 1 if is_soak else STEP):
        killed = Path(shutil.copy(before, tmp_path / f"killed-{done}.db"))
        kill_migration(killed, number, done)
        assert dump(killed) == dump(before)
        await (await Database.open(killed)).close()
        assert dump(killed) == dump(whole)
