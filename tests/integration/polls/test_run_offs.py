"""A run-off is posted exactly once after the result, whatever Discord answers and whenever the process ends."""

from pathlib import Path

import pytest

from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.users.responses import VisibleMessage
from tests.integration.polls.poll_helpers import (
    DAY,
    HARMONY,
    HOPE,
    BotWithClock,
    add_member,
    bot_with_clock,
    eventually,
    public_messages,
    query_rows,
    start_poll,
)
from tests.soak_cases import soak_after

RUN_OFF = "Run-off: What shall we watch?"
STATE = "SELECT state FROM poll WHERE tied_poll_id = 1"


async def start_tied_poll(club: Club, bot: BotWithClock) -> None:
    """Start a poll whose ties go to a run-off, cast one vote for each of two films, and let its time run out."""
    poll = await start_poll(club.sam, ticked=["Ties: run-off poll"])
    for number, film in enumerate((HOPE, HARMONY), start=1):
        await add_member(club, number).click(poll, film)
    bot.advance(DAY)


def run_offs(club: Club) -> list[VisibleMessage]:
    return [message for message in public_messages(club.channel) if message.card.title == RUN_OFF]


@pytest.mark.parametrize(
    "fault",
    soak_after(
        2,
        [
            Fault.status(500, processed=True),
            Fault.connection_reset(processed=True),
            Fault.rate_limited(seconds=2),
            Fault.api_error(50035),
        ],
    ),
    ids=["500 after posting", "a reset after posting", "rate limit", "a refusal"],
)
async def test_a_run_off_is_posted_once_after_a_fault(club: Club, database_file: Path, fault: Fault) -> None:
    """A run-off that Discord refused is posted later. One that was posted despite an error is not posted again."""
    async with bot_with_clock(club, database_file) as bot:
        path = f"/channels/{club.channel.id}/messages"
        for answer in (Fault(), Fault(), fault):  # the poll, its result, the run-off
            club.discord.faults.add("POST", path, answer)
        await start_tied_poll(club, bot)
        await bot.advance_until(lambda: bool(run_offs(club)), step=61)
        await bot.wait_until_idle()
        assert len(run_offs(club)) == 1


async def test_a_restart_between_tie_and_result_posts_one_run_off(club: Club, database_file: Path) -> None:
    """The run-off closes too, its own tie is decided by lot, and there is no third poll."""
    async with bot_with_clock(club, database_file) as bot:
        await start_tied_poll(club, bot)
    for _ in range(2):
        async with bot_with_clock(club, database_file, bot.clock) as again:
            await eventually(lambda: len(run_offs(club)) == 1)
            await again.wait_until_idle()
    assert len(run_offs(club)) == 1
    async with bot_with_clock(club, database_file, bot.clock) as last:
        last.advance(DAY + 60)
        await eventually(lambda: query_rows(database_file, STATE) == [("closed",)])
        await eventually(lambda: "decided by lot" in public_messages(club.channel)[-1].text)
    assert query_rows(database_file, "SELECT count(*) FROM poll") == [(2,)]


async def test_a_run_off_without_a_channel_is_decided_by_lot(club: Club, database_file: Path) -> None:
    """If the channel becomes unusable after the result, the run-off closes and /poll results names a winner."""
    async with bot_with_clock(club, database_file) as bot:
        path = f"/channels/{club.channel.id}/messages"
        for answer in (Fault(), Fault()):
            club.discord.faults.add("POST", path, answer)
        club.discord.faults.add("POST", path, Fault.api_error(50013, 403))
        await start_tied_poll(club, bot)
        await eventually(lambda: query_rows(database_file, STATE) == [("closed",)])
        assert run_offs(club) == []
        assert "🏆" in (await club.sam.slash("poll results", poll="2")).message.text
