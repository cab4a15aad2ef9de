"""A poll closes once and has one result, whatever happens around that moment."""

import asyncio
import signal
from collections.abc import Iterable
from pathlib import Path

from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault, RequestHold
from tests.discord_server.users.responses import VisibleMessage
from tests.integration.polls.poll_helpers import (
    DAY,
    HARMONY,
    HOPE,
    QUESTION,
    add_member,
    bot_with_clock,
    change,
    has_result_link,
    query_rows,
    results,
    start_poll,
    wait_for_result,
    wait_until_disconnected,
)

MAKE_OVERDUE = "UPDATE poll SET opened_at = opened_at - 900, closes_at = opened_at - 300"
AGE_DELIVERY = "UPDATE poll_delivery SET first_sent_at = first_sent_at - 10000"
RESULT = "SELECT message_id FROM poll_delivery WHERE kind = 'result' AND state = 'posted'"
HARMONY_WON = "🥇 Harmony (2010) · 2 votes · 67%"


async def cast_votes(club: Club, poll: VisibleMessage, labels: Iterable[str] = (HARMONY, HOPE, HARMONY)) -> None:
    for number, label in enumerate(labels):
        await add_member(club, number).click(poll, label)


def post_count(club: Club) -> int:
    """Return how many times the bot tried to post in the channel."""
    return len(club.discord.log.matching("POST", f"/channels/{club.channel.id}/messages"))


async def test_a_poll_closes_by_the_clock(club: Club, database_file: Path) -> None:
    """The result and the poll's message link to each other, and the message loses its vote buttons."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await cast_votes(club, poll)
        bot.advance(DAY)
        result = await wait_for_result(club)
        assert HARMONY_WON in result.text
        assert (result.card.author.url or "").endswith(f"/{poll.message.id}")
        assert "🏆 **Harmony (2010)** won." in poll.text
        assert poll.controls[0]["url"].endswith(f"/{result.message.id}")
        assert not [label for label in poll.buttons if label in {HOPE, HARMONY, "My ballot"}]


async def test_a_poll_that_came_due_during_downtime_closes_at_the_start(club: Club, database_file: Path) -> None:
    """The next start closes the poll and records its planned closing time. Another restart posts no second result."""
    async with in_process_bot(club.discord, database_file):
        poll = await start_poll(club.sam)
        await cast_votes(club, poll)
    await change(database_file, MAKE_OVERDUE)
    async with in_process_bot(club.discord, database_file):
        result = await wait_for_result(club)
        assert HARMONY_WON in result.text
    assert query_rows(database_file, "SELECT state, closed_at = closes_at, close_reason FROM poll") == [
        ("closed", 1, "clock")
    ]
    assert query_rows(database_file, RESULT) == [(result.message.id,)]
    async with in_process_bot(club.discord, database_file):
        await add_member(club, 9).slash("poll list")
    assert len(results(club.channel)) == 1


async def test_a_late_vote_is_refused_even_if_nothing_has_closed_the_poll(club: Club, database_file: Path) -> None:
    """After the closing time, the voter is told that the vote came too late."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        bot.clock.offset += DAY
        late = await club.sam.click(poll, HOPE)
        assert "your vote came too late" in late.message.text


async def test_simultaneous_ends_make_one_result(club: Club, database_file: Path) -> None:
    """Several people and the clock end the poll at the same time, and a single result is posted."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await cast_votes(club, poll)
        bot.clock.offset += DAY
        ends = [club.sam.without_waiting.slash("poll end", poll=QUESTION) for _ in range(3)]
        await asyncio.gather(*ends, club.mina.without_waiting.slash("poll end", poll=QUESTION))
        bot.advance(0)
        assert HARMONY_WON in (await wait_for_result(club)).text
        bot.advance(60)
        await club.sam.slash("poll list")
        assert (len(results(club.channel)), post_count(club)) == (1, 2)


async def test_a_lost_answer_makes_no_second_result(club: Club, database_file: Path) -> None:
    """If Discord accepts the message but answers 502, the bot retries with the same nonce, and there is one result."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await cast_votes(club, poll)
        path = f"/channels/{club.channel.id}/messages"
        club.discord.faults.add("POST", path, Fault.status(502, processed=True))
        bot.advance(DAY)
        assert HARMONY_WON in (await wait_for_result(club)).text
        assert len({request.json["nonce"] for request in club.discord.log.matching("POST", path)[1:]}) == 1
        assert all(request.json["enforce_nonce"] for request in club.discord.log.matching("POST", path))


async def test_a_reset_connection_makes_no_second_result(club: Club, database_file: Path) -> None:
    """discord.py does not retry after a reset, so the bot looks for its message in the channel and finds it."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await cast_votes(club, poll)
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", Fault.connection_reset(processed=True))
        bot.advance(DAY)
        await club.discord.wait_until(lambda: len(results(club.channel)) == 1)
        results(club.channel)[0].message.nonce = None
        await bot.advance_until(lambda: has_result_link(club.channel))
        await wait_for_result(club)
        assert post_count(club) == 2


async def kill_after_posting(club: Club, database: Path) -> VisibleMessage:
    """Kill the bot after Discord accepted a result but before the bot recorded it; return the poll's message."""
    async with bot_process(club.discord, database) as process:
        await club.discord.wait_until_ready()
        poll = await start_poll(club.sam)
        await cast_votes(club, poll)
        hold = RequestHold()
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", Fault(is_processed=True, hold=hold))
        await club.sam.slash("poll end", poll=QUESTION)
        await club.discord.wait_until(lambda: len(results(club.channel)) == 1)
        process.send_signal(signal.SIGKILL)
        await process.wait_for_exit()
        hold.release()
        await wait_until_disconnected(club)
    results(club.channel)[0].message.nonce = None  # Discord remembers a nonce for only a few minutes
    await change(database, AGE_DELIVERY)
    return poll


async def test_a_kill_after_posting_makes_no_second_result(club: Club, database_file: Path) -> None:
    """The next process finds the posted result among other messages, and the poll links to it."""
    poll = await kill_after_posting(club, database_file)
    async with in_process_bot(club.discord, database_file):
        for _ in range(3):
            await add_member(club, 0).slash("tearjerker")
        result = await wait_for_result(club)
        assert poll.controls[0]["url"].endswith(f"/{result.message.id}")
    assert query_rows(database_file, "SELECT announced_at > 0 FROM poll") == [(1,)]
    assert query_rows(database_file, RESULT) == [(result.message.id,)]


async def test_without_history_a_result_is_not_repeated(club: Club, database_file: Path) -> None:
    """If the bot cannot search the channel for its result, it posts no second one. `/poll results` shows the counts."""
    poll = await kill_after_posting(club, database_file)
    club.channel.denied_permissions[club.discord.world.bot.id] = {"read_message_history"}
    async with in_process_bot(club.discord, database_file):
        await club.discord.wait_until(lambda: "Ended by its host" in poll.text)
        assert HARMONY_WON in (await club.sam.slash("poll results")).message.text
    assert (len(results(club.channel)), post_count(club)) == (1, 2)


async def test_a_kill_before_posting_loses_no_result(club: Club, database_file: Path) -> None:
    """The next process posts the result, even after someone has shared a copy of the results."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        poll = await start_poll(club.sam)
        await cast_votes(club, poll)
        held = club.discord.faults.hold_next("POST", f"/channels/{club.channel.id}/messages")
        await club.sam.slash("poll end", poll=QUESTION)
        await club.discord.wait_until(lambda: post_count(club) == 2)
        process.send_signal(signal.SIGKILL)
        await process.wait_for_exit()
        held.release()
        await wait_until_disconnected(club)
    for result in results(club.channel):
        del club.channel.messages[result.message.id]
    async with in_process_bot(club.discord, database_file):
        shown = (await club.sam.slash("poll results")).message
        assert not (await club.sam.click(shown, "Show everyone")).message.is_ephemeral
        assert not results(club.channel)
        assert HARMONY_WON in (await wait_for_result(club)).text


async def test_a_broken_channel_delays_only_its_own_result(club: Club, database_file: Path) -> None:
    """While one channel's request hangs, the poll in another channel gets its result at once."""
    other = club.discord.world.create_channel(club.home_guild, "other")
    async with bot_with_clock(club, database_file) as bot:
        await start_poll(club.sam)
        await start_poll(club.sam.in_channel(other))
        path = f"/channels/{club.channel.id}/messages"
        hold = RequestHold()
        club.discord.faults.add("POST", path, Fault(hold=hold).and_then(Fault.status(500)))
        bot.advance(DAY)
        await wait_for_result(club, other)
        assert not results(club.channel)
        hold.release()
        await wait_for_result(club)
