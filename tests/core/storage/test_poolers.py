"""The bot works behind a connection pooler, where each transaction can get another session."""

import asyncio
from dataclasses import replace
from typing import Any

import psycopg

from bot.core.storage.database import Database
from bot.core.storage.location import PostgresUrl
from bot.core.storage.postgres.engine import connect, is_pooled
from bot.core.storage.postgres.inspection import is_in_use
from bot.core.storage.sql import Lock

LOCK: Lock = ("covers", 0)
HOLDERS = """
    SELECT state FROM pg_stat_activity JOIN pg_locks USING (pid)
    WHERE locktype = 'advisory' AND datname = current_database()
"""
NAMES = """
    SELECT DISTINCT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def query(url: PostgresUrl, sql: str) -> list[Any]:
    with psycopg.connect(url.url, autocommit=True) as connection:
        return [row[0] for row in connection.execute(sql.encode())]


async def test_a_turn_lasts_no_longer_than_its_transaction(postgres_url: PostgresUrl) -> None:
    """The transaction holds the lock, because a pooler keeps a session and its locks when we close our connection."""
    first, second = await Database.open(postgres_url), await Database.open(postgres_url)
    try:
        async with first.process_lock(LOCK) as is_ours, second.process_lock(LOCK, waits=False) as is_theirs:
            assert (is_ours, is_theirs) == (True, False)
            assert query(postgres_url, HOLDERS) == ["idle in transaction"]
        async with second.process_lock(LOCK) as is_theirs:
            assert is_theirs
    finally:
        await first.close()
        await second.close()


async def test_only_direct_connections_show_that_a_bot_runs(postgres_url: PostgresUrl) -> None:
    """A listening connection shows that a bot runs. Pooled connections do not, because a pooler keeps them open."""
    behind = replace(postgres_url, direct=postgres_url.url)
    bot, operator = await Database.open(behind), await Database.open(replace(behind, application="operator"))
    changes: asyncio.Queue[object] = asyncio.Queue()
    listening = asyncio.create_task(bot.watch(changes.put))
    try:
        await changes.get()
        assert {"nunmul", "nunmul pooled"} <= {*query(postgres_url, NAMES)}
        assert await is_in_use(operator)
        listening.cancel()
        await asyncio.wait([listening])
        assert not await is_in_use(operator)
    finally:
        await bot.close()
        await operator.close()


async def test_the_server_itself_is_not_taken_for_a_pooler(postgres_url: PostgresUrl) -> None:
    """`is_pooled` is false for a direct connection, which is told the process id of its own session."""
    async with await connect(postgres_url) as raw:
        assert not await is_pooled(raw)
