"""Finds the film that a typed title means, and asks the person if that is uncertain."""

from collections.abc import Callable, Sequence

from discord import app_commands

from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import escaping, theme
from bot.films.cards.film_parts import film_detail, film_label
from bot.films.cards.not_found import ambiguous_card, not_found_card
from bot.films.rules.film import FilmSummary
from bot.films.rules.finder.finder import Ambiguous, Found, NotFound
from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH
from bot.films.service.films import CHOICE_PREFIX, Films
from bot.ids import FilmId

TitleOption = app_commands.Range[str, 0, MAX_TITLE_LENGTH]
MAX_BUTTONS = 20
CustomId = Callable[[FilmId], tuple[str, str]]
"""Returns the name and argument of a component that repeats the command for one film."""


async def find_film(context: Context, films: Films, title: str, custom_id: CustomId) -> FilmId | None:
    """Return the film that a title means; if that is uncertain or there is none, reply privately and return None."""
    match await films.find(title, context.guild_id):
        case Found(film_id=found) | NotFound(nearest=(found,), is_prefix_match=True):
            return found
        case Ambiguous(film_ids=namesakes):
            shown = await films.summaries(namesakes[:MAX_BUTTONS], context.guild_id)
            details = [film_detail(film, context.user_text) for film in shown]
            buttons = _film_buttons(shown, custom_id, context, [f" · {detail}" for detail in details])
            await context.reply_private(ambiguous_card(title, context.user_text), buttons)
        case NotFound(nearest=nearest):
            shown = await films.summaries(nearest, context.guild_id)
            buttons = _film_buttons(shown, custom_id, context, [""] * len(shown))
            await context.reply_private(not_found_card(title, shown, context.user_text), buttons)
    return None


def _film_buttons(
    films: Sequence[FilmSummary], custom_id: CustomId, context: Context, details: Sequence[str]
) -> list[Component]:
    return [
        button(*custom_id(film.id), f"{film_label(film, context.user_text)}{detail}")
        for film, detail in zip(films, details, strict=True)
    ]


async def suggest_titles(films: Films, context: Context, user_input: str) -> Choices:
    """Return the films that a partly typed title may mean."""
    return [
        app_commands.Choice(
            name=escaping.label(
                f"{film_label(film, context.user_text)} · {film_detail(film, context.user_text)}", theme.CHOICE_LIMIT
            ),
            value=f"{CHOICE_PREFIX}{film.id}",
        )
        for film in await films.suggest(user_input, context.guild_id)
    ]
