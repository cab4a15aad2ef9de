"""Shows people what they rated, privately unless they share it."""

from collections.abc import Iterable, Mapping

from discord import Embed
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.films.service.films import Films
from bot.ids import FilmId, GuildId, parse_id
from bot.tears.cards.board import Summaries
from bot.tears.cards.profile import profile_card, rated_films_card, with_author
from bot.tears.handlers.rating import home_guild
from bot.tears.rules.page import page_bounds
from bot.tears.rules.profile import Profile
from bot.tears.service.profiles import Profiles

ME, LIST, SHARE = "board-me", "board-mine", "board-me-share"
FILMS_PER_PAGE = 20


class ProfileHandlers(Struct, frozen=True):
    """Shows a person's own board."""

    profiles: Profiles
    films: Films

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {ME: self._back, LIST: self._list, SHARE: self._share}

    async def show(self, context: Context) -> None:
        """Answer privately with the person's own board."""
        await context.reply_private(*await self._message(context))

    async def _back(self, context: Context, _: str) -> None:
        await context.update_message(*await self._message(context))

    async def _message(self, context: Context) -> tuple[Embed, list[Component]]:
        profile, localize = await self._profile(context), context.user_text
        films = await self._summaries((rating.film_id for rating in profile.top), home_guild(context))
        card = profile_card(profile, films, self.profiles.vocabulary, localize)
        if not profile.ratings:
            return card, []
        share = [button(SHARE, "", localize("tears.me.share"))] if context.can_post else []
        return card, [button(LIST, 0, localize("tears.me.list")), *share]

    async def _list(self, context: Context, argument: str) -> None:
        profile, localize = await self._profile(context), context.user_text
        index, pages = page_bounds(parse_id(argument, int), len(profile.ratings), FILMS_PER_PAGE)
        first = index * FILMS_PER_PAGE
        shown = profile.ratings[first : first + FILMS_PER_PAGE]
        films = await self._summaries((rating.film_id for rating in shown), home_guild(context))
        turns = (("tears.board.previous", index - 1), ("tears.board.next", index + 1))
        buttons = [button(LIST, turn, localize(key)) for key, turn in turns if 0 <= turn < pages]
        card = rated_films_card(profile, films, first, FILMS_PER_PAGE, localize)
        await context.update_message(card, [button(ME, "", localize("tears.me.back")), *buttons])

    async def _share(self, context: Context, _: str) -> None:
        if not context.can_post:
            raise UserError("films.search.may-not-post")
        profile, localize = await self._profile(context), context.guild_text
        films = await self._summaries((rating.film_id for rating in profile.top), home_guild(context))
        card = profile_card(profile, films, self.profiles.vocabulary, localize, voice="shared")
        await context.reply_public(with_author(card, context.name, localize))

    async def _profile(self, context: Context) -> Profile:
        return await self.profiles.profile(home_guild(context), context.user_id)

    async def _summaries(self, film_ids: Iterable[FilmId], guild_id: GuildId) -> Summaries:
        return {film.id: film for film in await self.films.summaries([*film_ids], guild_id)}
