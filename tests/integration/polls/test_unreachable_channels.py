"""If a poll's channel is lost, the poll still closes, its result can be read, and no other poll is delayed."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.world import Channel
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

Losing = Callable[[Club, Channel, VisibleMessage], Awaitable[None]]
HOUR = 60 * 60
LOST, OTHER = "The lost one?", "The other one?"
DAYS_IN_A_WEEK = 7
GIVEN_UP = "SELECT question FROM poll WHERE unreachable_reason IS NOT NULL"
STATE_AND_REASONS = "SELECT state, close_reason, unreachable_reason FROM poll"


async def delete_message(club: Club, _: Channel, poll: VisibleMessage) -> None:
    await club.discord.run(club.discord.events.delete_message(poll.message))


async def delete_channel(club: Club, place: Channel, _: VisibleMessage) -> None:
    await club.discord.run(club.discord.events.delete_channel(place))


async def hide_channel(club: Club, place: Channel, _: VisibleMessage) -> None:
    await club.discord.run(club.discord.events.deny_permissions(place, "view_channel"))


async def forbid_writing(club: Club, place: Channel, _: VisibleMessage) -> None:
    await club.discord.run(club.discord.events.deny_permissions(place, "send_messages", "embed_links"))


async def lock_thread(club: Club, place: Channel, _: VisibleMessage) -> None:
    """Archive the thread and refuse posts in it, as Discord does with a locked thread."""
    await club.discord.run(club.discord.events.archive_thread(place))
    club.discord.faults.add_permanent("POST", f"/channels/{place.id}/messages", Fault.api_error(50083))


@pytest.mark.parametrize(
    ("lose", "reason"),
    [
        (delete_message, "Its message was deleted"),
        (delete_channel, "Its channel or thread is gone"),
        (hide_channel, "I'm missing a permission there"),
        (forbid_writing, "I'm missing a permission there"),
        (lock_thread, "Its thread is archived or locked"),
    ],
)
async def test_a_lost_channel_loses_no_vote(club: Club, database_file: Path, lose: Losing, reason: str) -> None:
    """The poll closes with every vote, `/poll list` says why no result was posted, and another poll is on time."""
    place = club.thread if lose is lock_thread else club.discord.world.create_channel(club.home_guild, "lost")
    async with bot_with_clock(club, database_file) as bot:
        lost = await start_poll(club.sam.in_channel(place), LOST)
        await start_poll(club.sam, OTHER)
        await add_member(club, 1, place).click(lost, HARMONY)
        await club.discord.wait_until(lambda: "1 vote ·" in lost.text)
        await add_member(club, 2, place).click(lost, HARMONY)
        await lose(club, place, lost)
        bot.advance(60)
        if lose is delete_message:  # the bot notices only at its next edit
            await bot.advance_until(lambda: (LOST,) in query_rows(database_file, GIVEN_UP))
        bot.advance(DAY)
        await wait_for_result(club)
        await eventually(lambda: (LOST,) in query_rows(database_file, GIVEN_UP))
        assert not results(place)
        reply = (await club.sam.slash("poll results", poll=LOST)).message
        assert "🏆 Harmony (2010)" in reply.text
        assert reason in (await club.sam.slash("poll list")).message.text
        before = club.discord.log.status_counts
        for _ in range(DAYS_IN_A_WEEK):
            bot.advance(DAY)
            await bot.wait_until_idle()
            await add_member(club, 3).slash("poll list")
        assert {status: club.discord.log.status_counts[status] - before[status] for status in (400, 403, 404)} == {
            400: 0,
            403: 0,
            404: 0,
        }
        assert sum(before[status] for status in (400, 403, 404)) <= 4


async def test_voting_continues_where_the_bot_may_not_edit_its_message(club: Club, database_file: Path) -> None:
    """The bot retries its edits less and less often. Once edits are allowed again, the message is right."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await hide_channel(club, club.channel, poll)
        for number in range(20):
            await add_member(club, number).click(poll, HARMONY)
            await bot.wait_until_idle()
            bot.advance(900)
        await bot.wait_until_idle()
        assert 2 < club.discord.log.invalid_request_count < 8
        await club.discord.run(club.discord.events.clear_denied_permissions(club.channel))
        await bot.advance_until(lambda: "▰▰▰▰▰▰▰▰▰▰ 20 votes" in poll.text, step=HOUR)
        assert HOPE in poll.buttons


async def test_an_archived_thread_that_is_not_locked_gets_its_result(club: Club, database_file: Path) -> None:
    """Posting reopens the thread, and then the poll's message can be edited too."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam.in_channel(club.thread))
        await club.discord.run(club.discord.events.archive_thread(club.thread))
        await add_member(club, 1, club.thread).click(poll, HARMONY)
        bot.advance(DAY)
        assert "🏆 Harmony (2010)" in (await wait_for_result(club, club.thread)).text
        assert " won. Closed" in poll.text


async def test_polls_of_a_server_that_removed_the_bot_close(club: Club, database_file: Path) -> None:
    """The polls close at once, without a refused request. If the bot comes back, results can still be read."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HARMONY)
        await club.discord.wait_until(lambda: "1 vote ·" in poll.text)
        await club.discord.run(club.discord.events.remove_bot(club.home_guild))
        await eventually(lambda: query_rows(database_file, STATE_AND_REASONS) == [("closed", "place", "server")])
        bot.advance(DAY)
        await club.discord.run(club.discord.events.invite_bot(club.home_guild))
        reply = (await club.sam.slash("poll results")).message
        assert "🏆 Harmony (2010)" in reply.text
        assert "I wasn't in this server" in (await club.sam.slash("poll list")).message.text
        assert (results(club.channel), club.discord.log.invalid_request_count) == ([], 0)


async def test_a_removal_during_downtime_is_noticed_at_the_start(club: Club, database_file: Path) -> None:
    """The bot closes the poll and makes no request that Discord refuses."""
    async with in_process_bot(club.discord, database_file):
        await start_poll(club.sam)
    await change(database_file, "UPDATE poll SET opened_at = opened_at - 900, closes_at = opened_at - 300")
    del club.home_guild.member_permissions[club.discord.world.bot.id]
    async with in_process_bot(club.discord, database_file):
        await eventually(lambda: query_rows(database_file, STATE_AND_REASONS) == [("closed", "clock", "server")])
    assert club.discord.log.invalid_request_count == 0


async def test_an_outage_only_delays_a_result(club: Club, database_file: Path) -> None:
    """The poll closes during the outage, and its result is posted when the server is back."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HARMONY)
        await club.discord.run(club.discord.events.start_outage(club.home_guild))
        await eventually(lambda: bot.client.get_guild(club.home_guild.id).unavailable)  # type: ignore[union-attr]  # the guild is still cached
        bot.advance(DAY)
        await eventually(lambda: query_rows(database_file, STATE_AND_REASONS) == [("closed", "clock", None)])
        assert not results(club.channel)
        await club.discord.run(club.discord.events.end_outage(club.home_guild))
        assert "🏆 Harmony (2010)" in (await wait_for_result(club)).text


@pytest.mark.parametrize(
    "fault",
    [Fault.status(502, processed=True), Fault.connection_reset(processed=True), Fault.status(500)],
    ids=["502 after posting", "reset after posting", "500 once"],
)
async def test_a_start_whose_answer_was_lost_is_one_poll(club: Club, database_file: Path, fault: Fault) -> None:
    """The bot finds the message by its nonce or in the channel's history, and the poll can be voted on."""
    async with bot_with_clock(club, database_file):
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", fault)
        poll = await start_poll(club.sam)
        assert len(public_messages(club.channel)) == 1
        assert "Your vote" in (await add_member(club, 1).click(poll, HOPE)).message.text


async def test_a_start_that_never_arrived_is_a_draft_again(club: Club, database_file: Path) -> None:
    """If the connection broke before Discord received the message, no poll is open, and one more press starts it."""
    async with bot_with_clock(club, database_file):
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", Fault.connection_reset())
        panel = (await club.sam.slash("poll start", question=LOST, film1="Hope", film2="Harmony")).message
        answer = (await club.sam.click(panel, "Start")).message
        assert "Discord didn't accept the message just now" in answer.text
        assert query_rows(database_file, "SELECT * FROM poll") == []
        await club.sam.click(answer, "Start")
        assert HOPE in public_messages(club.channel)[0].buttons


async def test_a_channel_that_refuses_a_poll_gives_the_draft_back(club: Club, database_file: Path) -> None:
    """The host is told that the draft is still there, and one more press starts the poll."""
    async with bot_with_clock(club, database_file):
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", Fault.api_error(50013))
        panel = (await club.sam.slash("poll start", question=LOST, film1="Hope", film2="Harmony")).message
        answer = (await club.sam.click(panel, "Start")).message
        assert "your draft is still here" in answer.text
        assert (query_rows(database_file, "SELECT * FROM poll"), public_messages(club.channel)) == ([], [])
        await club.sam.click(answer, "Start")
        assert HOPE in public_messages(club.channel)[0].buttons
