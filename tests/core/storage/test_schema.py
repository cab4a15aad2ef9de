"""The schema script creates the same database as all migrations together."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS, schema_script
from tests.sql import select

TITLE = "-- The schema after all migrations. A test holds this file: copy what it prints after a new migration.\n\n"
SCHEMA = """SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
ORDER BY tbl_name, type != 'table', name"""


def dump(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {line for line in connection.iterdump() if "sqlite_sequence" not in line}


async def test_the_script_has_every_table_index_and_trigger(tmp_path: Path) -> None:
    """The schema script equals the schema that the migrations create."""
    database = await Database.open(tmp_path / "migrated.db", copytree(SQLITE_MIGRATIONS, tmp_path / "migrations"))
    schema = TITLE + ";\n\n".join(sql for (sql,) in await select(database, SCHEMA)) + ";\n"
    await database.close()
    assert schema_script(SQLITE_MIGRATIONS).read_text(encoding="utf-8") == schema, schema


async def test_a_new_database_equals_a_migrated_one(tmp_path: Path) -> None:
    """The tables, the rows and the recorded migrations are the same."""
    await (await Database.open(tmp_path / "migrated.db", copytree(SQLITE_MIGRATIONS, tmp_path / "migrations"))).close()
    await (await Database.open(tmp_path / "new.db")).close()
    assert dump(tmp_path / "new.db") == dump(tmp_path / "migrated.db")
