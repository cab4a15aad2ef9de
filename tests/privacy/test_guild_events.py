"""Invitations, removals, outages and downtime, as the running bot receives them from the gateway."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.privacy import queries
from bot.transport.client import NunmulClient
from tests.discord_server.club import Club
from tests.discord_server.server import WAIT_SECONDS
from tests.privacy.conftest import FakeClock
from tests.privacy.connected_bot import connected_bot
from tests.privacy.row_factory import SAM, insert_row, rows
from tests.privacy.sample_feature import BALLOT, BALLOTS, GLANCE, GLANCES


@pytest.fixture
async def bot(club: Club, sample_file: Path, clock: FakeClock) -> AsyncIterator[NunmulClient]:
    """Yield the bot in the club, where Sam has voted."""
    async with connected_bot(club, sample_file, clock) as client:
        await insert_vote(client, club)
        yield client


async def insert_vote(bot: NunmulClient, club: Club) -> None:
    await insert_row(bot.core.database, BALLOTS, SAM, club.home_guild.id)


async def has_votes(bot: NunmulClient, club: Club) -> bool:
    return bool(await bot.core.database.read(lambda reader: rows(reader, BALLOT, "server", club.home_guild.id)))


async def has_left(bot: NunmulClient, club: Club) -> bool:
    return club.home_guild.id in await bot.core.database.read(queries.list_departures)


async def run_privacy_jobs(bot: NunmulClient) -> None:
    """Run the jobs of the privacy feature."""
    for feature in bot.features:
        for job in feature.jobs if feature.name == "privacy" else ():
            await job.work()


async def wait_until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a condition on the bot's database is true."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not await condition():  # noqa: ASYNC110  # the condition reads the database: there is no event to wait for
            await asyncio.sleep(0.01)


async def wait_until_away(bot: NunmulClient, club: Club) -> None:
    await wait_until(lambda: has_left(bot, club))


async def wait_until_back(bot: NunmulClient, club: Club) -> None:
    async def is_back() -> bool:
        return not await has_left(bot, club)

    await wait_until(is_back)


async def test_data_of_a_server_that_removed_the_bot_is_deleted(
    club: Club, bot: NunmulClient, clock: FakeClock
) -> None:
    """The votes are there after twenty-nine days, and gone after thirty-one."""
    await club.discord.run(club.discord.events.remove_bot(club.home_guild))
    await wait_until_away(bot, club)
    clock.advance_days(29)
    await run_privacy_jobs(bot)
    assert await has_votes(bot, club)
    clock.advance_days(2)
    await run_privacy_jobs(bot)
    assert (await has_votes(bot, club), await has_left(bot, club)) == (False, False)


async def test_a_server_that_invites_the_bot_again_keeps_its_data(
    club: Club, bot: NunmulClient, clock: FakeClock
) -> None:
    """If the bot is invited again after twenty-nine days, the votes stay."""
    await club.discord.run(club.discord.events.remove_bot(club.home_guild))
    await wait_until_away(bot, club)
    clock.advance_days(29)
    await run_privacy_jobs(bot)
    await club.discord.run(club.discord.events.invite_bot(club.home_guild))
    await wait_until_back(bot, club)
    clock.advance_days(100)
    await run_privacy_jobs(bot)
    assert await has_votes(bot, club)


async def test_an_outage_is_not_a_removal(club: Club, bot: NunmulClient, clock: FakeClock) -> None:
    """A server that is unavailable, for however long, keeps everything."""
    await club.discord.run(club.discord.events.start_outage(club.home_guild))
    await club.sam_in_dm.slash("privacy show")  # once it has answered, the bot has also received the earlier events
    clock.advance_days(31)
    await run_privacy_jobs(bot)
    assert (await has_left(bot, club), await has_votes(bot, club)) == (False, True)
    await club.discord.run(club.discord.events.end_outage(club.home_guild))
    await club.sam.slash("privacy show")
    await run_privacy_jobs(bot)
    assert (await has_left(bot, club), await has_votes(bot, club)) == (False, True)


async def test_a_removal_while_the_bot_was_off_is_noticed_at_its_start(
    club: Club, sample_file: Path, clock: FakeClock
) -> None:
    """The thirty days begin at that start, however long the bot was off."""
    async with connected_bot(club, sample_file, clock) as bot:
        await insert_vote(bot, club)
    await club.discord.run(club.discord.events.remove_bot(club.home_guild))
    clock.advance_days(100)
    async with connected_bot(club, sample_file, clock) as bot:
        await wait_until_away(bot, club)
        await run_privacy_jobs(bot)
        assert await has_votes(bot, club)
    clock.advance_days(31)
    async with connected_bot(club, sample_file, clock) as bot:
        await run_privacy_jobs(bot)
        assert not await has_votes(bot, club)


async def test_an_invitation_while_the_bot_was_off_counts(club: Club, sample_file: Path, clock: FakeClock) -> None:
    """Votes that are overdue at a start are kept if the server has invited the bot again."""
    async with connected_bot(club, sample_file, clock) as bot:
        await insert_vote(bot, club)
        await club.discord.run(club.discord.events.remove_bot(club.home_guild))
        await wait_until_away(bot, club)
    clock.advance_days(100)
    await club.discord.run(club.discord.events.invite_bot(club.home_guild))
    async with connected_bot(club, sample_file, clock) as bot:
        await wait_until_back(bot, club)
        await run_privacy_jobs(bot)
        assert await has_votes(bot, club)


async def test_old_rows_are_deleted_automatically(club: Club, sample_file: Path, clock: FakeClock) -> None:
    """Rows that have expired when the bot starts are deleted soon after, without a command."""
    async with connected_bot(club, sample_file, clock) as bot:
        await insert_row(bot.core.database, GLANCES, SAM, club.home_guild.id)
    async with connected_bot(club, sample_file, clock) as bot:
        await wait_until(lambda: has_no_glance(bot))


async def has_no_glance(bot: NunmulClient) -> bool:
    return not await bot.core.database.read(lambda reader: rows(reader, GLANCE, "person", SAM))
