"""The slash commands of privacy."""

from discord import app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.privacy.cards import copy_card, kept_card, nothing_card, question_card
from bot.privacy.handlers import answers
from bot.privacy.service.user_data import UserDataService

FILE = "nunmul.json"
COPY, FORGET = "privacy export", "privacy forget"


def privacy_commands(core: CoreServices, people: UserDataService) -> app_commands.Group:
    """`/privacy` and what is under it; every answer is for the person alone."""
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
        kept = await people.count_user_rows(context.user_id)
        of_server = await people.count_guild_rows(context.guild_id) if context.guild_id and context.is_host else None
        await context.reply_private(
            kept_card(
                kept, of_server, context.command_mention(COPY), context.command_mention(FORGET), context.user_text
            )
        )

    @privacy.command(name="export", description=text("privacy.command.export"))
    @core.dispatcher.command("privacy export")
    async def export(context: Context) -> None:
        if copy := await people.export(context.user_id):
            await context.reply_private(copy_card(context.user_text), file=(FILE, copy))
        else:
            await context.reply_private(nothing_card(context.user_text))

    @privacy.command(name="forget", description=text("privacy.command.forget"))
    @core.dispatcher.command("privacy forget")
    async def forget(context: Context) -> None:
        if kept := await people.count_user_rows(context.user_id):
            card = question_card(kept, context.command_mention(COPY), context.user_text)
            await context.reply_private(card, answers(context.user_id, core.clock(), context.user_text))
        else:
            await context.reply_private(nothing_card(context.user_text))

    return privacy
