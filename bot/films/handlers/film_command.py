"""The `/film show` command, and the replies to titles that do not name exactly one film."""

from collections.abc import Sequence

from discord import Interaction, app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.films.cards.film_parts import film_choice
from bot.films.cards.not_found import ambiguous_card, not_found_card
from bot.films.handlers.film_card import FilmCardHandlers
from bot.films.handlers.film_card_buttons import namesake_select, nearest_buttons
from bot.films.rules.finder.finder import Ambiguous, Found, NotFound
from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH
from bot.films.service.films import CHOICE_PREFIX, Films
from bot.ids import FilmId

TitleOption = app_commands.Range[str, 0, MAX_TITLE_LENGTH]


def film_commands(core: CoreServices, film_cards: FilmCardHandlers) -> app_commands.Group:
    """Build `/film` and `/film show`."""
    text, films = core.translations.command_text, film_cards.films
    film = app_commands.Group(
        name="film",
        description=text("films.command.film"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )

    @film.command(name="show", description=text("films.command.show"))
    @app_commands.describe(title=text("films.command.title"), full=text("films.command.full"))
    @core.dispatcher.command("film show")
    async def show(context: Context, title: TitleOption, *, full: bool = False) -> None:
        match await films.find(title, context.guild_id):
            case NotFound(nearest=(nearest_id,), is_prefix_match=True):
                await film_cards.show(context, nearest_id, is_full=full, user_input=title)
            case found:
                if film_id := await _resolve_found(context, film_cards, title, found):
                    await film_cards.show(context, film_id, is_full=full)

    @show.autocomplete("title")
    async def autocomplete_title(interaction: Interaction, query: str) -> Choices:
        return await core.dispatcher.autocomplete(
            interaction, query, lambda context, user_input: suggest_titles(films, context, user_input)
        )

    return film


async def suggest_titles(films: Films, context: Context, query: str) -> Choices:
    """Return the films that a partly typed title may mean."""
    return [
        app_commands.Choice(name=film_choice(film, context.user_text), value=f"{CHOICE_PREFIX}{film.id}")
        for film in await films.suggest(query, context.guild_id)
    ]


async def resolve_title(context: Context, film_cards: FilmCardHandlers, title: str) -> FilmId | None:
    """Return the id of the film that a title means; if that is uncertain, reply with suggestions and return None."""
    return await _resolve_found(context, film_cards, title, await film_cards.films.find(title, context.guild_id))


async def _resolve_found(
    context: Context, film_cards: FilmCardHandlers, title: str, found: Found | Ambiguous | NotFound
) -> FilmId | None:
    match found:
        case Found(film_id=film_id) | NotFound(nearest=(film_id,), is_prefix_match=True):
            return film_id
        case Ambiguous(film_ids=film_ids):
            await _ask_which(context, film_cards, title, film_ids)
        case NotFound(nearest=film_ids):
            await _suggest_nearest(context, film_cards, title, film_ids)
    return None


async def _ask_which(context: Context, film_cards: FilmCardHandlers, title: str, film_ids: Sequence[FilmId]) -> None:
    namesakes = await film_cards.films.summaries(film_ids, context.guild_id)
    await context.reply_private(
        ambiguous_card(title, context.user_text), [namesake_select(namesakes, context.user_text)]
    )


async def _suggest_nearest(
    context: Context, film_cards: FilmCardHandlers, title: str, film_ids: Sequence[FilmId]
) -> None:
    """Suggest the nearest films, and what to try if the person meant none of them."""
    nearest = await film_cards.films.summaries(film_ids, context.guild_id)
    buttons = [*nearest_buttons(nearest, context.user_text), *film_cards.next_step_buttons(context)]
    await context.reply_private(not_found_card(title, nearest, context.user_text), buttons)
