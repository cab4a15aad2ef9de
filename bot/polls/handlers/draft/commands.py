"""The slash commands that prepare a poll."""

from functools import partial

from discord import Interaction, app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.films.cards.film_parts import film_choice
from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH
from bot.films.service.films import CHOICE_PREFIX, Films
from bot.ids import NO_GUILD
from bot.polls.handlers.draft.open_panel import DraftHandlers
from bot.polls.handlers.draft_modals import MAX_DEADLINE_LENGTH
from bot.polls.handlers.typed_times import time_choices
from bot.polls.rules.option import MAX_QUESTION_LENGTH
from bot.settings.rules.local_time import local_datetime

QuestionInput = app_commands.Range[str, 1, MAX_QUESTION_LENGTH]
FilmInput = app_commands.Range[str, 0, MAX_TITLE_LENGTH]
TimeInput = app_commands.Range[str, 0, MAX_DEADLINE_LENGTH]


def add_draft_commands(group: app_commands.Group, core: CoreServices, handlers: DraftHandlers) -> None:
    """Add `start` and `add` to `/poll`."""
    text = core.translations.command_text

    async def films(interaction: Interaction, user_input: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, user_input, partial(_film_choices, handlers.panel.films))

    async def times(interaction: Interaction, user_input: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, user_input, partial(_time_choices, handlers))

    @group.command(name="start", description=text("polls.command.start"))
    @app_commands.describe(
        question=text("polls.command.question"),
        film1=text("polls.command.film"),
        film2=text("polls.command.film"),
        film3=text("polls.command.film"),
        film4=text("polls.command.film"),
        film5=text("polls.command.film"),
        watch_at=text("polls.command.watch"),
    )
    @app_commands.autocomplete(film1=films, film2=films, film3=films, film4=films, film5=films, watch_at=times)
    @core.dispatcher.command("poll start")
    async def start(  # noqa: PLR0913  # Discord has no option with several values
        context: Context,
        *,
        question: QuestionInput | None = None,
        film1: FilmInput = "",
        film2: FilmInput = "",
        film3: FilmInput = "",
        film4: FilmInput = "",
        film5: FilmInput = "",
        watch_at: TimeInput = "",
    ) -> None:
        await handlers.start(context, question or "", [film1, film2, film3, film4, film5], watch_at)

    @group.command(name="add", description=text("polls.command.add"))
    @app_commands.describe(film=text("polls.command.film-to-add"))
    @app_commands.autocomplete(film=films)
    @core.dispatcher.command("poll add")
    async def add(context: Context, film: FilmInput) -> None:
        await handlers.add_film(context, film)


async def _film_choices(films: Films, context: Context, user_input: str) -> Choices:
    """Return the films that a partly typed text could mean, labelled as in `/film show`."""
    return [
        app_commands.Choice(name=film_choice(film, context.user_text), value=f"{CHOICE_PREFIX}{film.id}")
        for film in await films.suggest(user_input, context.guild_id)
    ]


async def _time_choices(handlers: DraftHandlers, context: Context, user_input: str) -> Choices:
    """Return the times that a partly typed text could mean in this server's time zone, each with its date."""
    zone, now = handlers.settings.zone(context.guild_id or NO_GUILD), handlers.panel.clock()
    return time_choices(user_input, zone, now, lambda seconds: local_datetime(zone, now + seconds), context.user_text)
