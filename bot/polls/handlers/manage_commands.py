"""The slash commands for polls that are running or over."""

from functools import partial

from discord import Interaction, app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import theme
from bot.polls.cards.poll_list import choice_line
from bot.polls.handlers.manage import Running
from bot.polls.rules.option import MAX_QUESTION_LENGTH

Typed = app_commands.Range[str, 0, MAX_QUESTION_LENGTH]


def add_running(group: app_commands.Group, core: CoreServices, running: Running) -> None:
    """Put `results`, `list`, `end` and `cancel` under `/poll`."""
    text = core.translations.command_text
    offer_any, offer_open = partial(_offered, running, only_open=False), partial(_offered, running, only_open=True)

    async def any_poll(interaction: Interaction, typed: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, typed, offer_any)

    async def open_poll(interaction: Interaction, typed: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, typed, offer_open)

    @group.command(name="results", description=text("polls.running.results"))
    @app_commands.describe(poll=text("polls.running.which"))
    @app_commands.autocomplete(poll=any_poll)
    @core.dispatcher.command("poll results")
    async def results(context: Context, poll: Typed = "") -> None:
        await running.results(context, poll)

    @group.command(name="list", description=text("polls.running.list"))
    @core.dispatcher.command("poll list")
    async def list_(context: Context) -> None:
        await running.list(context)

    @group.command(name="end", description=text("polls.running.end"))
    @app_commands.describe(poll=text("polls.running.which"))
    @app_commands.autocomplete(poll=open_poll)
    @core.dispatcher.command("poll end")
    async def end(context: Context, poll: Typed) -> None:
        await running.end(context, poll)

    @group.command(name="cancel", description=text("polls.running.cancel"))
    @app_commands.describe(poll=text("polls.running.which"))
    @app_commands.autocomplete(poll=open_poll)
    @core.dispatcher.command("poll cancel")
    async def cancel(context: Context, poll: Typed) -> None:
        await running.cancel(context, poll)


async def _offered(running: Running, context: Context, typed: str, *, only_open: bool) -> Choices:
    """The server's polls by their questions, with how each stands."""
    found = await running.offered(context, typed, only_open=only_open)
    return [
        app_commands.Choice(
            name=theme.label(choice_line(one, context.user_text), theme.CHOICE_LIMIT), value=str(one.poll.id)
        )
        for one in found
    ]
