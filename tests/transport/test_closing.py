"""Closing a client stops the hooks of its features, such as those that run when it is ready."""

import asyncio
import logging
from collections.abc import Collection
from pathlib import Path

import pytest

from bot import app
from bot.core.feature import Feature
from tests.sql import select


async def test_hooks_end_before_the_database_is_closed(database_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Closing the client cancels a running hook. No hook begins afterwards, and no warning is logged."""
    runs, has_begun = list[str](), asyncio.Event()

    async def read_for_ever(_: Collection[int]) -> None:
        runs.append("begun")
        has_begun.set()
        try:
            while True:
                await select(client.core.database, "SELECT 1")
                await asyncio.sleep(0)
        finally:
            runs.append("ended")

    reading = Feature("reading", on_ready=read_for_ever)
    async with app.open_client(database_file, extra_features=[reading]) as client, client:
        event = asyncio.create_task(client.on_ready())
        await has_begun.wait()
        await client.close()
        assert runs == ["begun", "ended"]
        await client.on_ready()
    await event
    assert runs == ["begun", "ended"]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
