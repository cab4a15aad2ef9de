"""What a bot may do in channels by itself."""

import io
from typing import Any

import discord
import pytest

from tests.discord_server.bots.probe import ProbeClient
from tests.discord_server.club import Club
from tests.discord_server.rest.test_interaction_routes import refusal
from tests.discord_server.world import Channel


def channel_of(probe: ProbeClient, channel: Channel) -> discord.PartialMessageable:
    return probe.get_partial_messageable(channel.id)


async def test_a_message_is_posted_read_changed_and_deleted(probe: ProbeClient, club: Club) -> None:
    """Members see the message as posted, then as edited; once deleted, it can no longer be edited."""
    message = await channel_of(probe, club.channel).send("Poll")
    assert [seen.content for seen in club.jiwoo.visible_messages()] == ["Poll"]
    assert (await channel_of(probe, club.channel).fetch_message(message.id)).content == "Poll"
    await message.edit(content="Closed")
    assert [seen.content for seen in club.sam.visible_messages()] == ["Closed"]
    await message.delete()
    assert await refusal(message.edit(content="gone")) == (404, 10008)


async def test_one_nonce_makes_one_message(probe: ProbeClient, club: Club) -> None:
    """With an enforced nonce, a retry does not post twice."""
    first = await channel_of(probe, club.channel).send("Result", nonce="poll-1")
    second = await channel_of(probe, club.channel).send("Result", nonce="poll-1")
    assert (first.id == second.id, len(club.sam.visible_messages())) == (True, 1)


async def test_the_history_of_a_channel_can_be_read(probe: ProbeClient, club: Club) -> None:
    """The history has the newest messages, or those after an id; without Read Message History, it is empty."""
    channel = channel_of(probe, club.channel)
    sent = [(await channel.send(str(number))).id for number in range(5)]
    assert [message.id async for message in channel.history(limit=3)] == sent[:1:-1]
    assert [message.id async for message in channel.history(after=discord.Object(sent[2]))] == sent[3:]
    club.channel.denied_permissions[club.discord.world.bot.id] = {"read_message_history"}
    assert [message async for message in channel.history()] == []


@pytest.mark.parametrize(
    ("taken", "sent", "code"),
    [
        ("view_channel", {"content": "hi"}, 50001),
        ("send_messages", {"content": "hi"}, 50013),
        ("embed_links", {"embed": discord.Embed(title="hi")}, 50013),
        ("attach_files", {"file": discord.File(io.BytesIO(b""), "a.png")}, 50013),
    ],
)
async def test_posting_without_a_permission_is_refused(
    probe: ProbeClient, club: Club, taken: str, sent: dict[str, Any], code: int
) -> None:
    """The refusal has Discord's code and counts as an invalid request."""
    changed = probe.expect_event("guild_channel_update")
    await club.discord.run(club.discord.events.deny_permissions(club.channel, taken))
    _, after = await changed
    assert not getattr(after.permissions_for(after.guild.me), taken)
    assert await refusal(channel_of(probe, club.channel).send(**sent)) == (403, code)
    assert club.discord.log.invalid_request_count == 1
    await club.discord.run(club.discord.events.clear_denied_permissions(club.channel))
    await channel_of(probe, club.channel).send("hi")


async def test_threads_have_their_own_permission_to_send(probe: ProbeClient, club: Club) -> None:
    """A bot that may not post in a channel may post in its thread; an archived thread accepts posts, but no edits."""
    await club.discord.run(club.discord.events.deny_permissions(club.channel, "send_messages"))
    message = await channel_of(probe, club.thread).send("spoiler")
    await club.discord.run(club.discord.events.archive_thread(club.thread))
    assert await refusal(message.edit(content="more")) == (400, 50083)
    await channel_of(probe, club.thread).send("again")
    await message.edit(content="more")


async def test_deleted_channels_and_messages_are_unknown(probe: ProbeClient, club: Club) -> None:
    """A deleted message and a deleted channel are unknown; discord.py is told about the channel."""
    message = await channel_of(probe, club.channel).send("Poll")
    await club.discord.run(club.discord.events.delete_message(club.sam.visible_messages()[0].message))
    assert await refusal(message.edit(content="gone")) == (404, 10008)
    for event, channel in (("thread_delete", club.thread), ("guild_channel_delete", club.channel)):
        deleted = probe.expect_event(event)
        await club.discord.run(club.discord.events.delete_channel(channel))
        assert (await deleted).id == channel.id
        assert await refusal(channel_of(probe, channel).send("gone")) == (404, 10003)


async def test_another_servers_channel_is_off_limits(probe: ProbeClient, club: Club) -> None:
    """The bot cannot post where it is not a member."""
    assert await refusal(channel_of(probe, club.other_guild.channels[0]).send("hi")) == (403, 50001)


async def test_a_broken_rule_is_reported_at_the_end(probe: ProbeClient, club: Club) -> None:
    """A body that may ping and an unknown route are both reported."""
    probe.allowed_mentions = None
    await channel_of(probe, club.channel).send("@everyone")
    assert await refusal(probe.fetch_guild_preview(club.home_guild.id)) == (404, 0)
    with pytest.raises(AssertionError, match="no route of this small Discord") as found:
        club.discord.assert_no_violations()
    assert "allowed_mentions: missing" in str(found.value)
    club.discord.log.requests.clear()


async def test_a_new_message_reopens_an_archived_thread(probe: ProbeClient, club: Club) -> None:
    """A message reopens an archived thread, so that messages in it can be edited; a locked thread stays archived."""
    there = channel_of(probe, club.thread)
    message = await there.send("hello")
    await club.discord.run(club.discord.events.archive_thread(club.thread))
    assert await refusal(message.edit(content="changed")) == (400, 50083)
    await there.send("awake")
    assert not club.thread.is_archived
    await message.edit(content="changed")
    await club.discord.run(club.discord.events.archive_thread(club.thread, locked=True))
    assert await refusal(message.edit(content="again")) == (400, 50083)
    assert await refusal(there.send("awake?")) == (400, 160005)
    assert club.thread.is_archived


async def test_a_locked_thread_is_only_for_its_managers(probe: ProbeClient, club: Club) -> None:
    """A bot can edit its message in a locked thread only if it may manage threads."""
    there = channel_of(probe, club.thread)
    message = await there.send("hello")
    club.thread.is_locked = True
    assert await refusal(message.edit(content="changed")) == (400, 160005)
    club.thread.granted_permissions[club.discord.world.bot.id] = {"manage_threads"}
    await message.edit(content="changed")


async def test_a_private_thread_is_only_for_its_members(probe: ProbeClient, club: Club) -> None:
    """The bot cannot post in a private thread until it is added."""
    thread = club.discord.world.create_private_thread(club.channel, "aside", club.sam.user)
    there = channel_of(probe, thread)
    assert await refusal(there.send("hello")) == (403, 50001)
    await club.discord.run(club.discord.events.add_bot_to_thread(thread))
    await there.send("hello")
