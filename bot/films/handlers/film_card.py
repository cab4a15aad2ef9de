"""The controls of films: the card with its links, and the ways from a question to a card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from discord import Embed

from bot.core.feature import CardContext, ComponentHandler, FilmCardButtons, FilmCardFields
from bot.core.interactions.components import Component, Item, button, link_button, select
from bot.core.interactions.context import Context
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer
from bot.films.cards.film import film_card, film_detail, film_label, watch_button_label
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film, FilmSummary
from bot.films.rules.watch_links import watch_links
from bot.films.service.films import Films, parse_id
from bot.settings.service import SettingsService

SHOW, DETAILS = "film", "details"
MAX_CACHED_CARDS = 250
"""Cards in the cache, a few kilobytes each."""


@dataclass(frozen=True, slots=True)
class FilmCardHandlers:
    """Puts a film's card before people, with what other features add to it."""

    films: Films
    reference: ReferenceData
    settings: SettingsService
    extra_fields: Sequence[FilmCardFields] = ()
    extra_buttons: Sequence[FilmCardButtons] = ()
    cached_cards: dict[tuple[int, str, str | None], tuple[Film, Embed]] = field(default_factory=dict)

    async def show(self, context: Context, film_id: int) -> None:
        """Show the card of a film to everybody in the channel."""
        film = await self.films.film(film_id, context.guild_id)
        await context.reply_public(
            *await self.card(film, CardContext(context.home_guild_id, context.user_id), context.guild_text)
        )

    async def card(self, film: Film, card_context: CardContext, localize: Localizer) -> tuple[Embed, list[Item]]:
        """Return the card of a film and its components: watch links first, then the other features'."""
        film_id = film.summary.id
        extra_fields = [
            card_field
            for fields_of in self.extra_fields
            for card_field in _fields_of(film_id, await fields_of([film_id], card_context, localize))
        ]
        extra_buttons = [
            item for buttons_of in self.extra_buttons for item in buttons_of(film_id, card_context, localize)
        ]
        region = self.settings.for_guild(card_context.guild_id).region
        card = (
            film_card(film, self.reference, localize, extra_fields, region)
            if extra_fields
            else self._cached_card(film, localize, region)
        )
        return card, [*self._watch_buttons(film, localize, region), *extra_buttons]

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the handlers of the components made here, by their names."""
        return {SHOW: self._show_chosen, DETAILS: self._show_details}

    async def _show_chosen(self, context: Context, argument: str) -> None:
        await self.show(context, parse_id(argument))

    async def _show_details(self, context: Context, argument: str) -> None:
        film = await self.films.film(parse_id(argument), context.guild_id)
        await context.reply_private(
            *await self.card(film, CardContext(context.home_guild_id, context.user_id), context.user_text)
        )

    def _cached_card(self, film: Film, localize: Localizer, region: str | None) -> Embed:
        """Return the card without fields of other features, cached for as long as the film does not change."""
        key = film.summary.id, str(localize.language), region
        cached = self.cached_cards.pop(key, None)
        if cached is None or cached[0] is not film:
            cached = film, film_card(film, self.reference, localize, region=region)
        self.cached_cards[key] = cached  # the last that was asked for
        if len(self.cached_cards) > MAX_CACHED_CARDS:
            del self.cached_cards[next(iter(self.cached_cards))]
        return cached[1].copy()

    def _watch_buttons(self, film: Film, localize: Localizer, region: str | None) -> list[Item]:
        links = watch_links(film, self.reference.services, localize.language, region)
        return [
            link_button(watch_button_label(watch_link, localize), watch_link.url)
            for watch_link in links
            if watch_link.url
        ]


def _fields_of(film_id: int, fields: Mapping[int, Sequence[CardField]]) -> Sequence[CardField]:
    return fields.get(film_id, ())


def nearest_buttons(nearest: Sequence[FilmSummary], localize: Localizer) -> list[Component]:
    """Return a button for each film that may have been meant."""
    return [button(SHOW, summary.id, film_label(summary, localize)) for summary in nearest]


def namesake_select(namesakes: Sequence[FilmSummary], localize: Localizer) -> Component:
    """Return a menu of films of one name, told apart by year and country."""
    options = [
        (str(summary.id), film_label(summary, localize), film_detail(summary, localize)) for summary in namesakes
    ]
    return select(SHOW, localize("films.several.choose"), options)
