"""Controls and commands of an older Nunmul get a kind answer, never silence."""

from typing import Any

import discord

from tests.discord_server.club import Club
from tests.discord_server.users.responses import VisibleMessage


async def post_button(club: Club, bot: discord.Client, custom_id: str) -> VisibleMessage:
    """Post a message with a button that has this custom id, and return the message."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="old", custom_id=custom_id))
    view.stop()
    channel = bot.get_channel(club.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=view)
    return club.sam.visible_messages()[-1]


async def test_an_unknown_button_is_answered(club: Club, bot: discord.Client) -> None:
    """The private answer says that the button is from an older version."""
    for custom_id in ("v0:vote:1", "v1:nobody:1", "v1::1", "v1:FILM:1", "x", "v1:film"):
        answer = await club.sam.click(await post_button(club, bot, custom_id), "old")
        assert answer.message.is_ephemeral, custom_id
        assert "from an older version of me" in answer.message.text, custom_id


async def test_a_button_without_a_film_says_that_the_film_is_gone(club: Club, bot: discord.Client) -> None:
    """The answer is private, whatever the custom id contains."""
    for rest in ("abc", "", "1:2", "99999999999999999999", "1_0", "٣", "9" * 60):
        answer = await club.sam.click(await post_button(club, bot, f"v1:film:{rest}"), "old")
        assert answer.message.is_ephemeral, rest
        assert "I don't have that film any more" in answer.message.text, rest


async def test_a_command_of_an_older_sync_is_answered(club: Club, bot: discord.Client) -> None:
    """Someone who sends a command that Discord still shows, but that no longer exists, is answered privately."""
    gone: dict[str, Any] = {**club.discord.world.commands[0], "name": "gone", "options": []}
    club.discord.world.commands.append(gone)
    answer = await club.sam.slash("gone")
    assert answer.message.is_ephemeral
    assert "This command has been updated" in answer.message.text
