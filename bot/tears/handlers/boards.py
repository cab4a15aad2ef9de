"""Shows a server's cry board, page by page."""

import asyncio
from collections.abc import Mapping

from discord import Embed, app_commands
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button, select
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import film_label
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.films.rules.search.theme_match import THEME_KIND, find_theme, is_spoiler, suggest_themes
from bot.films.service.films import Films
from bot.ids import GuildId, parse_id
from bot.tears.board_pictures import BoardPictures
from bot.tears.cards.board import SEPARATOR, BoardPage, board_card, board_title, picture_card
from bot.tears.handlers.film_board import FILM_BOARD
from bot.tears.handlers.rating import home_guild
from bot.tears.rules.page import page_bounds
from bot.tears.rules.period import BoardFilter, parse_period
from bot.tears.service.ratings import Ratings

BOARD, PICTURE = "board", "board-picture"
FILMS_PER_PAGE = 8


class BoardHandlers(Struct, frozen=True):
    """Shows boards; each button's custom id holds the page and the filter to show."""

    ratings: Ratings
    films: Films
    vocabulary: Vocabulary
    pictures: BoardPictures

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {BOARD: self._open_page, PICTURE: self._show_picture}

    async def show(self, context: Context, period: str, theme: str) -> None:
        """Show the first page of a board to the channel; raise UserError for an unknown theme or for a spoiler."""
        vocabulary, language = self.vocabulary, context.user_text.language
        # In a thread, because an unknown theme may import rapidfuzz.
        key = await asyncio.to_thread(find_theme, vocabulary, theme, language) if theme.strip() else ""
        if key and is_spoiler(self.vocabulary, key):
            raise UserError("tears.board.theme-spoiler")
        board_filter = BoardFilter(parse_period(period), key)
        page = await self.page(home_guild(context), board_filter, 0)
        await context.reply_public(*self._message(page, context.guild_text))

    async def _open_page(self, context: Context, argument: str) -> None:
        """Replace the board with the page that a button names."""
        index, board_filter = self.parse(argument)
        page = await self.page(home_guild(context), board_filter, index)
        await context.update_message(*self._message(page, context.guild_text))

    async def _show_picture(self, context: Context, argument: str) -> None:
        """Show a board to the channel as a picture, or as text if drawing fails or the bot may not attach files."""
        guild_id, localize, (_, board_filter) = home_guild(context), context.guild_text, self.parse(argument)
        if not context.can_post:
            raise UserError("films.search.may-not-post")
        board = await self.ratings.boards.filtered(guild_id, board_filter)
        title = board_title(board_filter, self.vocabulary, localize)
        heading = SEPARATOR.join(filter(None, (title, guild_name(context))))
        subheading = localize("tears.picture.total", count=board.rating_count)
        picture = None
        if context.can_attach:
            picture = await self.pictures.draw(guild_id, board.ranking, heading, subheading, localize)
        if picture is None:
            await context.reply_public(*self._message(await self.page(guild_id, board_filter, 0), localize))
        else:
            await context.reply_public(picture_card(title, localize), picture=picture)

    def parse(self, argument: str) -> tuple[int, BoardFilter]:
        """Return the page index and the filter in a component's argument; raise UserError for an invalid filter."""
        index, period, theme = [*argument.split(":", 2), "", ""][:3]
        if theme and (not self.vocabulary.has_term(THEME_KIND, theme) or is_spoiler(self.vocabulary, theme)):
            raise UserError("core.unknown-press")
        return parse_id(index, int), BoardFilter(parse_period(period), theme)

    async def page(self, guild_id: GuildId, board_filter: BoardFilter, page_index: int) -> BoardPage:
        """Return a page of a board; an index beyond the last page means the last page."""
        board = await self.ratings.boards.filtered(guild_id, board_filter)
        index, pages = page_bounds(page_index, len(board), FILMS_PER_PAGE)
        first = index * FILMS_PER_PAGE
        shown = board.ranking[first : first + FILMS_PER_PAGE]
        films = {film.id: film for film in await self.films.summaries([tears.film_id for tears in shown], guild_id)}
        visible = [tears for tears in shown if tears.film_id in films]
        return BoardPage(board_filter, visible, films, first, index, pages)

    async def suggest_themes(self, context: Context, query: str) -> Choices:
        """Return the themes that a partly typed text may mean, without those that are spoilers."""
        language = context.user_text.language
        shown = [
            key for key in suggest_themes(self.vocabulary, query, language) if not is_spoiler(self.vocabulary, key)
        ]
        labels = [self.vocabulary.label(THEME_KIND, key, language) for key in shown]
        return [app_commands.Choice(name=label, value=key) for label, key in zip(labels, shown, strict=True)]

    def _message(self, page: BoardPage, localize: Localizer) -> tuple[Embed, list[Component]]:
        card = board_card(page, self.vocabulary, localize)
        return card, [*_film_menu(page, localize), *_page_buttons(page, localize)] if page.tears else []


def _film_menu(page: BoardPage, localize: Localizer) -> list[Component]:
    options = [(str(film.id), film_label(film, localize), "") for film in page.films.values()]
    return [select(FILM_BOARD, localize("tears.board.open"), options)]


def _page_buttons(page: BoardPage, localize: Localizer) -> list[Component]:
    turns = (("tears.board.previous", page.page_index - 1), ("tears.board.next", page.page_index + 1))
    buttons = [
        button(BOARD, page_argument(page.board_filter, index), localize(key))
        for key, index in turns
        if 0 <= index < page.page_count
    ]
    return [*buttons, button(PICTURE, page_argument(page.board_filter, 0), localize("tears.board.picture"))]


def page_argument(board_filter: BoardFilter, page_index: int) -> str:
    """Return the argument of a button that opens a page or the picture of a board."""
    return f"{page_index}:{board_filter.period}:{board_filter.theme}"


def guild_name(context: Context) -> str:
    """Return the server's name, or an empty string if it is not known."""
    guild = context.interaction.guild
    return escaping.label(guild.name) if guild and guild.name else ""
