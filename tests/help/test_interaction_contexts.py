"""/help where only the real gateway makes a difference: user installs, private groups, direct messages."""

from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.core.feature import Feature
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.users.simulated_user import SimulatedUser


async def do_nothing(_: discord.Interaction) -> None:
    """Do nothing: this is the callback of the made-up commands."""


def command(name: str, **places: bool) -> app_commands.Command[Any, ..., None]:
    new_command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=name,
        description=f"{name} description",
        callback=do_nothing,
        allowed_contexts=app_commands.AppCommandContext(**places) if places else None,
    )
    return new_command


MORE_TOPIC = {"More", "그 밖에"}
"""The name, in each language, of the topic for commands that have no topic of their own."""
FEATURE = Feature(
    "by servers",
    commands=[command("installed"), command("direct", guild=False, dm_channel=True, private_channel=False)],
)


async def shown_commands(guest: SimulatedUser) -> list[str]:
    """Return which of the feature's two made-up commands `/help` shows to someone."""
    page = (await guest.slash("help")).message
    assert "film show" in page.text
    topics = [option["label"] for control in page.controls for option in control.get("options", ())]
    if MORE_TOPIC.isdisjoint(topics):
        return []
    text = (await guest.select(page, topics[-1])).message.text
    return [name for name in ("installed", "direct") if f"{name} description" in text]


async def test_server_commands_are_not_listed_for_user_installs(club: Club, database_file: Path) -> None:
    """Where the bot is only installed by a person, only commands that work there are shown."""
    group = club.discord.world.create_group_dm(club.mina.user, club.sam.user)
    async with in_process_bot(club.discord, database_file, extra_features=[FEATURE]):
        assert await shown_commands(club.mina) == ["installed"]
        assert await shown_commands(club.sam_in_dm) == ["installed", "direct"]
        assert await shown_commands(club.mina_in_other_guild) == []
        assert await shown_commands(club.mina.in_channel(group)) == []
