"""The slash commands for open and past polls."""

from functools import partial

from discord import Interaction, app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import escaping, theme
from bot.polls.cards.poll_list import choice_label
from bot.polls.handlers.draft_modals import MAX_DEADLINE_LENGTH
from bot.polls.handlers.manage import ManageHandlers
from bot.polls.handlers.management.extend import ExtendHandlers
from bot.polls.rules.option import MAX_QUESTION_LENGTH

PollInput = app_commands.Range[str, 0, MAX_QUESTION_LENGTH]
TimeInput = app_commands.Range[str, 1, MAX_DEADLINE_LENGTH]


def add_manage_commands(group: app_commands.Group, core: CoreServices, handlers: ManageHandlers) -> None:
    """Add `results`, `list`, `end` and `cancel` to `/poll`."""
    text = core.translations.command_text
    suggest_any, suggest_open = (
        partial(_poll_choices, handlers, only_open=False),
        partial(_poll_choices, handlers, only_open=True),
    )

    async def autocomplete_any_poll(interaction: Interaction, user_input: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, user_input, suggest_any)

    async def autocomplete_open_poll(interaction: Interaction, user_input: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, user_input, suggest_open)

    @group.command(name="results", description=text("polls.running.results"))
    @app_commands.describe(poll=text("polls.running.which"))
    @app_commands.autocomplete(poll=autocomplete_any_poll)
    @core.dispatcher.command("poll results")
    async def results(context: Context, poll: PollInput = "") -> None:
        await handlers.show_results(context, poll)

    @group.command(name="list", description=text("polls.running.list"))
    @core.dispatcher.command("poll list")
    async def list_(context: Context) -> None:
        await handlers.show_list(context)

    @group.command(name="end", description=text("polls.running.end"))
    @app_commands.describe(poll=text("polls.running.which"))
    @app_commands.autocomplete(poll=autocomplete_open_poll)
    @core.dispatcher.command("poll end")
    async def end(context: Context, poll: PollInput) -> None:
        await handlers.end(context, poll)

    @group.command(name="cancel", description=text("polls.running.cancel"))
    @app_commands.describe(poll=text("polls.running.which"))
    @app_commands.autocomplete(poll=autocomplete_open_poll)
    @core.dispatcher.command("poll cancel")
    async def cancel(context: Context, poll: PollInput) -> None:
        await handlers.cancel(context, poll)


def add_extend_command(group: app_commands.Group, core: CoreServices, handlers: ExtendHandlers) -> None:
    """Add `extend` to `/poll`."""
    text = core.translations.command_text
    suggest_open = partial(_poll_choices, handlers.manage, only_open=True)

    async def autocomplete_open_poll(interaction: Interaction, user_input: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, user_input, suggest_open)

    async def autocomplete_time(interaction: Interaction, user_input: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, user_input, handlers.suggest_times)

    @group.command(name="extend", description=text("polls.running.extend"))
    @app_commands.describe(poll=text("polls.running.which"), time=text("polls.running.time"))
    @app_commands.autocomplete(poll=autocomplete_open_poll, time=autocomplete_time)
    @core.dispatcher.command("poll extend")
    async def extend(context: Context, poll: PollInput, time: TimeInput) -> None:
        await handlers.extend(context, poll, time)


async def _poll_choices(handlers: ManageHandlers, context: Context, user_input: str, *, only_open: bool) -> Choices:
    """Return the polls that a partly typed question could mean, each with its state."""
    summaries = await handlers.suggest_polls(context, user_input, only_open=only_open)
    return [
        app_commands.Choice(
            name=escaping.label(choice_label(summary, context.user_text), theme.CHOICE_LIMIT),
            value=str(summary.poll.id),
        )
        for summary in summaries
    ]
