"""The slash commands of help."""

from collections.abc import Sequence

from discord import app_commands

from bot.core.feature import Command, Kit
from bot.core.interactions.context import Ask
from bot.help.buttons import Pages


def help_commands(kit: Kit, pages: Pages) -> Sequence[Command]:
    """`/help` and `/about`, both private and both everywhere."""
    text = kit.words.command_text

    @app_commands.command(name="help", description=text("help.command.help"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    @kit.replies.command("help")
    async def commands(ask: Ask) -> None:
        await ask.tell(*pages.commands(ask))

    @app_commands.command(name="about", description=text("help.command.about"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    @kit.replies.command("about")
    async def about(ask: Ask) -> None:
        await ask.tell(*await pages.about(ask))

    return [commands, about]
