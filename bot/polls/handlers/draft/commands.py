"""The slash commands that prepare a poll."""

from functools import partial

from discord import Interaction, app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.films.cards.film_parts import film_choice
from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH
from bot.films.service.films import CHOICE_PREFIX, Films
from bot.polls.handlers.draft.open_panel import DraftHandlers
from bot.polls.rules.option import MAX_QUESTION_LENGTH

QuestionInput = app_commands.Range[str, 1, MAX_QUESTION_LENGTH]
FilmInput = app_commands.Range[str, 0, MAX_TITLE_LENGTH]


def add_draft_commands(group: app_commands.Group, core: CoreServices, handlers: DraftHandlers) -> None:
    """Add `start` and `add` to `/poll`."""
    text = core.translations.command_text

    async def films(interaction: Interaction, user_input: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, user_input, partial(_film_choices, handlers.panel.films))

    @group.command(name="start", description=text("polls.command.start"))
    @app_commands.describe(
        question=text("polls.command.question"),
        film1=text("polls.command.film"),
        film2=text("polls.command.film"),
        film3=text("polls.command.film"),
        film4=text("polls.command.film"),
        film5=text("polls.command.film"),
    )
    @app_commands.autocomplete(film1=films, film2=films, film3=films, film4=films, film5=films)
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
    ) -> None:
        await handlers.start(context, question or "", [film1, film2, film3, film4, film5])

    @group.command(name="add", description=text("polls.command.add"))
    @app_commands.describe(film=text("polls.command.film-to-add"))
    @app_commands.autocomplete(film=films)
    @core.dispatcher.command("poll add")
    async def add(context: Context, film: FilmInput) -> None:
        await handlers.add_film(context, film)


async def _film_choices(films: Films, context: Context, user_input: str) -> Choices:
    """Return the films that a partly typed text may mean, labelled as in `/film show`."""
    return [
        app_commands.Choice(name=film_choice(film, context.user_text), value=f"{CHOICE_PREFIX}{film.id}")
        for film in await films.suggest(user_input, context.guild_id)
    ]
