"""A result that was refused for a while, or is hard to find again, is still posted exactly once."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.jobs import FAILURE_DELAY
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault, HttpReply
from tests.discord_server.rest.message_store import create_message
from tests.integration.polls.poll_helpers import (
    DAY,
    HARMONY,
    BotWithClock,
    add_member,
    bot_with_clock,
    eventually,
    has_result_link,
    public_messages,
    query_rows,
    results,
    start_poll,
    wait_for_result,
)
from tests.soak_cases import soak_after

RESULT_TITLE = "🏆 Harmony (2010)"
HOUR = 60 * 60
MARK_UNANNOUNCED = "UPDATE poll SET announced_at = NULL"
MARK_UNKNOWN = "UPDATE poll_delivery SET state = 'sending', message_id = NULL, first_sent_at = 1 WHERE kind = 'result'"
RESULT = "SELECT message_id FROM poll_delivery WHERE kind = 'result' AND state = 'posted'"


async def let_a_poll_run_out(club: Club, bot: BotWithClock) -> None:
    """Start a poll, cast one vote in it, and let its time run out."""
    poll = await start_poll(club.sam)
    await add_member(club, 1).click(poll, HARMONY)
    bot.advance(DAY)


async def wait_for_late_result(club: Club, bot: BotWithClock, seconds: int) -> None:
    """Let time pass in steps of `seconds`, and check that one result is posted."""
    await bot.advance_until(lambda: has_result_link(club.channel), step=seconds)
    assert RESULT_TITLE in (await wait_for_result(club)).text


@pytest.mark.parametrize(
    "fault",
    soak_after(
        2,
        [
            Fault(HttpReply(403, "<html>blocked</html>")),
            Fault.api_error(40333, 403),
            Fault.api_error(0, 404),
            Fault.api_error(50035),
        ],
    ),
    ids=["403 by a proxy", "40333", "a bare 404", "50035"],
)
async def test_one_odd_refusal_loses_no_result(club: Club, database_file: Path, fault: Fault) -> None:
    """After a single refusal that is not about the channel itself, the result is posted."""
    async with bot_with_clock(club, database_file) as bot:
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", Fault())
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", fault)
        await let_a_poll_run_out(club, bot)
        await wait_for_late_result(club, bot, 61)


async def test_a_channel_that_always_refuses_is_finally_given_up(club: Club, database_file: Path) -> None:
    """Retries become rare and then stop. `/poll list` says why."""
    async with bot_with_clock(club, database_file) as bot:
        path = f"/channels/{club.channel.id}/messages"
        club.discord.faults.add("POST", path, Fault())
        club.discord.faults.add_permanent("POST", path, Fault.api_error(200000, 400))
        await let_a_poll_run_out(club, bot)
        await bot.advance_until(
            lambda: query_rows(database_file, "SELECT unreachable_reason FROM poll") == [("forbidden",)], step=7 * HOUR
        )
        for _ in range(10):
            bot.advance(7 * HOUR)
            await bot.wait_until_idle()
        assert 3 < len(club.discord.log.matching("POST", path)) < 10
        assert "I'm missing a permission there" in (await club.sam.slash("poll list")).message.text


async def test_a_long_rate_limit_without_history_loses_no_result(club: Club, database_file: Path) -> None:
    """A result that was certainly refused is posted later, without searching the channel for it first."""
    async with bot_with_clock(club, database_file) as bot:
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", Fault())
        club.discord.faults.add(
            "POST", f"/channels/{club.channel.id}/messages", Fault.rate_limited(seconds=200), times=3
        )
        await club.discord.run(club.discord.events.deny_permissions(club.channel, "read_message_history"))
        await let_a_poll_run_out(club, bot)
        await wait_for_late_result(club, bot, 201)


async def test_the_list_says_if_it_is_unknown_whether_a_result_was_posted(club: Club, database_file: Path) -> None:
    """If the bot cannot read the channel after an unanswered attempt, it posts nothing again and tells the host."""
    async with bot_with_clock(club, database_file) as bot:
        await let_a_poll_run_out(club, bot)
        await wait_for_result(club)
    await eventually(lambda: bool(query_rows(database_file, RESULT)))
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute(MARK_UNANNOUNCED)
        connection.execute(MARK_UNKNOWN)
    club.channel.denied_permissions[club.discord.world.bot.id] = {"read_message_history"}
    async with bot_with_clock(club, database_file, bot.clock):
        await eventually(lambda: query_rows(database_file, "SELECT announced_at > 0 FROM poll") == [(1,)])
        assert "I can't tell whether its result was posted" in (await club.sam.slash("poll list")).message.text
    assert len(results(club.channel)) == 1


async def test_a_result_is_found_again_below_more_than_a_hundred_messages(club: Club, database_file: Path) -> None:
    """Neither later messages nor someone else's similar button mislead the bot."""
    async with bot_with_clock(club, database_file) as bot:
        await let_a_poll_run_out(club, bot)
        mine = await wait_for_result(club)
    world, others = club.discord.world, club.discord.world.create_user("another bot")
    forged = create_message(world, club.channel, mine.message.body)
    forged.author, mine.message.nonce = others, None
    for number in range(150):
        create_message(world, club.channel, {"content": str(number)}).author = others
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute(MARK_UNANNOUNCED)
        connection.execute(MARK_UNKNOWN)
    async with bot_with_clock(club, database_file, bot.clock):
        await eventually(lambda: query_rows(database_file, RESULT) == [(mine.message.id,)])
    assert len([message for message in public_messages(club.channel) if message.message.author is None]) == 2


async def test_a_briefly_locked_database_causes_little_delay(club: Club, database_file: Path) -> None:
    """A due poll waits only until another program has finished its write, not half a minute."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HARMONY)
        with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            bot.advance(DAY)
            await asyncio.sleep(2.5)
            other.execute("ROLLBACK")
        began = time.monotonic()
        await wait_for_result(club)
        assert time.monotonic() - began < FAILURE_DELAY / 2
