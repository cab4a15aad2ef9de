"""Buttons under a poll work for as long as they are there, and answer kindly if they are pressed too late."""

import asyncio
import signal
from pathlib import Path
from random import Random

import pytest

from tests.discord_rules.hostile import hostile_text
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault, RequestHold
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.interactions.mixed_view import stop_mixed_view
from tests.integration.polls.draft_helpers import add_words
from tests.integration.polls.poll_helpers import (
    DAY,
    HARMONY,
    HOPE,
    QUESTION,
    add_member,
    bot_with_clock,
    change,
    eventually,
    public_messages,
    query_rows,
    results,
    start_poll,
    wait_for_result,
    wait_until_disconnected,
)
from tests.soak_cases import soak_after


async def test_a_restart_between_any_two_presses_goes_unnoticed(club: Club, database_file: Path) -> None:
    """One process after another handles the presses of a whole poll, from its start to its result."""
    async with in_process_bot(club.discord, database_file):
        poll = await start_poll(club.sam)
    jiwoo = club.jiwoo
    steps: list[tuple[str, str]] = [
        (HOPE, "투표했어요: **소원 (2013)**"),
        (HARMONY, "표를 바꿨어요: **하모니 (2010)**"),
        ("My ballot", "• 하모니 (2010)"),
        (HARMONY, "표를 취소했어요"),
        ("My ballot", "아직 투표하지 않았어요"),
    ]
    for label, expected in steps:
        await asyncio.sleep(1.6 * (label == HARMONY))  # so that the second press is not taken for a double tap
        async with in_process_bot(club.discord, database_file):
            answer = (await jiwoo.click(poll, label)).message
            assert (answer.is_ephemeral, expected in answer.text) == (True, True), answer.text
    async with in_process_bot(club.discord, database_file):
        menu = (await jiwoo.click(poll, "Films")).message
    async with in_process_bot(club.discord, database_file):
        film = (await jiwoo.select(menu, "소원 (2013)")).message
        assert (film.is_ephemeral, film.card.title) == (True, "소원 (2013)")
        cancelled = (await club.sam.slash("poll cancel", poll=QUESTION)).message
    async with in_process_bot(club.discord, database_file):
        await club.sam.click(cancelled, "Bring it back")
        await club.discord.wait_until(lambda: HOPE in poll.buttons)
    async with in_process_bot(club.discord, database_file):
        await club.discord.wait_until(lambda: HOPE in poll.buttons)  # edits from the previous process can arrive late
        await add_member(club, 2).click(poll, HOPE)
        await club.sam.slash("poll end", poll=QUESTION)
        result = await wait_for_result(club)
    async with in_process_bot(club.discord, database_file):
        assert "한 사람이 한 표씩" in (await jiwoo.click(result, "How it was counted")).message.text
        assert (await jiwoo.click(result, "More")).message.is_ephemeral


async def test_votes_count_after_an_unrelated_view_ended(club: Club, database_file: Path) -> None:
    """discord.py then forgets all dynamic buttons that it knows, but it knows none of ours."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await stop_mixed_view(bot.client, club.channel.id)
        assert "Your vote" in (await add_member(club, 1).click(poll, HOPE)).message.text


async def test_no_control_of_a_poll_lives_in_a_view(club: Club, database_file: Path) -> None:
    """Every control is a link or has an id of ours, and discord.py stores no view that could expire."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam, ticked=["Public votes"])
        await add_member(club, 1).click(poll, HOPE)
        await club.sam.slash("poll end", poll=QUESTION)
        await wait_for_result(club)
        for seen in public_messages(club.channel):
            assert all("url" in control or control["custom_id"].startswith("v1:") for control in seen.controls)
        assert not bot.client._connection._view_store._views  # noqa: SLF001  # discord.py's own record of views


@pytest.mark.parametrize("seed", soak_after(1, range(4)))
async def test_hostile_words_break_nothing_and_ping_nobody(club: Club, database_file: Path, seed: int) -> None:
    """A poll full of markup, mentions, links and text directions can be started, voted on, listed and tied."""
    random = Random(seed)
    typed = [hostile_text(random, 80) for _ in range(20)]
    question = hostile_text(random, 190) + "?"
    async with bot_with_clock(club, database_file) as bot:
        panel = (await club.sam.slash("poll start", question=question)).message
        lines = "\n".join(text.replace("\n", " ").replace("\r", " ") for text in typed)
        await add_words(club.sam, panel, lines[:2000])
        await club.sam.select(panel, "Ties: decide by lot")
        await club.sam.click(panel, "Start")
        (poll,) = public_messages(club.channel)
        await add_member(club, 1).click(poll, poll.buttons[0])
        await add_member(club, 2).click(poll, poll.buttons[1])
        await club.sam.slash("poll list")
        await club.sam.slash("poll results")
        bot.advance(DAY)
        result = await wait_for_result(club)
        counted = (await club.jiwoo.click(result, "How it was counted")).message
        assert counted.is_ephemeral
        await club.sam.slash("poll list")
        stored_seed = query_rows(database_file, "SELECT seed FROM poll_seed")[0][0]
        assert stored_seed in counted.text


async def test_a_member_cannot_end_or_cancel_another_persons_poll(club: Club, database_file: Path) -> None:
    """The member is refused in private. A moderator can cancel the poll."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        for command in ("poll end", "poll cancel"):
            answer = (await club.jiwoo.slash(command, poll=QUESTION)).message
            assert (answer.is_ephemeral, "관리자만" in answer.text) == (True, True)
        assert HOPE in poll.buttons
        await club.mina.slash("poll cancel", poll=QUESTION)
        await club.discord.wait_until(lambda: "cancelled" in poll.text)
        assert poll.buttons == []


async def test_manage_messages_allows_ending_a_poll(club: Club, database_file: Path) -> None:
    """Manage Messages makes someone a moderator of polls."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        keeper = club.discord.world.create_user("keeper")
        club.discord.world.add_member(keeper, club.home_guild, ["manage_messages"])
        await SimulatedUser(club.discord, keeper, club.channel).slash("poll end", poll=QUESTION)
        await wait_for_result(club)
        assert "Ended by a moderator" in poll.text


async def test_a_cancelled_poll_is_brought_back_with_its_votes(club: Club, database_file: Path) -> None:
    """After nine minutes, the poll is open again. If its closing time has passed meanwhile, it closes at once."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HOPE)
        for ahead in (9 * 60, 0):
            cancelled = (await club.sam.slash("poll cancel", poll=QUESTION)).message
            await club.discord.wait_until(lambda: poll.buttons == [])
            bot.advance(ahead)
            if not ahead:
                await change(database_file, "UPDATE poll SET closes_at = opened_at + 60")
            await club.sam.click(cancelled, "Bring it back")
            if ahead:
                await club.discord.wait_until(lambda: "1 vote ·" in poll.text)
        assert "is back, but closed" in cancelled.text
        assert "🥇" in (await wait_for_result(club)).text


async def test_after_ten_minutes_a_cancelled_poll_cannot_be_brought_back(club: Club, database_file: Path) -> None:
    """The answer to the button says that it is too late, and the ballots are deleted."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HOPE)
        cancelled = (await club.sam.slash("poll cancel", poll=QUESTION)).message
        bot.advance(10 * 60 + 2)
        answer = (await club.sam.click(cancelled, "Bring it back")).message
        assert "can only be brought back for 10 minutes" in answer.text
        await eventually(lambda: not query_rows(database_file, "SELECT * FROM ballot"))


async def test_polls_of_another_server_are_unknown_here(club: Club, database_file: Path) -> None:
    """The other server's polls cannot be listed, read, ended or cancelled, by name or by number."""
    world = club.discord.world
    elsewhere = world.create_guild("Elsewhere")
    there = add_member(club, 1, world.create_channel(elsewhere, "films"))
    world.add_member(there.user, elsewhere, ["manage_guild"])
    async with bot_with_clock(club, database_file):
        await start_poll(club.sam)
        assert "This server hasn't had a poll yet" in (await there.slash("poll list")).message.text
        for typed in ("1", QUESTION):
            for command in ("poll results", "poll end", "poll cancel"):
                answer = (await there.slash(command, poll=typed)).message
                assert "I can't find that poll here" in answer.text
        assert await there.autocomplete("poll end", "poll", "") == []


@pytest.mark.parametrize("arrived", [True, False], ids=["posted", "not posted"])
async def test_an_interrupted_start_is_finished(club: Club, database_file: Path, *, arrived: bool) -> None:
    """If a process is killed before it records the poll's message, the next process finds the message or posts it."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        panel = (await club.sam.slash("poll start", question=QUESTION, film1="Hope", film2="Harmony")).message
        hold, path = RequestHold(), f"/channels/{club.channel.id}/messages"
        club.discord.faults.add("POST", path, Fault(is_processed=arrived, hold=hold))
        await club.sam.without_waiting.click(panel, "Start")
        await club.discord.wait_until(lambda: bool(club.discord.log.matching("POST", path)))
        process.send_signal(signal.SIGKILL)
        await process.wait_for_exit()
        hold.release()
        await wait_until_disconnected(club)
    if not arrived:
        club.channel.messages = {
            key: message for key, message in club.channel.messages.items() if message.ephemeral_for
        }
    for seen in public_messages(club.channel):
        seen.message.nonce = None
    await change(database_file, "UPDATE poll SET opened_at = opened_at - 2")
    async with in_process_bot(club.discord, database_file):
        await club.discord.wait_until(lambda: len(public_messages(club.channel)) == 1)
        (poll,) = public_messages(club.channel)
        assert "Your vote" in (await add_member(club, 1).click(poll, HOPE)).message.text
        await club.discord.wait_until(lambda: "1 vote ·" in poll.text)
    assert (query_rows(database_file, "SELECT message_id FROM poll_delivery"), results(club.channel)) == (
        [(poll.message.id,)],
        [],
    )


async def test_a_vote_warns_someone_who_avoids_the_content(club: Club, database_file: Path) -> None:
    """The private receipt names the note that the voter avoids. Other films and other voters get no warning."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        voter = add_member(club, 1)
        await voter.select((await voter.slash("avoid")).message, "Sexual violence")
        receipt: VisibleMessage = (await voter.click(poll, HOPE)).message
        assert (receipt.is_ephemeral, "has content you avoid: Sexual violence" in receipt.text) == (True, True)
        assert "avoid" not in (await voter.click(poll, "3 The Classic (2003)")).message.text
        assert "avoid" not in (await add_member(club, 2).click(poll, HOPE)).message.text
