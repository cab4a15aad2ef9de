"""The slash commands of privacy."""

from discord import app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.privacy.cards import confirmation_card, export_card, no_data_card, stored_data_card
from bot.privacy.handlers import confirmation_buttons
from bot.privacy.service.user_data import UserDataService

EXPORT_FILE = "nunmul.json"
EXPORT_COMMAND, FORGET_COMMAND = "privacy export", "privacy forget"


def privacy_commands(core: CoreServices, user_data: UserDataService) -> app_commands.Group:
    """Return `/privacy` with its subcommands; every answer is private."""
    text = core.translations.command_text
    privacy = app_commands.Group(
        name="privacy",
        description=text("privacy.command.privacy"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )

    @privacy.command(name="show", description=text("privacy.command.show"))
    @core.dispatcher.command("privacy show")
    async def show(context: Context) -> None:
        counts = await user_data.count_user_rows(context.user_id)
        guild_counts = (
            await user_data.count_guild_rows(context.guild_id)
            if context.guild_id and context.can_manage_server
            else None
        )
        await context.reply_private(
            stored_data_card(
                counts,
                guild_counts,
                context.command_mention(EXPORT_COMMAND),
                context.command_mention(FORGET_COMMAND),
                context.user_text,
            )
        )

    @privacy.command(name="export", description=text("privacy.command.export"))
    @core.dispatcher.command("privacy export")
    async def export(context: Context) -> None:
        if exported := await user_data.export(context.user_id):
            await context.reply_private(export_card(context.user_text), file=(EXPORT_FILE, exported))
        else:
            await context.reply_private(no_data_card(context.user_text))

    @privacy.command(name="forget", description=text("privacy.command.forget"))
    @core.dispatcher.command("privacy forget")
    async def forget(context: Context) -> None:
        if counts := await user_data.count_user_rows(context.user_id):
            card = confirmation_card(counts, context.command_mention(EXPORT_COMMAND), context.user_text)
            await context.reply_private(card, confirmation_buttons(context.user_id, core.clock(), context.user_text))
        else:
            await context.reply_private(no_data_card(context.user_text))

    return privacy
