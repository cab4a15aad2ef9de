"""Pending deliveries are kept in the database, need few statements and survive a restart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.polls.rules.retry_policy import RetryPolicy
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.integration.polls.poll_helpers import (
    DAY,
    HARMONY,
    QUESTION,
    BotWithClock,
    add_member,
    bot_with_clock,
    eventually,
    query_rows,
    results,
    start_poll,
    wait_for_result,
)
from tests.sql import sqlite_engine

TALLY = "FROM ballot_choice WHERE poll_id ="
RESULT_ATTEMPTS = "SELECT attempts FROM poll_delivery WHERE kind = 'result'"
HOUR = 60 * 60


@asynccontextmanager
async def record_statements(bot: BotWithClock) -> AsyncIterator[list[str]]:
    """Record every statement that the bot runs in its database."""
    statements: list[str] = []
    database = bot.client.core.database
    for connection in (sqlite_engine(database).reader, sqlite_engine(database).writer):
        await connection.raw.set_trace_callback(statements.append)
    yield statements


@pytest.mark.parametrize("by_clock", [True, False], ids=["by the clock", "by hand"])
async def test_a_close_counts_the_ballots_once(club: Club, database_file: Path, *, by_clock: bool) -> None:
    """The winner, the result and the poll's message all come from the same count."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HARMONY)
        await club.discord.wait_until(lambda: "1 vote ·" in poll.text)
        await bot.wait_until_idle()
        async with record_statements(bot) as statements:
            if by_clock:
                bot.advance(DAY)
            else:
                await club.sam.slash("poll end", poll="1")
            await wait_for_result(club)
            await bot.wait_until_idle()
        assert sum(TALLY in statement for statement in statements) == 1


async def test_the_outbox_is_not_polled_for_an_unavailable_server(club: Club, database_file: Path) -> None:
    """While the server is unavailable, no job looks at the outbox. The result is posted once the server is back."""
    async with bot_with_clock(club, database_file) as bot:
        await start_poll(club.sam)
        await club.discord.run(club.discord.events.start_outage(club.home_guild))
        await eventually(lambda: bot.client.get_guild(club.home_guild.id).unavailable)  # type: ignore[union-attr]  # the guild is still cached
        bot.advance(DAY)
        await eventually(lambda: query_rows(database_file, "SELECT state FROM poll") == [("closed",)])
        await asyncio.sleep(RetryPolicy().result_grace_seconds + 1)  # the poll's message waits that long for the result
        await bot.wait_until_idle()
        # On a busy machine, the job's last look at the outbox can fall within the first of these two checks.
        assert await is_quiet(bot) or await is_quiet(bot)
        await club.discord.run(club.discord.events.end_outage(club.home_guild))
        await wait_for_result(club)


async def test_attempts_are_counted_across_a_restart(club: Club, database_file: Path) -> None:
    """A channel that refuses is tried again after each restart, and finally given up."""
    path, clock = f"/channels/{club.channel.id}/messages", None
    async with bot_with_clock(club, database_file) as bot:
        await start_poll(club.sam)
        clock = bot.clock
        club.discord.faults.add_permanent("POST", path, Fault.api_error(200000, 400))
        await club.sam.slash("poll end", poll=QUESTION)
        await eventually(lambda: query_rows(database_file, RESULT_ATTEMPTS) == [(1,)])
        await bot.wait_until_idle()
    for attempts in range(2, 8):
        clock.offset += 7 * HOUR
        async with bot_with_clock(club, database_file, clock) as bot:
            await eventually(lambda count=attempts: query_rows(database_file, RESULT_ATTEMPTS) == [(count,)])  # type: ignore[misc]
            await bot.wait_until_idle()
    assert query_rows(database_file, "SELECT unreachable_reason FROM poll") == [("forbidden",)]
    assert not results(club.channel)


async def is_quiet(bot: BotWithClock) -> bool:
    """Return whether no statement touches the outbox for two and a half seconds."""
    async with record_statements(bot) as statements:
        await asyncio.sleep(2.5)
        return not any("poll_delivery" in statement for statement in statements)
