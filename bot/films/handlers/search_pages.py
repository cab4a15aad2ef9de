"""The controls of a search: pages, a card in place, sharing, and what to leave out when nothing was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import Embed

from bot.core.errors import UserError
from bot.core.feature import CardContext, ComponentHandler
from bot.core.interactions.components import NO_ARGUMENT, Component, Item, button, select
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import film_detail, film_label
from bot.films.cards.search import condition_label, no_results_card, person_label, search_page_card, shared_page_card
from bot.films.handlers.film_card import Showing
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.search_results import NoResults, SearchPage
from bot.films.service.films import parse_id
from bot.films.service.search import FilmSearch

TURN, OPEN, SHARE, EVERYONE = "found", "found-open", "found-share", "found-all"
WIDEN, NARROW, MEANT, SHARED = "found-wide", "found-only", "found-near", "found-card"
BUTTONS_A_ROW = 5
LONGEST_NAMED = 50
"""Characters of a condition on a button; the words around it and the count want room too."""


@dataclass(frozen=True, slots=True)
class Searching:
    """Puts what a search finds before its owner, and before everybody where the owner shares it."""

    searches: FilmSearch
    showing: Showing

    async def begin(self, context: Context, film_filter: FilmFilter) -> None:
        """Search, and tell who asked what was found."""
        found = await self.searches.start(film_filter, context.user_id, context.guild_id)
        card, items = self._answer(context, found)
        await context.reply_private(card, items)

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {
            TURN: self._turn,
            OPEN: self._open,
            SHARE: self._share,
            EVERYONE: self._show_everyone,
            WIDEN: self._widen,
            NARROW: self._narrow,
            MEANT: self._meant,
            SHARED: self._open_shared,
        }

    async def _turn(self, context: Context, rest: str) -> None:
        search, number = _numbers(rest, 2)
        await self._update(context, await self.searches.open_page(search, number, context.user_id, context.guild_id))

    async def _widen(self, context: Context, rest: str) -> None:
        search, _, name = rest.partition(":")
        await self._update(
            context, await self.searches.remove_condition(parse_id(search), name, context.user_id, context.guild_id)
        )

    async def _narrow(self, context: Context, rest: str) -> None:
        search, _, name = rest.partition(":")
        await self._update(
            context, await self.searches.keep_only_condition(parse_id(search), name, context.user_id, context.guild_id)
        )

    async def _meant(self, context: Context, rest: str) -> None:
        search, place = _numbers(rest, 2)
        await self._update(context, await self.searches.choose_person(search, place, context.user_id, context.guild_id))

    async def _update(self, context: Context, found: SearchPage | NoResults) -> None:
        card, items = self._answer(context, found)
        await context.update_message(card, items)

    async def _open(self, context: Context, rest: str) -> None:
        """Show the card of a film in the place of the list, with the way back."""
        search, number, key = _numbers(rest, 3)
        await self.searches.check_owner(search, context.user_id, context.guild_id)
        film = await self.showing.films.film(key, context.guild_id)
        card, items = await self.showing.card(
            film, CardContext(context.home_guild_id, context.user_id), context.user_text
        )
        everyone = (
            [button(EVERYONE, f"{search}:{key}", context.user_text("films.search.everyone"))]
            if context.can_post
            else []
        )
        back = button(TURN, f"{search}:{number}", context.user_text("films.search.back"))
        await context.update_message(card, [back, *everyone, *items])

    async def _show_everyone(self, context: Context, rest: str) -> None:
        search, key = _numbers(rest, 2)
        _check_may_post(context)
        await self.searches.check_owner(search, context.user_id, context.guild_id)
        await self.showing.show(context, key)

    async def _share(self, context: Context, rest: str) -> None:
        search, number = _numbers(rest, 2)
        _check_may_post(context)
        found = await self.searches.open_page(search, number, context.user_id, context.guild_id)
        if isinstance(found, NoResults):
            await self._update(context, found)
            return
        card = shared_page_card(found, self.showing.reference, context.guild_text)
        await context.reply_public(
            card, [_menu(SHARED, found, context.guild_text("films.search.open-shared"), context.guild_text)]
        )

    async def _open_shared(self, context: Context, rest: str) -> None:
        """Show anybody the card of a film of a shared list, for them alone."""
        film = await self.showing.films.film(parse_id(rest), context.guild_id)
        await context.reply_private(
            *await self.showing.card(film, CardContext(context.home_guild_id, context.user_id), context.user_text)
        )

    def _answer(self, context: Context, found: SearchPage | NoResults) -> tuple[Embed, list[Item]]:
        reference = self.showing.reference
        if isinstance(found, NoResults):
            return no_results_card(found, reference, context.user_text, context.command_mention("film show")), [
                *self._ways_out(found, context.user_text)
            ]
        return search_page_card(found, reference, context.user_text), [*_controls(found, context)]

    def _ways_out(self, found: NoResults, localize: Localizer) -> Sequence[Component]:
        """A button for each condition to leave out or to ask alone, that which gives most first; or for each person."""
        ways = [(WIDEN, "films.search.without", *one) for one in found.counts_without]
        ways += [(NARROW, "films.search.only", *one) for one in found.counts_alone]
        counted = [
            button(
                press,
                f"{found.search_id}:{name}",
                localize(key, condition=self._short(found, name, localize), count=films),
            )
            for press, key, name, films in ways[:BUTTONS_A_ROW]
        ]
        near = enumerate(found.similar_people)
        return counted + [
            button(MEANT, f"{found.search_id}:{place}", person_label(one, localize)) for place, one in near
        ]

    def _short(self, found: NoResults, name: str, localize: Localizer) -> str:
        """Return a condition for a button, which puts it in quotes of its own."""
        return theme.label(
            theme.unquoted(condition_label(found.film_filter, name, self.showing.reference, localize)), LONGEST_NAMED
        )


def _controls(page: SearchPage, context: Context) -> list[Component]:
    """The menu of the page's films, then the ways to the other pages, then Share where it may be done."""
    search, number, localize = page.search_id, page.page_index, context.user_text
    controls = [_menu(OPEN, page, localize("films.search.open"), localize, rest=f"{search}:{number}")]
    if number:
        controls.append(button(TURN, f"{search}:{number - 1}", localize("films.search.previous")))
    if number + 1 < page.page_count:
        controls.append(button(TURN, f"{search}:{number + 1}", localize("films.search.next")))
    if context.can_post:
        controls.append(button(SHARE, f"{search}:{number}", localize("films.search.share")))
    return controls


def _menu(name: str, page: SearchPage, placeholder: str, localize: Localizer, rest: object = NO_ARGUMENT) -> Component:
    summaries = [film.summary for film in page.films]
    options = [
        (str(summary.id), film_label(summary, localize), film_detail(summary, localize)) for summary in summaries
    ]
    return select(name, placeholder, options, rest=rest)


def _check_may_post(context: Context) -> None:
    if not context.can_post:
        raise UserError("films.search.may-not-post")


def _numbers(rest: str, count: int) -> list[int]:
    """The numbers that a control carries; 0 for each that is missing or none."""
    parts = [*rest.split(":"), *[""] * count]
    return [parse_id(part) for part in parts[:count]]
