"""docs/schema.sql shows the schema as it is after all migrations."""

from pathlib import Path

from bot.core.storage.database import Database
from tests.sql import select

PAGE = Path(__file__).parents[3] / "docs" / "schema.sql"
TITLE = "-- The schema after all migrations. A test holds this file: copy what it prints after a new migration.\n\n"
SCHEMA = """SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
ORDER BY tbl_name, type != 'table', name"""


async def test_the_page_has_every_table_index_and_trigger(tmp_path: Path) -> None:
    """The page shows what each table looks like now, without adding up the migrations."""
    database = await Database.open(tmp_path / "fresh.db")
    schema = TITLE + ";\n\n".join(sql for (sql,) in await select(database, SCHEMA)) + ";\n"
    await database.close()
    assert PAGE.read_text(encoding="utf-8") == schema, schema
