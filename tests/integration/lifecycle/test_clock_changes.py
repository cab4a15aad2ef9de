"""If the clock is set forward or back, nothing is late for long, and nothing is done twice."""

from pathlib import Path

import pytest

from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.integration.polls.poll_helpers import (
    DAY,
    HARMONY,
    HOPE,
    add_member,
    bot_with_clock,
    change,
    eventually,
    public_messages,
    query_rows,
    results,
    start_poll,
    wait_for_result,
)
from tests.integration.polls.test_live_counts import shows_counts
from tests.soak_cases import soak_after

HOUR = 60 * 60
RETRY_TIME = "SELECT not_before_at FROM poll_delivery WHERE kind = 'result' AND state = 'sending'"
MESSAGE_IS_CURRENT = "SELECT 1 FROM poll_delivery WHERE kind = 'message' AND shown_revision = revision"


async def test_a_clock_set_past_a_close_is_noticed(club: Club, database_file: Path) -> None:
    """The bot notices the change by itself, and posts the result."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HOPE)
        bot.clock.offset += DAY
        assert "Hope (2013)" in (await wait_for_result(club)).text


@pytest.mark.parametrize("ahead", [2 * DAY, 25 * HOUR])
async def test_a_result_is_not_delayed_by_a_clock_that_was_ahead(club: Club, database_file: Path, ahead: int) -> None:
    """The post fails while the clock is ahead. Soon after the clock is right again, the result is posted once."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HOPE)
        club.discord.faults.add_permanent("POST", "/channels/*/messages", Fault.status(503))
        bot.clock.offset += ahead
        await eventually(lambda: bool(query_rows(database_file, RETRY_TIME)))
        bot.clock.offset -= ahead
        club.discord.faults.clear()
        await wait_for_result(club, seconds=40)
        assert len(results(club.channel)) == 1


@pytest.mark.parametrize("ahead", soak_after(1, [10 * 60, 2 * HOUR, 23 * HOUR]))
async def test_counts_do_not_stay_outdated(club: Club, database_file: Path, ahead: int) -> None:
    """A message that was edited while the clock was ahead is edited again at the next vote."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        bot.clock.offset += ahead
        await add_member(club, 1).click(poll, HOPE)
        await club.discord.wait_until(lambda: shows_counts(poll, 1, 0))
        bot.clock.offset -= ahead
        await add_member(club, 2).click(poll, HARMONY)
        await club.discord.wait_until(lambda: shows_counts(poll, 1, 1))


@pytest.mark.parametrize("ahead", soak_after(1, [MAX_DEFERRAL_SECONDS + 60, DAY, 30 * DAY]))
async def test_delays_caused_by_a_wrong_clock_do_not_survive_a_restart(
    club: Club, database_file: Path, ahead: int
) -> None:
    """A delivery that is postponed for longer than the bot ever postpones one counts as due."""
    async with in_process_bot(club.discord, database_file):
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HOPE)
        await club.discord.wait_until(lambda: shows_counts(poll, 1, 0))
    await change(
        database_file, f"UPDATE poll_delivery SET not_before_at = unixepoch() + {ahead}, revision = revision + 1"
    )
    async with in_process_bot(club.discord, database_file):
        await eventually(lambda: bool(query_rows(database_file, MESSAGE_IS_CURRENT)))
    await change(database_file, "UPDATE poll SET state = 'closed', close_reason = 'host', closed_at = unixepoch()")
    result = f"SELECT id, 'result', unixepoch() + {ahead} FROM poll"
    await change(database_file, f"INSERT INTO poll_delivery (poll_id, kind, not_before_at) {result}")
    async with in_process_bot(club.discord, database_file):
        await wait_for_result(club)
    assert len(public_messages(club.channel)) == 2
