"""Handles ratings: the button below films, the private menu, the moment, and withdrawing a rating."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import Embed

from bot.core.errors import UserError
from bot.core.feature import CardContext, CardPlace, ComponentHandler, LengthLimitedHandler, ModalHandler
from bot.core.interactions.components import Component, Item, button, select
from bot.core.interactions.context import Context
from bot.core.interactions.modals import TextField, build_modal
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer
from bot.films.service.films import Films
from bot.ids import FilmId, GuildId, parse_id
from bot.tears.cards.rating import level_labels, rating_card, tissues_field
from bot.tears.rules.rating import MAX_MOMENT_LENGTH, Rating, RatingKey, parse_tissues
from bot.tears.service.ratings import Ratings

CRIED, RATE, MOMENT, WITHDRAW = "cried", "cried-rate", "cried-moment", "cried-withdraw"
ASK_TOMORROW = "ask-tomorrow"
MOMENT_FIELD = "moment"


@dataclass(frozen=True, slots=True)
class RatingHandlers:
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
        """Return the server's mean for the films that enough people have rated there."""
        if card_context.guild_id is None:
            return {}
        by_film = (await self.ratings.boards.board(card_context.guild_id)).by_film
        rated = [by_film[film] for film in films if film in by_film]
        return {tears.film_id: [tissues_field(tears, localize)] for tears in rated if tears.is_enough}

    def card_buttons(self, film_id: FilmId, place: CardPlace, localize: Localizer) -> Sequence[Item]:
        """Return the button that opens the private menu, or no button outside of servers."""
        return [button(CRIED, film_id, localize("tears.button.cried"))] if place.in_guild else []

    async def rate(self, context: Context, film_id: FilmId, tissues: int, moment: str) -> None:
        """Store a rating from a command, and confirm it privately."""
        key = rating_key(context, film_id)
        rating = await self.ratings.rate(key, tissues, moment)
        await context.reply_private(*await self._message(context, key, rating, is_saved=True))

    async def _open(self, context: Context, argument: str) -> None:
        key = rating_key(context, parse_id(argument, FilmId))
        rating = await self.ratings.find(key)
        await context.reply_private(*await self._message(context, key, rating))

    async def _rate(self, context: Context, argument: str) -> None:
        film_id, _, tissues = argument.partition(":")
        key = rating_key(context, parse_id(film_id, FilmId))
        rating = await self.ratings.rate(key, parse_tissues(tissues))
        await context.update_message(*await self._message(context, key, rating, is_saved=True))

    async def _withdraw(self, context: Context, argument: str) -> None:
        key = rating_key(context, parse_id(argument, FilmId))
        await self.ratings.withdraw(key)
        await context.update_message(*await self._message(context, key, None, is_saved=True))

    async def _ask_moment(self, context: Context, argument: str) -> None:
        key, localize = rating_key(context, parse_id(argument, FilmId)), context.user_text
        rating = await self.ratings.find(key)
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
        rating = await self.ratings.set_moment(key, fields[MOMENT_FIELD])
        await context.update_message(*await self._message(context, key, rating, is_saved=True))

    async def _message(
        self, context: Context, key: RatingKey, rating: Rating | None, *, is_saved: bool = False
    ) -> tuple[Embed, list[Component]]:
        film = (await self.films.film(key.film_id, key.guild_id)).summary
        tears = (await self.ratings.boards.board(key.guild_id)).by_film.get(key.film_id)
        card = rating_card(film, rating, tears, context.user_text, is_saved=is_saved)
        return card, rating_components(key.film_id, rating, context)


def rating_components(film_id: FilmId, rating: Rating | None, context: Context) -> list[Component]:
    """Return the menu of the six ratings, and the buttons that change a rating."""
    localize = context.user_text
    options = [(value, label, "") for value, label in level_labels(localize)]
    placeholder = localize("tears.rate.change" if rating else "tears.rate.choose")
    menu = select(RATE, placeholder, options, argument=film_id)
    if rating is None:
        return [menu, button(ASK_TOMORROW, film_id, localize("tears.button.ask"))]
    moment = localize("tears.button.change-moment" if rating.moment else "tears.button.moment")
    return [
        menu,
        button(MOMENT, film_id, moment),
        button(WITHDRAW, film_id, localize("tears.button.withdraw"), danger=True),
    ]


def rating_key(context: Context, film_id: FilmId) -> RatingKey:
    """Return the key of this person's rating; raise UserError outside of a server with the bot."""
    return RatingKey(home_guild(context), context.user_id, film_id)


def home_guild(context: Context) -> GuildId:
    """Return the server; raise UserError where the bot is not a member."""
    if context.home_guild_id is None:
        raise UserError("tears.only-in-servers")
    return context.home_guild_id
