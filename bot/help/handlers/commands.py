"""The slash commands of help."""

from collections.abc import Sequence

from discord import app_commands

from bot.core.feature import Command, CoreServices
from bot.core.interactions.context import Context
from bot.help.handlers.pages import HelpPages


def help_commands(core: CoreServices, pages: HelpPages) -> Sequence[Command]:
    """Return `/help` and `/about`, which answer privately and are available everywhere."""
    text = core.translations.command_text

    @app_commands.command(name="help", description=text("help.command.help"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    @core.dispatcher.command("help")
    async def help_command(context: Context) -> None:
        await context.reply_private(*pages.help_page(context))

    @app_commands.command(name="about", description=text("help.command.about"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    @core.dispatcher.command("about")
    async def about_command(context: Context) -> None:
        await context.reply_private(*await pages.about_page(context))

    return [help_command, about_command]
