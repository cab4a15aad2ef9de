"""Even if the database is stuck, everything is acknowledged within two seconds and answered truthfully."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot import app
from bot.core.feature import Feature
from bot.core.interactions.context import Context
from bot.core.storage.sqlite.connection import Connection
from bot.core.text import theme
from bot.transport.client import NunmulClient
from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.club import Club
from tests.discord_server.server import WAIT_SECONDS
from tests.sql import sqlite_engine
from tests.stopwatch import Stopwatch

STUCK_SECONDS = 4.0
"""Seconds for which the database hangs, longer than any answer may take. With --soak, it hangs for LONG_SECONDS."""
LONG_SECONDS = 10.0
PROMISED_SECONDS = 2.0

pytestmark = pytest.mark.usefixtures("real_deadline")


def saving_command(client: NunmulClient) -> app_commands.Command:  # type: ignore[type-arg]  # the command may be in any group
    """Return a command that writes to the database, as voting does."""

    @app_commands.command(name="save", description="save")
    @client.core.dispatcher.command("save")
    async def save(context: Context) -> None:
        await client.core.database.set_value("saved", "yes")
        await context.reply_private(discord.Embed(description="saved", colour=theme.BLUE))

    return save


@pytest.fixture
async def bot(club: Club, database_file: Path) -> AsyncIterator[NunmulClient]:
    """Yield our bot with the saving command."""
    async with app.open_client(database_file, extra_features=[Feature("nothing")]) as client:
        client.tree.add_command(saving_command(client))
        async with connected_client(club.discord, client):
            yield client


@pytest.fixture
def seconds(is_soak: bool) -> float:
    return LONG_SECONDS if is_soak else STUCK_SECONDS


def block_thread(connection: Connection, seconds: float) -> "asyncio.Future[None]":
    """Block a connection's thread, as a hanging disk would, and return a future that is done when the hang ends."""
    hang = connection.raw._execute(time.sleep, seconds)  # type: ignore[no-untyped-call]  # noqa: SLF001  # hang inside the driver
    sleeping: asyncio.Future[None] = asyncio.ensure_future(hang)
    return sleeping


@contextmanager
def write_lock(database: Path) -> Iterator[sqlite3.Connection]:
    """Hold the write lock with a second connection, as another process would."""
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


async def test_a_card_is_acknowledged_in_time_while_the_database_thread_hangs(
    club: Club, bot: NunmulClient, seconds: float
) -> None:
    """The command is acknowledged in time, and the card follows privately. After the hang, cards are public again."""
    hanging, watch = block_thread(sqlite_engine(bot.core.database).reader, seconds), Stopwatch()
    answer = await club.sam.without_waiting.slash("film show", title="Hope")
    assert ((await answer.wait_until_acknowledged()).acknowledged_after or 9) - watch.starved < PROMISED_SECONDS
    await club.discord.wait_until(lambda: bool(club.sam.visible_messages()), seconds=seconds + WAIT_SECONDS)
    (seen,) = club.sam.visible_messages()
    assert seen.card.title == "Hope (2013)"
    assert "only you can see this" in seen.content
    await hanging
    assert not (await club.sam.slash("film show", title="Hope")).message.is_ephemeral


async def test_a_late_card_is_text_where_cards_cannot_be_shown(club: Club, bot: NunmulClient, seconds: float) -> None:
    """Without Embed Links, Discord would drop the embed and leave an empty message."""
    await club.discord.run(club.discord.events.deny_permissions(club.channel, "embed_links"))
    hanging = block_thread(sqlite_engine(bot.core.database).reader, seconds)
    await club.sam.without_waiting.slash("film show", title="Hope")
    await club.discord.wait_until(lambda: bool(club.sam.visible_messages()), seconds=seconds + WAIT_SECONDS)
    (seen,) = club.sam.visible_messages()
    assert "**Hope (2013)**" in seen.content
    assert "only you can see this" in seen.content
    await hanging


async def test_autocomplete_answers_with_nothing_rather_than_too_late(
    club: Club, bot: NunmulClient, seconds: float
) -> None:
    """Someone who types while the database hangs is answered in time, without suggestions."""
    hanging = block_thread(sqlite_engine(bot.core.database).reader, seconds)
    watch = Stopwatch()
    assert await club.sam.autocomplete("film show", "title", "hope") == []
    assert watch.seconds < PROMISED_SECONDS
    await hanging


async def test_what_is_saved_late_is_reported_as_saved(club: Club, bot: NunmulClient, seconds: float) -> None:
    """The command is acknowledged in time, and the answer follows once the change is saved."""
    hanging = block_thread(sqlite_engine(bot.core.database).writer, seconds)
    watch = Stopwatch()
    answer = await club.sam.without_waiting.slash("save")
    assert ((await answer.wait_until_acknowledged()).acknowledged_after or 9) - watch.starved < PROMISED_SECONDS
    await club.discord.wait_until(lambda: bool(club.sam.visible_messages()), seconds=seconds + WAIT_SECONDS)
    assert [seen.card.description for seen in club.sam.visible_messages()] == ["saved"]
    assert await bot.core.database.get_value("saved") == "yes"
    await hanging


async def test_what_cannot_be_saved_is_reported_as_unsaved(club: Club, bot: NunmulClient, database_file: Path) -> None:
    """While another process holds the write lock, the person is told that nothing was saved. Films are still shown."""
    with write_lock(database_file):
        watch = Stopwatch()
        answer = await club.sam.slash("save")
        assert ((await answer.wait_until_acknowledged()).acknowledged_after or 9) - watch.starved < PROMISED_SECONDS
        await club.discord.wait_until(lambda: bool(club.sam.visible_messages()))
        assert "couldn't save that just now" in club.sam.visible_messages()[-1].text
        assert not (await club.sam.slash("film show", title="Hope")).message.is_ephemeral
    assert await bot.core.database.get_value("saved") is None
    assert (await club.sam.slash("save")).message.card.description == "saved"
