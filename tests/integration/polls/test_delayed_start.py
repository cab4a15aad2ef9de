"""If Discord first refuses or does not answer a start, the poll still stays open for as long as its host chose."""

from pathlib import Path

import pytest

from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.integration.polls.draft_helpers import TIME, open_draft_panel, submit_modal
from tests.integration.polls.poll_helpers import (
    bot_with_clock,
    eventually,
    public_messages,
    query_rows,
    wait_for_result,
)

DURATION = "SELECT closes_at - opened_at FROM poll"


@pytest.mark.parametrize("fault", [Fault.api_error(50013), Fault.connection_reset()], ids=["refused", "never arrived"])
async def test_a_poll_whose_start_is_retried_keeps_its_length(club: Club, database_file: Path, fault: Fault) -> None:
    """A poll of 90 seconds lasts 90 seconds, even if its host presses *Start* again 80 seconds later."""
    async with bot_with_clock(club, database_file) as bot:
        panel = await submit_modal(club.sam, await open_draft_panel(club.sam), TIME, "90s")
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", fault)
        again = (await club.sam.click(panel, "Start")).message
        assert query_rows(database_file, "SELECT duration_seconds, closes_at FROM poll_draft") == [(90, None)]
        bot.advance(80)
        await club.sam.click(again, "Start")
        assert query_rows(database_file, DURATION) == [(90,)]


async def test_an_idle_draft_keeps_its_length(club: Club, database_file: Path) -> None:
    """The length counts from the start of the poll, not from the draft."""
    async with bot_with_clock(club, database_file) as bot:
        panel = await submit_modal(club.sam, await open_draft_panel(club.sam), TIME, "90s")
        bot.advance(3600)
        await club.sam.click(panel, "Start")
        assert query_rows(database_file, DURATION) == [(90,)]


async def test_a_poll_whose_start_is_retried_keeps_its_closing_time(club: Club, database_file: Path) -> None:
    """A closing time that the host chose does not become a length."""
    async with bot_with_clock(club, database_file):
        panel = await submit_modal(club.sam, await open_draft_panel(club.sam), TIME, "tomorrow 20:00")
        (before,) = query_rows(database_file, "SELECT closes_at, duration_seconds FROM poll_draft")
        club.discord.faults.add("POST", f"/channels/{club.channel.id}/messages", Fault.api_error(50013))
        again = (await club.sam.click(panel, "Start")).message
        assert query_rows(database_file, "SELECT closes_at, duration_seconds FROM poll_draft") == [before]
        await club.sam.click(again, "Start")
        assert query_rows(database_file, "SELECT closes_at, duration_seconds FROM poll") == [before]


async def test_a_poll_posted_late_keeps_its_length(club: Club, database_file: Path) -> None:
    """If Discord accepts the poll's message minutes after the start, the poll's time begins with the message."""
    async with bot_with_clock(club, database_file) as bot:
        panel = await submit_modal(club.sam, await open_draft_panel(club.sam), TIME, "90s")
        path = f"/channels/{club.channel.id}/messages"
        club.discord.faults.add("POST", path, Fault.status(503))
        club.discord.faults.add("GET", f"{path}/*", Fault.status(503))
        await club.sam.click(panel, "Start")
        await bot.advance_until(lambda: len(public_messages(club.channel)) == 1, step=200)
        await eventually(lambda: query_rows(database_file, "SELECT message_id > 0 FROM poll_delivery") == [(1,)])
        assert query_rows(database_file, "SELECT state, closes_at - opened_at > 280 FROM poll") == [("open", 1)]
        bot.advance(30)
        await bot.wait_until_idle()
        assert query_rows(database_file, "SELECT state FROM poll") == [("open",)]
        bot.advance(70)
        await wait_for_result(club)


async def test_a_poll_without_a_message_closes_in_the_end(club: Club, database_file: Path) -> None:
    """The poll closes although Discord never accepted its message."""
    async with bot_with_clock(club, database_file) as bot:
        panel = await submit_modal(club.sam, await open_draft_panel(club.sam), TIME, "90s")
        path = f"/channels/{club.channel.id}/messages"
        club.discord.faults.add_permanent("POST", path, Fault.status(503))
        club.discord.faults.add_permanent("GET", f"{path}/*", Fault.status(503))
        await club.sam.click(panel, "Start")
        bot.advance(3700)
        await eventually(lambda: query_rows(database_file, "SELECT state FROM poll") == [("closed",)])
