"""The slash commands of privacy."""

from discord import app_commands

from bot.core.feature import Kit
from bot.core.interactions.context import Ask
from bot.privacy.buttons import answers
from bot.privacy.cards import copy_card, kept_card, nothing_card, question_card
from bot.privacy.service.people import People

FILE = "nunmul.json"
COPY, FORGET = "privacy export", "privacy forget"


def privacy_commands(kit: Kit, people: People) -> app_commands.Group:
    """`/privacy` and what is under it; every answer is for the person alone."""
    text = kit.words.command_text
    privacy = app_commands.Group(
        name="privacy",
        description=text("privacy.command.privacy"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )

    @privacy.command(name="show", description=text("privacy.command.show"))
    @kit.replies.command("privacy show")
    async def show(ask: Ask) -> None:
        kept = await people.kept(ask.person)
        of_server = await people.kept_of_server(ask.server) if ask.server and ask.is_host else None
        await ask.tell(kept_card(kept, of_server, ask.mention(COPY), ask.mention(FORGET), ask.me))

    @privacy.command(name="export", description=text("privacy.command.export"))
    @kit.replies.command("privacy export")
    async def export(ask: Ask) -> None:
        if copy := await people.copy(ask.person):
            await ask.tell(copy_card(ask.me), file=(FILE, copy))
        else:
            await ask.tell(nothing_card(ask.me))

    @privacy.command(name="forget", description=text("privacy.command.forget"))
    @kit.replies.command("privacy forget")
    async def forget(ask: Ask) -> None:
        if kept := await people.kept(ask.person):
            card = question_card(kept, ask.mention(COPY), ask.me)
            await ask.tell(card, answers(ask.person, kit.clock(), ask.me))
        else:
            await ask.tell(nothing_card(ask.me))

    return privacy
