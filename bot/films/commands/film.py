"""The slash commands of films."""

from discord import Interaction, app_commands

from bot.core.feature import Kit
from bot.core.interactions.context import Ask
from bot.core.interactions.dispatcher import Choices
from bot.core.text import theme
from bot.films.buttons.film import Showing, namesake_menu, nearest_buttons
from bot.films.cards.film import line, missing_card, second_line, several_card
from bot.films.rules.finding import Found, Missing, Several
from bot.films.rules.folding import LONGEST_TEXT
from bot.films.service.films import KEY

Title = app_commands.Range[str, 0, LONGEST_TEXT]


def film_commands(kit: Kit, showing: Showing) -> app_commands.Group:
    """`/film` and what is under it."""
    text, films = kit.words.command_text, showing.films
    film = app_commands.Group(
        name="film",
        description=text("films.command.film"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )

    @film.command(name="show", description=text("films.command.show"))
    @app_commands.describe(title=text("films.command.title"))
    @kit.replies.command("film show")
    async def show(ask: Ask, title: Title) -> None:
        match await films.find(title, ask.server):
            case Found(film=key):
                await showing.show(ask, key)
            case Several(films=keys):
                namesakes = await films.headings(keys, ask.server)
                await ask.tell(several_card(title, ask.me), [namesake_menu(namesakes, ask.me)])
            case Missing(nearest=keys):
                nearest = await films.headings(keys, ask.server)
                await ask.tell(missing_card(title, nearest, ask.me), nearest_buttons(nearest, ask.me))

    @show.autocomplete("title")
    async def titles(interaction: Interaction, typed: str) -> Choices:
        return await kit.replies.suggest(interaction, typed, offered)

    async def offered(ask: Ask, typed: str) -> Choices:
        return [
            app_commands.Choice(
                name=theme.label(f"{line(film, ask.me)} · {second_line(film, ask.me)}", theme.CHOICE),
                value=f"{KEY}{film.id}",
            )
            for film in await films.suggest(typed, ask.server)
        ]

    return film
