"""A poll in an archived thread is closed, cancelled and brought back there. Only a locked thread is unreachable."""

from pathlib import Path

import pytest

from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import (
    DAY,
    HARMONY,
    HOPE,
    QUESTION,
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
from tests.integration.polls.test_live_counts import edit_count
from tests.soak_cases import soak_after

UNREACHABLE_REASON = "SELECT unreachable_reason FROM poll"
STATE_AND_REASON = "SELECT state, unreachable_reason FROM poll"


def host_in_thread(club: Club) -> SimulatedUser:
    """Return the host, in the thread."""
    return club.sam.in_channel(club.thread)


async def start_and_archive(club: Club, *, locked: bool = False) -> VisibleMessage:
    """Start a poll in the thread, cast one vote, archive the thread, and return the poll's message."""
    poll = await start_poll(host_in_thread(club))
    await add_member(club, 1, club.thread).click(poll, HARMONY)
    await club.discord.wait_until(lambda: "1 vote ·" in poll.text)
    await club.discord.run(club.discord.events.archive_thread(club.thread, locked=locked))
    return poll


async def end_poll(club: Club, bot: BotWithClock, *, by_clock: bool) -> None:
    """Let the poll's time run out, or end it as its host from another channel."""
    if by_clock:
        bot.advance(DAY)
    else:
        await club.sam.slash("poll end", poll=QUESTION)


@pytest.mark.parametrize("by_clock", [True, False], ids=["by the clock", "by hand"])
async def test_the_result_reopens_the_thread_and_then_the_card_closes(
    club: Club, database_file: Path, *, by_clock: bool
) -> None:
    """The result is posted, the card loses its vote buttons, and `/poll list` links to the card."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_and_archive(club)
        await end_poll(club, bot, by_clock=by_clock)
        assert "🏆 Harmony (2010)" in (await wait_for_result(club, club.thread)).text
        assert HOPE not in poll.buttons
        assert query_rows(database_file, UNREACHABLE_REASON) == [(None,)]
        poll_list = (await club.sam.slash("poll list")).message.text
        assert f"/{club.thread.id}/{poll.message.id})" in poll_list
        assert "archived" not in poll_list


@pytest.mark.parametrize("by_clock", [True, False], ids=["by the clock", "by hand"])
@pytest.mark.parametrize("times", soak_after(1, [1, 3]))
async def test_a_result_that_is_answered_with_503_still_arrives(
    club: Club, database_file: Path, times: int, *, by_clock: bool
) -> None:
    """Edits that the archived thread refuses in the meantime do not make the bot give up the poll."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_and_archive(club)
        club.discord.faults.add("POST", f"/channels/{club.thread.id}/messages", Fault.status(503), times=times)
        await end_poll(club, bot, by_clock=by_clock)
        await bot.advance_until(lambda: has_result_link(club.thread), step=15)
        assert "🏆 Harmony (2010)" in (await wait_for_result(club, club.thread)).text
        assert HOPE not in poll.buttons
        assert (len(results(club.thread)), query_rows(database_file, UNREACHABLE_REASON)) == (1, [(None,)])


async def test_live_counts_wait_for_the_thread(club: Club, database_file: Path) -> None:
    """Votes in an archived thread count but do not reopen it. Once someone does, the message shows all votes."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_and_archive(club)
        before = edit_count(club, poll)
        for number in range(2, 12):
            await add_member(club, number, club.thread).click(poll, HARMONY)
            await bot.wait_until_idle()
            bot.advance(900)
        await club.discord.wait_until(lambda: edit_count(club, poll) > before)
        await bot.wait_until_idle()
        assert query_rows(database_file, STATE_AND_REASON) == [("open", None)]
        assert (len(public_messages(club.thread)), club.thread.is_archived) == (1, True)
        club.thread.is_archived = False
        await bot.advance_until(lambda: "11 votes" in poll.text, step=700)


async def test_cancelling_reopens_the_thread_and_bringing_back_restores_the_card(
    club: Club, database_file: Path
) -> None:
    """A notice says that the poll was cancelled. Once brought back, the poll has its buttons and votes again."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_and_archive(club)
        cancelled = (await club.sam.slash("poll cancel", poll=QUESTION)).message
        await club.discord.wait_until(lambda: poll.buttons == [])
        (_, notice) = public_messages(club.thread)
        assert "was cancelled" in notice.text
        bot.advance(60)
        await club.discord.run(club.discord.events.archive_thread(club.thread))
        await club.sam.click(cancelled, "Bring it back")
        await club.discord.wait_until(lambda: HOPE in poll.buttons)
        assert "1 vote ·" in poll.text
        assert "open again" in public_messages(club.thread)[-1].text
        assert (len(public_messages(club.thread)), query_rows(database_file, STATE_AND_REASON)) == (3, [("open", None)])


async def test_a_poll_can_be_brought_back_in_an_archived_thread(club: Club, database_file: Path) -> None:
    """Even if the notice of the cancellation could not be posted, the card gets its buttons back."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_and_archive(club)
        club.discord.faults.add("POST", f"/channels/{club.thread.id}/messages", Fault.status(503), times=2)
        cancelled = (await club.sam.slash("poll cancel", poll=QUESTION)).message
        await bot.advance_until(lambda: poll.buttons == [], step=10)
        await club.sam.click(cancelled, "Bring it back")
        await club.discord.wait_until(lambda: HOPE in poll.buttons)
        assert query_rows(database_file, STATE_AND_REASON) == [("open", None)]


@pytest.mark.parametrize("command", ["poll end", "poll cancel"])
async def test_a_poll_in_a_locked_thread_is_unreachable(club: Club, database_file: Path, command: str) -> None:
    """`/poll list` says why nothing was posted, and the bot does not try again."""
    async with bot_with_clock(club, database_file) as bot:
        await start_and_archive(club, locked=True)
        await club.sam.slash(command, poll=QUESTION)
        await eventually(lambda: query_rows(database_file, UNREACHABLE_REASON) == [("archived",)])
        assert "Its thread is archived or locked" in (await club.sam.slash("poll list")).message.text
        posts = len(club.discord.log.matching("POST", f"/channels/{club.thread.id}/messages"))
        for _ in range(5):
            bot.advance(DAY)
            await bot.wait_until_idle()
        assert len(club.discord.log.matching("POST", f"/channels/{club.thread.id}/messages")) == posts
        assert not results(club.thread)


async def test_a_thread_that_is_locked_for_a_while_loses_no_open_poll(club: Club, database_file: Path) -> None:
    """The poll stays open, and its counts are shown once the thread is unlocked."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(host_in_thread(club))
        club.thread.is_locked = True
        before = edit_count(club, poll)
        await add_member(club, 1, club.thread).click(poll, HARMONY)
        bot.advance(10)
        await club.discord.wait_until(lambda: edit_count(club, poll) > before)
        await bot.wait_until_idle()
        assert query_rows(database_file, STATE_AND_REASON) == [("open", None)]
        club.thread.is_locked = False
        await bot.advance_until(lambda: "1 vote ·" in poll.text, step=60 * 60)
