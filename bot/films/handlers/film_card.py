"""Shows a film's short or full card with its buttons, and handles the buttons that open a card."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from bot.core.feature import CardContext, ComponentHandler, FeatureRegistry
from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.components import Component
from bot.core.interactions.context import Context
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer
from bot.films.answer_cache import AnswerCache
from bot.films.card_updates import CardUpdates, RenderedCard
from bot.films.cards.full_film import country_question_card, full_film_card, with_country_question
from bot.films.cards.not_found import with_typed_query
from bot.films.cards.short_film import short_film_card
from bot.films.film_pictures import FilmPictures
from bot.films.handlers.film_card_buttons import DETAILS, SHOW, full_card_buttons, short_card_buttons
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film
from bot.films.rules.watching import WatchInfo
from bot.films.service.films import Films
from bot.ids import FilmId, parse_id

NEXT_STEPS, SERVICES = ("search", "draw"), ("services",)
"""The names of the shortcuts shown if no film was found, and of the shortcut to a person's services."""
COUNTRY = ("country",)
"""The name of the shortcut that lets a person choose the country where they watch films."""


class _Facts(NamedTuple):
    """What determines how a film card looks, besides the film, the place and the language."""

    watch_info: WatchInfo
    extra_fields: Sequence[CardField]
    picture_source: str | None


class FilmCardHandlers(Struct, frozen=True):
    """Shows film cards, including what other features add to them."""

    films: Films
    reference: ReferenceData
    updates: CardUpdates
    registry: FeatureRegistry
    pictures: FilmPictures
    kept: AnswerCache = field(default_factory=AnswerCache)

    async def show(self, context: Context, film_id: FilmId, *, is_full: bool = False, user_input: str = "") -> None:
        """Show a film's card to the channel; `user_input` is the typed text, if it could mean another film."""
        film, localize = await self.films.film(film_id, context.guild_id), context.guild_text

        async def draw() -> Answer:
            card_context = build_card_context(context, is_full=is_full)
            if not user_input:
                return await self.answer(film, card_context, localize)
            card, items, picture = await self.card(film, card_context, localize)
            return Answer.from_card(with_typed_query(card, user_input, localize), items, picture)

        shown = await draw()
        await context.reply(shown, private=False)
        self.updates.edit_after_refresh(film, shown, draw, context.edit_answer)

    async def show_privately(self, context: Context, film_id: FilmId, *, is_full: bool = False) -> None:
        """Show a film's card privately; if `should_ask_country`, the card also asks for the person's country."""
        film, availability = await self.films.film(film_id, context.guild_id), self.updates.availability
        asks = await availability.should_ask_country(context.user_id, context.home_guild_id)

        async def draw() -> Answer:
            card_context = build_card_context(context, is_full=is_full)
            if not asks:
                return await self.answer(film, card_context, context.user_text)
            card, items, picture = await self.card(film, card_context, context.user_text)
            asking = with_country_question(card, context.user_text)
            return Answer.from_card(asking, [*items, *self._country_buttons(context)], picture)

        shown = await draw()
        await context.reply(shown, private=True)
        if asks:
            await availability.mark_country_asked(context.user_id)
        self.updates.edit_after_refresh(film, shown, draw, context.edit_answer)

    async def answer(self, film: Film, card_context: CardContext, localize: Localizer) -> Answer:
        """Return the answer with a film's card, from the cache if the card has not changed.

        An answer whose cover is not ready is not cached.
        """
        facts = await self._facts(film, card_context, localize)
        fields = tuple(facts.extra_fields)
        key = (film.summary.id, localize.language, card_context.place, facts.watch_info, fields, facts.picture_source)
        if kept := self.kept.find(key, film):
            return kept
        drawn = Answer.from_card(*await self._parts(film, card_context, localize, facts))
        if drawn.picture or facts.picture_source is None:
            self.kept.add(key, film, drawn)
        return drawn

    async def card(self, film: Film, card_context: CardContext, localize: Localizer) -> RenderedCard:
        """Return the card of a film in the requested size, its components and its picture."""
        return await self._parts(film, card_context, localize, await self._facts(film, card_context, localize))

    async def _facts(self, film: Film, card_context: CardContext, localize: Localizer) -> _Facts:
        watch_info = await self.updates.availability.watch_info_for(
            film, card_context.user_id, card_context.guild_id, localize.language
        )
        extra_fields = await self.registry.card_fields(film.summary.id, card_context, localize)
        return _Facts(
            watch_info, extra_fields, await self.pictures.picture_source(film, card_context.guild_id, localize)
        )

    async def _parts(self, film: Film, card_context: CardContext, localize: Localizer, facts: _Facts) -> RenderedCard:
        build = full_film_card if card_context.is_full else short_film_card
        buttons = full_card_buttons if card_context.is_full else short_card_buttons
        extra_buttons = self.registry.card_buttons(film.summary.id, card_context.place, localize)
        return (
            build(film, self.reference, localize, facts.extra_fields, facts.watch_info),
            buttons(film, extra_buttons, self.reference.services, localize, facts.watch_info),
            await self.pictures.load(film, facts.picture_source, localize),
        )

    async def ask_country(self, context: Context) -> None:
        """Privately ask a person where they watch, and record that they were asked."""
        await context.reply_private(country_question_card(context.user_text), self._country_buttons(context))
        await self.updates.availability.mark_country_asked(context.user_id)

    def _country_buttons(self, context: Context) -> list[Component]:
        in_guild = context.home_guild_id is not None
        return self.registry.shortcut_buttons(COUNTRY, context.user_text, in_guild=in_guild)

    def next_step_buttons(self, context: Context) -> list[Component]:
        """Return buttons for what to try next if no film was found."""
        in_guild = context.home_guild_id is not None
        return self.registry.shortcut_buttons(NEXT_STEPS, context.user_text, in_guild=in_guild)

    def services_buttons(self, context: Context) -> list[Component]:
        """Return the button that opens the list of a person's own services, if there is one."""
        return self.registry.shortcut_buttons(SERVICES, context.user_text, in_guild=context.home_guild_id is not None)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {SHOW: self._show_chosen, DETAILS: self._show_details}

    async def _show_chosen(self, context: Context, argument: str) -> None:
        await self.show(context, parse_id(argument, FilmId))

    async def _show_details(self, context: Context, argument: str) -> None:
        await self.show_privately(context, parse_id(argument, FilmId), is_full=True)


def build_card_context(context: Context, *, is_full: bool = False) -> CardContext:
    """Return where, to whom and in which size a card is shown."""
    return CardContext(context.home_guild_id, context.user_id, is_full)
