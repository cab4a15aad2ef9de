"""Shows what a server thinks of a film, and lets people read and remove moments in private."""

from collections.abc import Mapping

from discord import Embed
from msgspec import Struct

from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button, select
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.rules.film import FilmSummary
from bot.films.service.films import Films
from bot.ids import FilmId, RatingId, parse_id
from bot.tears.cards.film_board import film_board_card, moments_card
from bot.tears.handlers.rating import CRIED, home_guild
from bot.tears.rules.moment import FilmSpread, MomentPage
from bot.tears.service.moments import Moments

FILM_BOARD, MOMENTS, REMOVE = "board-film", "board-moments", "board-remove"


class FilmBoardHandlers(Struct, frozen=True):
    """Shows a film's board; moments are shown only privately, so that no removed one stays visible in a channel."""

    moments: Moments
    films: Films

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {FILM_BOARD: self._open, MOMENTS: self._open_moments, REMOVE: self._remove}

    async def show(self, context: Context, film_id: FilmId) -> None:
        """Show a film's board to the channel."""
        await context.reply_public(*await self._message(context, film_id, context.guild_text))

    async def _open(self, context: Context, argument: str) -> None:
        """Show the board of a film, chosen from a menu, to the person who chose it."""
        await context.reply_private(*await self._message(context, parse_id(argument, FilmId), context.user_text))

    async def _message(self, context: Context, film_id: FilmId, localize: Localizer) -> tuple[Embed, list[Component]]:
        guild_id = home_guild(context)
        film = (await self.films.film(film_id, guild_id)).summary
        spread = await self.moments.spread(guild_id, film_id)
        return film_board_card(film, spread, localize), _board_buttons(film, spread, localize)

    async def _open_moments(self, context: Context, argument: str) -> None:
        film_id, _, page = argument.partition(":")
        shown = await self._moments_message(context, parse_id(film_id, FilmId), parse_id(page, int))
        await (context.update_message(*shown) if page else context.reply_private(*shown))

    async def _remove(self, context: Context, argument: str) -> None:
        film_id, page, rating_id = [*argument.split(":"), "", ""][:3]
        await self.moments.delete(
            home_guild(context), parse_id(rating_id, RatingId), context.user_id, is_moderator=is_moderator(context)
        )
        shown = await self._moments_message(context, parse_id(film_id, FilmId), parse_id(page, int))
        await context.update_message(*shown)

    async def _moments_message(
        self, context: Context, film_id: FilmId, page_index: int
    ) -> tuple[Embed, list[Component]]:
        guild_id, localize = home_guild(context), context.user_text
        film = (await self.films.film(film_id, guild_id)).summary
        page = await self.moments.page(guild_id, film_id, context.user_id, page_index)
        return moments_card(film, page, localize), [*_remove_menu(page, context), *_page_buttons(page, localize)]


def _board_buttons(film: FilmSummary, spread: FilmSpread, localize: Localizer) -> list[Component]:
    cried = button(CRIED, film.id, localize("tears.button.cried"), primary=True)
    if not spread.moment_count:
        return [cried]
    return [cried, button(MOMENTS, film.id, localize("tears.moments.read", count=spread.moment_count))]


def _page_buttons(page: MomentPage, localize: Localizer) -> list[Component]:
    turns = (("tears.moments.newer", page.page_index - 1), ("tears.moments.older", page.page_index + 1))
    return [
        button(MOMENTS, f"{page.film_id}:{index}", localize(key))
        for key, index in turns
        if 0 <= index < page.page_count
    ]


def _remove_menu(page: MomentPage, context: Context) -> list[Component]:
    """Return the menu of the moments on this page that the reader may remove, or nothing if there are none."""
    removable = [moment for moment in page.moments if moment.is_own or is_moderator(context)]
    if not removable:
        return []
    options = [(str(moment.rating_id), moment.text, "") for moment in removable]
    argument = f"{page.film_id}:{page.page_index}"
    return [select(REMOVE, context.user_text("tears.moments.remove"), options, argument=argument)]


def is_moderator(context: Context) -> bool:
    """Return whether this person may remove other people's moments."""
    return context.can_manage_server or context.can_manage_messages(context.channel_id)
