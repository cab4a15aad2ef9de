"""After someone deletes their data, the polls' messages are refreshed and no longer count them."""

from pathlib import Path

from tests.discord_server.club import Club
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import HARMONY, HOPE, add_member, bot_with_clock, start_poll
from tests.integration.polls.test_live_counts import edit_count, shows_counts

HIDDEN = "Hide the counts until it closes"


async def forget(guest: SimulatedUser) -> None:
    """Run /privacy forget and confirm."""
    await guest.click((await guest.slash("privacy forget")).message, "Delete everything")


async def test_an_open_polls_message_excludes_deleted_people(club: Club, database_file: Path) -> None:
    """The message in each channel is edited once, without another vote. The other votes stay."""
    other = club.discord.world.create_channel(club.home_guild, "other")
    async with bot_with_clock(club, database_file):
        poll, second = await start_poll(club.sam), await start_poll(club.sam.in_channel(other))
        gone, stays = add_member(club, 1), add_member(club, 2)
        await gone.click(poll, HOPE)
        await stays.click(poll, HARMONY)
        await gone.in_channel(other).click(second, HARMONY)
        await club.discord.wait_until(lambda: shows_counts(poll, 1, 1) and shows_counts(second, 0, 1))
        before = edit_count(club, poll), edit_count(club, second)
        await forget(gone)
        await club.discord.wait_until(lambda: shows_counts(poll, 0, 1) and shows_counts(second, 0, 0))
        assert (edit_count(club, poll), edit_count(club, second)) == (before[0] + 1, before[1] + 1)
        await gone.click(poll, HOPE)
        await club.discord.wait_until(lambda: shows_counts(poll, 1, 1))


async def test_the_number_of_voters_excludes_deleted_people(club: Club, database_file: Path) -> None:
    """A poll with hidden counts shows the number of voters, which falls after the deletion."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam, ticked=[HIDDEN])
        for number in (1, 2):
            await add_member(club, number).click(poll, HOPE)
        gone = add_member(club, 3)
        await gone.click(poll, HOPE)
        await club.discord.wait_until(lambda: "3 voters" in poll.text)
        await forget(gone)
        await club.discord.wait_until(lambda: "2 voters" in poll.text)
