"""Where a poll may be started, and what people are told where it may not."""

import discord
import pytest

from bot.core.interactions import components
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.integration.polls.draft_helpers import open_draft_panel
from tests.integration.polls.poll_helpers import public_messages


async def test_without_permission_to_write_the_panel_says_so(club: Club, bot: discord.Client) -> None:
    """The host can start the same draft in another channel, where they may write."""
    panel = await open_draft_panel(club.sam)
    club.channel.denied_permissions[club.sam.user.id] = {"send_messages"}
    await club.sam.click(panel, "Start")
    assert "You can't post in this channel" in panel.text
    assert "Hope (2013)" in panel.text
    elsewhere = club.sam.in_channel(club.discord.world.create_channel(club.home_guild, "lounge"))
    other = (await elsewhere.slash("poll start")).message
    await elsewhere.click(other, "Start")
    assert "Your poll is open" in other.text
    assert (len(public_messages(club.channel)), len(public_messages(elsewhere.channel))) == (0, 1)


@pytest.mark.parametrize(("denied", "warning"), [("send_messages", "Send Messages"), ("view_channel", "View Channel")])
async def test_what_the_bot_may_not_do_is_named_in_the_panel(
    club: Club, bot: discord.Client, denied: str, warning: str
) -> None:
    """Nothing is posted. Once the bot has the permission, the same panel starts the poll."""
    panel = await open_draft_panel(club.sam)
    await club.discord.run(club.discord.events.deny_permissions(club.channel, denied))
    await club.sam.click(panel, "Start")
    assert warning in panel.text
    assert public_messages(club.channel) == []
    club.channel.denied_permissions.clear()
    await club.sam.click(panel, "Start")
    assert "Your poll is open" in panel.text


async def test_in_a_channel_without_embed_links_nothing_is_lost(club: Club, bot: discord.Client) -> None:
    """The host is told which permission the bot needs. Once the bot has it, the same panel starts the poll."""
    panel = await open_draft_panel(club.sam)
    await club.discord.run(club.discord.events.deny_permissions(club.channel, "embed_links"))
    answer = await club.sam.click(panel, "Start")
    assert answer.message.is_ephemeral
    assert "Embed Links" in answer.message.content
    assert public_messages(club.channel) == []
    club.channel.denied_permissions.clear()
    await club.sam.click(panel, "Start")
    assert "Your poll is open" in panel.text


async def test_a_poll_that_discord_refuses_is_a_draft_again(club: Club, bot: discord.Client) -> None:
    """The panel still has the draft, and the next press of *Start* works."""
    panel = await open_draft_panel(club.sam)
    club.discord.faults.add("POST", "*/channels/*/messages", Fault.api_error(50013))
    await club.sam.click(panel, "Start")
    assert "Hope (2013)" in panel.text
    assert panel.text
    assert public_messages(club.channel) == []
    await club.sam.click(panel, "Start")
    assert "Your poll is open" in panel.text
    assert len(public_messages(club.channel)) == 1


async def test_a_poll_works_in_a_thread(club: Club, bot: discord.Client) -> None:
    """Someone who may not write in a channel can start a poll in one of its threads."""
    sam = club.sam.in_channel(club.thread)
    panel = await open_draft_panel(sam)
    club.channel.denied_permissions[club.sam.user.id] = {"send_messages"}
    await sam.click(panel, "Start")
    assert len(public_messages(club.thread)) == 1


async def test_polls_work_only_in_servers(club: Club, bot: discord.Client) -> None:
    """The command works only in servers. A button that is pressed elsewhere says where polls work."""
    (command,) = [listed for listed in club.discord.world.commands if listed["name"] == "poll"]
    assert (command["contexts"], command["integration_types"]) == ([0], [0])
    abroad = club.mina_in_other_guild
    card = (await abroad.slash("film show", title="Hope")).message
    assert "투표에 넣기" not in card.buttons
    alone = club.sam_in_dm
    there = bot.get_partial_messageable(alone.channel.id)
    await there.send(view=components.build_view([components.button("poll-film", 1, "press")]))
    answer = await alone.click(alone.visible_messages()[-1], "press")
    assert "Polls only work in servers" in answer.message.text


@pytest.mark.parametrize("locale", ["en-US", "ko"])
async def test_a_private_thread_without_the_bot_needs_a_mention(club: Club, bot: discord.Client, locale: str) -> None:
    """The panel asks for a mention, not for a permission. Once the bot is in the thread, the panel starts the poll."""
    club.sam.user.locale = locale
    thread = club.discord.world.create_private_thread(club.channel, "aside", club.sam.user)
    sam = club.sam.in_channel(thread)
    panel = await open_draft_panel(sam)
    start, request = ("Start", "Mention me here once") if locale == "en-US" else KOREAN
    await sam.click(panel, start)
    assert request in panel.text
    assert "View Channel" not in panel.text
    assert "채널 보기" not in panel.text
    assert public_messages(thread) == []
    await club.discord.run(club.discord.events.add_bot_to_thread(thread))
    await sam.click(panel, start)
    assert len(public_messages(thread)) == 1


KOREAN = ("시작", "저를 한 번 멘션한")


async def test_a_private_thread_of_a_hidden_channel_needs_a_permission(club: Club, bot: discord.Client) -> None:
    """A mention would not give the bot access, so the host is told which permission is missing."""
    thread = club.discord.world.create_private_thread(club.channel, "aside", club.sam.user)
    sam = club.sam.in_channel(thread)
    panel = await open_draft_panel(sam)
    await club.discord.run(club.discord.events.deny_permissions(club.channel, "view_channel"))
    await sam.click(panel, "Start")
    assert "View Channel" in panel.text


async def test_no_poll_can_start_in_a_locked_thread(club: Club, bot: discord.Client) -> None:
    """The host is told that the thread is locked, and is not asked for permissions that the bot has."""
    club.thread.is_locked = True
    sam = club.sam.in_channel(club.thread)
    panel = await open_draft_panel(sam)
    await sam.click(panel, "Start")
    assert "is locked" in panel.text
    assert "Send Messages" not in panel.text
    club.thread.is_locked = False
    await sam.click(panel, "Start")
    assert len(public_messages(club.thread)) == 1
