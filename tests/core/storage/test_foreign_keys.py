"""Rows that refer to another row, a person or a server are found through an index."""

import pytest

from bot.core.storage.database import Database
from tests.sql import select

pytestmark = pytest.mark.sqlite_only
"""PostgreSQL's schema is the same, as test_postgres_schema.py shows."""
KEYS = """
    SELECT t.name, k.id, group_concat(k."from") FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS k
    WHERE t.schema = 'main' GROUP BY t.name, k.id
"""
FIRST_COLUMNS = """
    SELECT i.name FROM pragma_index_list(:table) AS l JOIN pragma_index_info(l.name) AS i
    LEFT JOIN sqlite_schema AS s ON s.name = l.name
    WHERE i.seqno = 0 AND (NOT l.partial OR s.sql LIKE '% WHERE ' || i.name || ' IS NOT NULL')
    UNION SELECT name FROM pragma_table_info(:table) WHERE pk = 1
"""


async def test_every_foreign_key_starts_an_index(database: Database) -> None:
    """An index finds the rows that refer to a deleted one."""
    unindexed = []
    keys = await select(database, KEYS)
    for table, _, columns in keys:
        firsts = {name for (name,) in await select(database, FIRST_COLUMNS, {"table": table})}
        if firsts.isdisjoint(columns.split(",")):
            unindexed.append((table, columns))
    assert (unindexed, len(keys) > 10) == ([], True)


async def test_ids_of_people_and_servers_start_an_index(database: Database) -> None:
    """In every table except film, the rows of a person or a server are found without a scan."""
    columns = """
        SELECT t.name, c.name FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
        WHERE t.schema = 'main' AND c.name IN ('user_id', 'guild_id', 'host_id') AND t.name <> 'film'
    """
    for table, column in await select(database, columns):
        plan = await select(database, f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column} = 1")
        assert "SEARCH" in plan[0][-1], (table, column)
