"""A poll's message keeps up with the votes within Discord's limits, and no vote has to wait for an edit."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.users.responses import VisibleMessage
from tests.integration.polls.poll_helpers import (
    HARMONY,
    HOPE,
    OffsetClock,
    add_member,
    bot_with_clock,
    start_poll,
    wait_for_result,
)
from tests.soak_cases import soak_after

EDIT = "/channels/*/messages/*"
HOUR = 60 * 60


@pytest.fixture(autouse=True)
def _refresh_messages_at_once() -> None:
    """Disable the fixture of this name in conftest.py: in this module, the bot waits between edits as usual."""


def shows_counts(poll: VisibleMessage, hope: int, harmony: int) -> bool:
    """Return whether the message shows these counts."""
    words = [f"{count} vote{'s' * (count != 1)}" for count in (hope, harmony)]
    return [" ".join(line.split()[1:3]) for line in poll.text.splitlines() if line.startswith(("▰", "▱"))][:2] == words


def edit_count(club: Club, poll: VisibleMessage) -> int:
    """Return how many times the bot edited the poll's message, or tried to."""
    return len(club.discord.log.matching("PATCH", f"/messages/{poll.message.id}"))


async def press_many_times(club: Club, poll: VisibleMessage, count: int, seconds: float) -> None:
    """Let `count` people press five times each, the last time for Harmony. The pauses add up to `seconds`."""
    people = [add_member(club, number) for number in range(count)]
    for label in (HOPE, HARMONY, HOPE, HOPE, HARMONY):
        for group in (people[part::4] for part in range(4)):
            answers = await asyncio.gather(*(guest.click(poll, label) for guest in group))
            assert all(answer.message.is_ephemeral for answer in answers)
            await asyncio.sleep(seconds / 20)


async def test_hundreds_of_presses_cause_few_edits(
    club: Club, database_file: Path, volume: Callable[[int], int], *, is_soak: bool
) -> None:
    """However many people press, there is at most one edit a second, and the last one is right."""
    seconds, people = 10 if is_soak else 3, volume(100)
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        loop = asyncio.get_running_loop()
        began = loop.time()
        await press_many_times(club, poll, people, seconds)
        lasted = loop.time() - began
        assert edit_count(club, poll) <= max(lasted, 3)
        await club.discord.wait_until(lambda: shows_counts(poll, 0, people))


@pytest.mark.parametrize(
    "faults",
    soak_after(
        3,
        [
            [Fault.rate_limited(), Fault.rate_limited("shared", 0.5)],
            [Fault.status(500), Fault.status(502, processed=True)],
            [Fault.connection_reset(), Fault.connection_reset(processed=True)],
            [Fault.rate_limited("global", 0.3)],
            [Fault.rate_limited(seconds=1.5, code=30046), Fault.rate_limited(seconds=0.5, code=30046)],
            [Fault.status(503)],
            [Fault.rate_limited(via=False)],
        ],
    ),
    ids=["429", "5xx", "reset", "global 429", "30046", "503", "429 by a proxy"],
)
async def test_the_last_edit_is_right_whatever_went_wrong_before(
    club: Club, database_file: Path, faults: list[Fault]
) -> None:
    """Rate limits, server errors and broken connections only delay the last edit."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        for fault in faults:
            club.discord.faults.add("PATCH", EDIT, fault)
        await add_member(club, 1).click(poll, HOPE)
        await add_member(club, 2).click(poll, HARMONY)
        await bot.advance_until(lambda: shows_counts(poll, 1, 1), step=1)


async def test_a_hanging_edit_keeps_nobody_waiting(club: Club, database_file: Path) -> None:
    """Votes are answered, another poll's message is edited, and the poll closes and gets its result."""
    other = club.discord.world.create_channel(club.home_guild, "other")
    async with bot_with_clock(club, database_file) as bot:
        poll, second = await start_poll(club.sam), await start_poll(club.sam.in_channel(other))
        held = club.discord.faults.hold_next("PATCH", f"/channels/{club.channel.id}/messages/{poll.message.id}")
        await add_member(club, 1).click(poll, HOPE)
        assert "Your vote" in (await add_member(club, 2).click(poll, HARMONY)).message.text
        await add_member(club, 3, other).click(second, HOPE)
        await club.discord.wait_until(lambda: shows_counts(second, 1, 0))
        bot.advance(24 * HOUR)
        await club.discord.wait_until(
            lambda: "🏆 Hope (2013)" in str([seen.text for seen in club.sam.visible_messages()][-1])
        )
        held.release()
        assert "2 voters" in (await wait_for_result(club)).text
        assert " won. Closed" in poll.text


async def test_a_rate_limited_message_holds_up_no_other(club: Club, database_file: Path) -> None:
    """Another poll's message in the same channel keeps up. The limited one is right once edits are allowed."""
    async with bot_with_clock(club, database_file) as bot:
        poll, second = await start_poll(club.sam), await start_poll(club.sam, "And after that?")
        message_path = f"/channels/{club.channel.id}/messages/{poll.message.id}"
        club.discord.faults.add("PATCH", message_path, Fault.rate_limited(seconds=90, code=30046))
        await add_member(club, 1).click(poll, HOPE)
        await club.discord.wait_until(lambda: edit_count(club, poll) == 1)
        await add_member(club, 2).click(second, HARMONY)
        await club.discord.wait_until(lambda: shows_counts(second, 0, 1))
        assert shows_counts(poll, 0, 0)
        await bot.advance_until(lambda: shows_counts(poll, 1, 0), step=91)
        assert edit_count(club, poll) == 2


async def test_a_message_older_than_an_hour_is_edited_once_a_minute(club: Club, database_file: Path) -> None:
    """Five votes in half a minute cause one edit, because Discord limits edits of old messages."""
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        bot.advance(2 * HOUR)
        await add_member(club, 0).click(poll, HOPE)
        await club.discord.wait_until(lambda: shows_counts(poll, 1, 0))
        before = edit_count(club, poll)
        for number in range(1, 6):
            await add_member(club, number).click(poll, HOPE)
            bot.advance(5)
        await bot.wait_until_idle()
        assert (edit_count(club, poll), shows_counts(poll, 1, 0)) == (before, True)
        await bot.advance_until(lambda: shows_counts(poll, 6, 0), step=11)
        assert edit_count(club, poll) == before + 1


async def test_an_outdated_message_catches_up_at_the_start(club: Club, database_file: Path) -> None:
    """Votes from just before the bot stopped are shown after the next start."""
    clock = OffsetClock()
    async with bot_with_clock(club, database_file, clock):
        poll = await start_poll(club.sam)
        await add_member(club, 1).click(poll, HOPE)
        await club.discord.wait_until(lambda: shows_counts(poll, 1, 0))
        await add_member(club, 2).click(poll, HARMONY)  # on a fast machine the bot stops before it shows this
    async with bot_with_clock(club, database_file, clock):
        await club.discord.wait_until(lambda: shows_counts(poll, 1, 1))
