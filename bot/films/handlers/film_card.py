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
from bot.settings.service import Settings

SHOW, DETAILS = "film", "details"
MOST_DRAWN = 250
"""Cards that are kept drawn, a few kilobytes each."""


@dataclass(frozen=True, slots=True)
class Showing:
    """Puts a film's card before people, with what other features add to it."""

    films: Films
    reference: ReferenceData
    settings: Settings
    lines: Sequence[FilmCardFields] = ()
    buttons: Sequence[FilmCardButtons] = ()
    drawn: dict[tuple[int, str, str | None], tuple[Film, Embed]] = field(default_factory=dict)

    async def show(self, context: Context, key: int) -> None:
        """Show the card of a film to everybody in the channel."""
        film = await self.films.film(key, context.guild_id)
        await context.reply_public(
            *await self.card(film, CardContext(context.home_guild_id, context.user_id), context.guild_text)
        )

    async def card(self, film: Film, place: CardContext, localize: Localizer) -> tuple[Embed, list[Item]]:
        """The card of a film and the controls under it: ways to watch first, then the other features'."""
        key = film.summary.id
        lines = [row for ask_lines in self.lines for row in _of(key, await ask_lines([key], place, localize))]
        added = [item for ask_buttons in self.buttons for item in ask_buttons(key, place, localize)]
        region = self.settings.of(place.guild_id).region
        card = (
            film_card(film, self.reference, localize, lines, region) if lines else self._alone(film, localize, region)
        )
        return card, [*self._links(film, localize, region), *added]

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {SHOW: self._chosen, DETAILS: self._details}

    async def _chosen(self, context: Context, rest: str) -> None:
        await self.show(context, parse_id(rest))

    async def _details(self, context: Context, rest: str) -> None:
        film = await self.films.film(parse_id(rest), context.guild_id)
        await context.reply_private(
            *await self.card(film, CardContext(context.home_guild_id, context.user_id), context.user_text)
        )

    def _alone(self, film: Film, localize: Localizer, region: str | None) -> Embed:
        """The card as the film alone makes it: drawn once for as long as the film stays as it is."""
        key = film.summary.id, str(localize.language), region
        known = self.drawn.pop(key, None)
        if known is None or known[0] is not film:
            known = film, film_card(film, self.reference, localize, region=region)
        self.drawn[key] = known  # the last that was asked for
        if len(self.drawn) > MOST_DRAWN:
            del self.drawn[next(iter(self.drawn))]
        return known[1].copy()

    def _links(self, film: Film, localize: Localizer, region: str | None) -> list[Item]:
        ways = watch_links(film, self.reference.services, localize.language, region)
        return [link_button(watch_button_label(way, localize), way.url) for way in ways if way.url]


def _of(film: int, lines: Mapping[int, Sequence[CardField]]) -> Sequence[CardField]:
    return lines.get(film, ())


def nearest_buttons(nearest: Sequence[FilmSummary], localize: Localizer) -> list[Component]:
    """A button for each film that may have been meant."""
    return [button(SHOW, summary.id, film_label(summary, localize)) for summary in nearest]


def namesake_menu(namesakes: Sequence[FilmSummary], localize: Localizer) -> Component:
    """A menu of films of one name, told apart by year and country."""
    options = [
        (str(summary.id), film_label(summary, localize), film_detail(summary, localize)) for summary in namesakes
    ]
    return select(SHOW, localize("films.several.choose"), options)
