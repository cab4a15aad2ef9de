"""The bot greets each new server once, in its system channel and in its language."""

import asyncio
from pathlib import Path

import discord
import pytest

from bot.transport.client import NunmulClient
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.server import WAIT_SECONDS
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.world import Channel, Guild


def new_server(club: Club, locale: str = "en-US", *, with_system: bool = True) -> tuple[Guild, Channel]:
    """Create a server that has not invited the bot yet, and return it with its only channel."""
    server = club.discord.world.create_guild("Newcomers", locale, with_bot=False)
    channel = club.discord.world.create_channel(server, "lobby")
    server.system_channel = channel if with_system else None
    return server, channel


async def invite(club: Club, server: Guild, bot: discord.Client) -> None:
    """Invite the bot to a server, then to another one, whose greeting shows that the bot is done with the first."""
    await bot.wait_until_ready()
    await club.discord.run(club.discord.events.invite_bot(server))
    after, channel = new_server(club)
    await club.discord.run(club.discord.events.invite_bot(after))
    posts = f"/channels/{channel.id}/messages"
    await club.discord.wait_until(
        lambda: any(request.status for request in club.discord.log.matching("POST", posts)), 20
    )


def posted_messages(channel: Channel) -> list[VisibleMessage]:
    return [VisibleMessage(message) for message in channel.messages.values()]


async def test_a_new_server_is_greeted_in_its_system_channel(club: Club, bot: discord.Client) -> None:
    """The welcome says what Nunmul is, and mentions two commands that can be clicked."""
    server, channel = new_server(club)
    await invite(club, server, bot)
    (hello,) = posted_messages(channel)
    assert "I know films that make people cry" in hello.text
    assert isinstance(bot, NunmulClient)
    for command in ("film show", "help"):
        assert f"</{command}:{bot.command_ids[command.split()[0]]}>" in hello.text


async def test_the_buttons_of_the_welcome_work(club: Club, bot: discord.Client) -> None:
    """One button draws a film for everyone, one prepares a poll, and one opens the settings, but only for managers."""
    server, channel = new_server(club)
    await invite(club, server, bot)
    club.discord.world.add_member(club.sam.user, server)
    club.discord.world.add_member(club.mina.user, server, ["manage_guild"])
    (hello,), sam, mina = posted_messages(channel), club.sam.in_channel(channel), club.mina.in_channel(channel)
    drawn = (await sam.click(hello, "🎲 Draw one")).message
    assert (drawn.card.author.name, drawn.is_ephemeral) == ("Drawn by sam", False)
    assert "Your draft" in (await sam.click(hello, "Start a poll")).message.text
    refused = (await sam.click(hello, "Set language and time zone")).message
    assert (refused.is_ephemeral, refused.buttons) == (True, [])
    assert (await mina.click(hello, "Set language and time zone")).message.buttons


async def test_in_a_korean_server_the_welcome_is_korean(club: Club, bot: discord.Client) -> None:
    """Before anyone chooses a language, the bot uses the one that the server has in Discord."""
    server, channel = new_server(club, "ko")
    await invite(club, server, bot)
    assert "눈물 나는 영화를 많이 알고 있어요" in posted_messages(channel)[0].text


async def test_a_server_that_invites_the_bot_again_is_not_greeted_again(club: Club, bot: discord.Client) -> None:
    """After the bot is removed and invited again, the channel still has one welcome."""
    server, channel = new_server(club)
    await invite(club, server, bot)
    await club.discord.run(club.discord.events.remove_bot(server))
    await invite(club, server, bot)
    assert len(posted_messages(channel)) == 1


async def test_an_outage_is_not_an_invitation(club: Club, bot: discord.Client) -> None:
    """A server that is back after an outage is not greeted."""
    club.home_guild.system_channel = club.channel
    await bot.wait_until_ready()
    await club.discord.run(club.discord.events.start_outage(club.home_guild))
    await club.discord.run(club.discord.events.end_outage(club.home_guild))
    server, channel = new_server(club)
    await invite(club, server, bot)
    assert [
        len(posted_messages(channel)),
        [seen for seen in posted_messages(club.channel) if not seen.is_ephemeral],
    ] == [1, []]


async def test_a_restart_greets_nobody_again(club: Club, database_file: Path) -> None:
    """The greeting is recorded, so that the next process does not post it when the bot is invited again."""
    server, channel = new_server(club)
    async with in_process_bot(club.discord, database_file) as bot:
        await invite(club, server, bot)
    async with in_process_bot(club.discord, database_file) as bot:
        await club.discord.run(club.discord.events.remove_bot(server))
        await invite(club, server, bot)
    assert len(posted_messages(channel)) == 1


async def test_without_permission_nothing_is_posted_yet(club: Club, bot: discord.Client) -> None:
    """Nothing is posted in any channel. Once the bot is invited again with permission, it greets the server."""
    for missing in ("view_channel", "send_messages", "embed_links"):
        server, channel = new_server(club)
        other = club.discord.world.create_channel(server, "films")
        channel.denied_permissions[club.discord.world.bot.id] = {missing}
        await invite(club, server, bot)
        assert (posted_messages(channel), posted_messages(other)) == ([], [])
        await club.discord.run(club.discord.events.remove_bot(server))
        channel.denied_permissions.clear()
        await invite(club, server, bot)
        assert (len(posted_messages(channel)), posted_messages(other)) == (1, [])
    assert club.discord.log.invalid_request_count == 0


async def test_without_a_system_channel_nothing_is_posted(club: Club, bot: discord.Client) -> None:
    """The welcome is not posted in another channel instead."""
    server, channel = new_server(club, with_system=False)
    await invite(club, server, bot)
    assert posted_messages(channel) == []


async def test_a_welcome_that_discord_refuses_is_logged(
    club: Club, bot: discord.Client, caplog: pytest.LogCaptureFixture
) -> None:
    """The bot does not retry, because no welcome is better than two."""
    server, channel = new_server(club)
    club.discord.faults.add("POST", f"/channels/{channel.id}/messages", Fault.api_error(50013))
    await invite(club, server, bot)
    async with asyncio.timeout(WAIT_SECONDS):
        while f"server not greeted server={server.id}" not in caplog.text:  # noqa: ASYNC110  # caplog does not announce new lines
            await asyncio.sleep(0.01)
    assert posted_messages(channel) == []
