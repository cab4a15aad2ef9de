"""The slash command that rates a film."""

from functools import partial

from discord import Interaction, app_commands

from bot.core.feature import Command, CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text.languages import Language
from bot.core.text.translations import choice_text
from bot.ids import FilmId
from bot.tears.cards.rating import level_labels
from bot.tears.handlers.find_film import TitleOption, find_film, suggest_titles
from bot.tears.handlers.rating import RATE, RatingHandlers
from bot.tears.rules.rating import MAX_MOMENT_LENGTH, MAX_TISSUES

TissuesOption = app_commands.Range[int, 0, MAX_TISSUES]
MomentOption = app_commands.Range[str, 0, MAX_MOMENT_LENGTH]


def cried_command(core: CoreServices, handlers: RatingHandlers) -> Command:
    """Return `/cried`, which exists only where the bot is a member, because ratings belong to a server."""
    text = core.translations.command_text

    @app_commands.command(name="cried", description=text("tears.command.cried"))
    @app_commands.describe(
        film=text("tears.command.film"), tissues=text("tears.command.tissues"), moment=text("tears.command.moment")
    )
    @app_commands.choices(tissues=_tissues_choices(core))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @core.dispatcher.command("cried")
    async def cried(context: Context, film: TitleOption, tissues: TissuesOption, moment: MomentOption = "") -> None:
        def rate_button(film_id: FilmId) -> tuple[str, str]:
            return RATE, f"{film_id}:{tissues}"

        if film_id := await find_film(context, handlers.films, film, rate_button):
            await handlers.rate(context, film_id, tissues, moment)

    @cried.autocomplete("film")
    async def autocomplete_film(interaction: Interaction, query: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, query, partial(suggest_titles, handlers.films))

    return cried


def _tissues_choices(core: CoreServices) -> list[app_commands.Choice[int]]:
    labels = {language: level_labels(core.translations.localizer(language)) for language in Language}
    return [
        app_commands.Choice(
            name=choice_text({language: labels[language][tissues][1] for language in Language}), value=tissues
        )
        for tissues in range(MAX_TISSUES + 1)
    ]
