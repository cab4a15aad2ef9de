"""The slash commands of tears, which exist only where the bot is a member, because ratings belong to a server."""

from functools import partial

from discord import Interaction, app_commands

from bot.core.feature import Command, CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import theme
from bot.core.text.languages import Language
from bot.core.text.translations import choice_text
from bot.ids import FilmId
from bot.tears.cards.rating import level_labels
from bot.tears.handlers.boards import BoardHandlers
from bot.tears.handlers.film_board import FILM_BOARD, FilmBoardHandlers
from bot.tears.handlers.find_film import TitleOption, find_film, suggest_titles
from bot.tears.handlers.profile import ProfileHandlers
from bot.tears.handlers.rating import RATE, RatingHandlers
from bot.tears.handlers.year.show import YearHandlers
from bot.tears.rules.period import Period
from bot.tears.rules.rating import MAX_MOMENT_LENGTH, MAX_TISSUES
from bot.tears.rules.year import FIRST_YEAR, LAST_YEAR

TissuesOption = app_commands.Range[int, 0, MAX_TISSUES]
PeriodOption = app_commands.Range[str, 1, 10]
ThemeOption = app_commands.Range[str, 0, theme.CHOICE_LIMIT]
YearOption = app_commands.Range[int, FIRST_YEAR, LAST_YEAR]
MomentOption = app_commands.Range[str, 0, MAX_MOMENT_LENGTH]


def cried_command(core: CoreServices, handlers: RatingHandlers) -> Command:
    """Return `/cried`."""
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


def board_commands(
    core: CoreServices,
    boards: BoardHandlers,
    film_boards: FilmBoardHandlers,
    profiles: ProfileHandlers,
    years: YearHandlers,
) -> app_commands.Group:
    """Return `/board` with `server`, `me`, `film` and `year`."""
    text = core.translations.command_text
    board = app_commands.Group(
        name="board",
        description=text("tears.command.board"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    _add_server_command(board, core, boards)
    _add_year_command(board, core, years)

    @board.command(name="me", description=text("tears.command.me"))
    @core.dispatcher.command("board me")
    async def me(context: Context) -> None:
        await profiles.show(context)

    @board.command(name="film", description=text("tears.command.board-film"))
    @app_commands.describe(film=text("tears.command.film"))
    @core.dispatcher.command("board film")
    async def board_film(context: Context, film: TitleOption) -> None:
        if film_id := await find_film(context, film_boards.films, film, lambda film_id: (FILM_BOARD, str(film_id))):
            await film_boards.show(context, film_id)

    @board_film.autocomplete("film")
    async def autocomplete_film(interaction: Interaction, query: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, query, partial(suggest_titles, film_boards.films))

    return board


def _add_server_command(group: app_commands.Group, core: CoreServices, boards: BoardHandlers) -> None:
    text = core.translations.command_text
    periods = [app_commands.Choice(name=text(f"tears.period.{period}"), value=period.value) for period in Period]

    @group.command(name="server", description=text("tears.command.server"))
    @app_commands.describe(period=text("tears.command.period"), theme=text("tears.command.theme"))
    @app_commands.choices(period=periods)
    @core.dispatcher.command("board server")
    async def server(context: Context, period: PeriodOption = Period.ALL.value, theme: ThemeOption = "") -> None:
        await boards.show(context, period, theme)

    @server.autocomplete("theme")
    async def autocomplete_theme(interaction: Interaction, query: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, query, boards.suggest_themes)


def _add_year_command(group: app_commands.Group, core: CoreServices, years: YearHandlers) -> None:
    text = core.translations.command_text

    @group.command(name="year", description=text("tears.command.board-year"))
    @app_commands.describe(year=text("tears.command.year"))
    @core.dispatcher.command("board year")
    async def board_year(context: Context, year: YearOption | None = None) -> None:
        await years.show(context, year)
