"""Handles ratings: the button below films, the private menu, the moment, and withdrawing a rating."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import CardContext, CardPlace, ComponentHandler, LengthLimitedHandler, ModalHandler
from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.components import Component, button, component_rows, select
from bot.core.interactions.context import Context
from bot.core.interactions.modals import TextField, build_modal
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer
from bot.films.service.films import Films
from bot.ids import FilmId, GuildId, parse_id
from bot.tears.cards.rating import level_labels, rating_card, tissues_field
from bot.tears.rules.rating import MAX_MOMENT_LENGTH, RatedFilm, RatingKey, parse_tissues
from bot.tears.service.ratings import Ratings

CRIED, RATE, MOMENT, WITHDRAW = "cried", "cried-rate", "cried-moment", "cried-withdraw"
ASK_TOMORROW = "ask-tomorrow"
MOMENT_FIELD = "moment"
MAX_CACHED_ROWS = 200
"""The maximum number of menus in memory; each takes about two kilobytes and is slower to build than its card."""


class RatingHandlers(Struct, frozen=True):
    """Lets people rate a film in private."""

    ratings: Ratings
    films: Films

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {CRIED: self._open, RATE: self._rate, MOMENT: self._ask_moment, WITHDRAW: self._withdraw}

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {MOMENT: LengthLimitedHandler(self._save_moment, {MOMENT_FIELD: MAX_MOMENT_LENGTH})}

    async def card_fields(
        self, films: Sequence[FilmId], card_context: CardContext, localize: Localizer
    ) -> Mapping[FilmId, Sequence[CardField]]:
        """Return the field with the server's mean for each film that enough people rated; none outside servers."""
        if card_context.guild_id is None:
            return {}
        by_film = (await self.ratings.boards.board(card_context.guild_id)).by_film
        rated = [by_film[film] for film in films if film in by_film]
        return {tears.film_id: [tissues_field(tears, localize)] for tears in rated if tears.is_enough}

    def card_buttons(self, film_id: FilmId, place: CardPlace, localize: Localizer) -> Sequence[Component]:
        """Return the button that opens the private menu, or no button outside of servers."""
        return [button(CRIED, film_id, localize("tears.button.cried"))] if place.in_guild else []

    async def rate(self, context: Context, film_id: FilmId, tissues: int, moment: str) -> None:
        """Store a rating from a command, and confirm it privately."""
        key = rating_key(context, film_id)
        rated = await self.ratings.rate(key, tissues, moment)
        await context.reply(await self._answer(context, key, rated, is_saved=True), private=True)

    async def _open(self, context: Context, argument: str) -> None:
        key = rating_key(context, parse_id(argument, FilmId))
        await context.reply(await self._answer(context, key, await self.ratings.find(key)), private=True)

    async def _rate(self, context: Context, argument: str) -> None:
        film_id, _, tissues = argument.partition(":")
        key = rating_key(context, parse_id(film_id, FilmId))
        rated = await self.ratings.rate(key, parse_tissues(tissues))
        await context.update(await self._answer(context, key, rated, is_saved=True))

    async def _withdraw(self, context: Context, argument: str) -> None:
        key = rating_key(context, parse_id(argument, FilmId))
        rated = await self.ratings.withdraw(key)
        await context.update(await self._answer(context, key, rated, is_saved=True))

    async def _ask_moment(self, context: Context, argument: str) -> None:
        key, localize = rating_key(context, parse_id(argument, FilmId)), context.user_text
        rating = (await self.ratings.find(key)).rating
        if rating is None:
            raise UserError("tears.not-rated")
        field = TextField(
            MOMENT_FIELD,
            localize("tears.moment.label"),
            localize("tears.moment.hint"),
            MAX_MOMENT_LENGTH,
            is_long=True,
            required=False,
            default=rating.moment or "",
        )
        await context.open_modal(build_modal(MOMENT, key.film_id, localize("tears.moment.title"), [field]))

    async def _save_moment(self, context: Context, argument: str, fields: Mapping[str, str]) -> None:
        key = rating_key(context, parse_id(argument, FilmId))
        rated = await self.ratings.set_moment(key, fields[MOMENT_FIELD])
        await context.update(await self._answer(context, key, rated, is_saved=True))

    async def _answer(self, context: Context, key: RatingKey, rated: RatedFilm, *, is_saved: bool = False) -> Answer:
        film, localize = (await self.films.film(key.film_id, key.guild_id)).summary, context.user_text
        card = rating_card(film, rated, localize, is_saved=is_saved)
        has_moment = rated.rating is not None and rated.rating.moment is not None
        rows = rating_rows(key.film_id, localize, is_rated=rated.rating is not None, has_moment=has_moment)
        return Answer(card.to_dict(), rows)


@lru_cache(maxsize=MAX_CACHED_ROWS)
def rating_rows(film_id: FilmId, localize: Localizer, *, is_rated: bool, has_moment: bool) -> list[dict[str, Any]]:
    """Return the menu of the six ratings with *Ask me tomorrow*, or with the buttons that change a rating."""
    options = [(value, label, "") for value, label in level_labels(localize)]
    placeholder = localize("tears.rate.change" if is_rated else "tears.rate.choose")
    menu = select(RATE, placeholder, options, argument=film_id)
    if not is_rated:
        return component_rows([menu, button(ASK_TOMORROW, film_id, localize("tears.button.ask"))])
    moment = localize("tears.button.change-moment" if has_moment else "tears.button.moment")
    withdraw = button(WITHDRAW, film_id, localize("tears.button.withdraw"), danger=True)
    return component_rows([menu, button(MOMENT, film_id, moment), withdraw])


def rating_key(context: Context, film_id: FilmId) -> RatingKey:
    """Return the key of this person's rating; raise UserError outside of a server with the bot."""
    return RatingKey(home_guild(context), context.user_id, film_id)


def home_guild(context: Context) -> GuildId:
    """Return the server; raise UserError where the bot is not a member."""
    if context.home_guild_id is None:
        raise UserError("tears.only-in-servers")
    return context.home_guild_id
