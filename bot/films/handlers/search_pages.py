"""The controls of a search: pages, opening a film in place, sharing, and removing conditions."""

from collections.abc import Mapping, Sequence

from discord import Embed
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import NO_ARGUMENT, Component, button, select
from bot.core.interactions.context import Context
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import film_detail, film_label
from bot.films.cards.search import (
    condition_label,
    no_results_card,
    no_services_card,
    person_label,
    search_page_card,
    shared_page_card,
)
from bot.films.handlers.film_card import FilmCardHandlers, build_card_context
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.search_results import NoResults, SearchPage
from bot.films.service.search import FilmSearch
from bot.ids import FilmId, SearchId, parse_id

OPEN_PAGE, OPEN_FILM, SHARE_PAGE, SHARE_FILM = "found", "found-open", "found-share", "found-all"
REMOVE_CONDITION, KEEP_ONLY_CONDITION, CHOOSE_PERSON, OPEN_SHARED_FILM = (
    "found-wide",
    "found-only",
    "found-near",
    "found-card",
)
MAX_ROW_BUTTONS = 5
CONDITION_LIMIT = 50
"""The maximum length of a condition on a button, which leaves room for the other words and the count."""


class SearchHandlers(Struct, frozen=True):
    """Shows search results to the person who searched, and to everyone if that person shares them."""

    film_search: FilmSearch
    film_cards: FilmCardHandlers

    async def start(self, context: Context, film_filter: FilmFilter) -> None:
        """Reply privately with the results.

        If the search needs the person's services and none are chosen, ask for them instead.
        """
        if film_filter.on_mine and not await self.film_search.own_services(context.user_id):
            await context.reply_private(no_services_card(context.user_text), self.film_cards.services_buttons(context))
            return
        found = await self.film_search.start(film_filter, context.user_id, context.guild_id)
        card, items = self._results_message(context, found)
        await context.reply_private(card, items)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {
            OPEN_PAGE: self._open_page,
            OPEN_FILM: self._open_film,
            SHARE_PAGE: self._share_page,
            SHARE_FILM: self._share_film,
            REMOVE_CONDITION: self._remove_condition,
            KEEP_ONLY_CONDITION: self._keep_only_condition,
            CHOOSE_PERSON: self._choose_person,
            OPEN_SHARED_FILM: self._open_shared_film,
        }

    async def _open_page(self, context: Context, argument: str) -> None:
        search_id, page_index, _ = _parse_numbers(argument)
        await self._update(
            context, await self.film_search.open_page(search_id, page_index, context.user_id, context.guild_id)
        )

    async def _remove_condition(self, context: Context, argument: str) -> None:
        search_id, _, name = argument.partition(":")
        await self._update(
            context,
            await self.film_search.remove_condition(
                parse_id(search_id, SearchId), name, context.user_id, context.guild_id
            ),
        )

    async def _keep_only_condition(self, context: Context, argument: str) -> None:
        search_id, _, name = argument.partition(":")
        await self._update(
            context,
            await self.film_search.keep_only_condition(
                parse_id(search_id, SearchId), name, context.user_id, context.guild_id
            ),
        )

    async def _choose_person(self, context: Context, argument: str) -> None:
        search_id, position, _ = _parse_numbers(argument)
        await self._update(
            context, await self.film_search.choose_person(search_id, position, context.user_id, context.guild_id)
        )

    async def _update(self, context: Context, found: SearchPage | NoResults) -> None:
        card, items = self._results_message(context, found)
        await context.update_message(card, items)

    async def _open_film(self, context: Context, argument: str) -> None:
        """Show a film's card in place of the list, with a button that goes back."""
        search_id, page_index, film_number = _parse_numbers(argument)
        film_id = FilmId(film_number)
        await self.film_search.check_owner(search_id, context.user_id, context.guild_id)
        film = await self.film_cards.films.film(film_id, context.guild_id)
        card, items, picture = await self.film_cards.card(film, build_card_context(context), context.user_text)
        share_buttons = (
            [button(SHARE_FILM, f"{search_id}:{film_id}", context.user_text("films.search.everyone"))]
            if context.can_post
            else []
        )
        back = button(OPEN_PAGE, f"{search_id}:{page_index}", context.user_text("films.search.back"))
        await context.update_message(card, [back, *share_buttons, *items], picture)

    async def _share_film(self, context: Context, argument: str) -> None:
        search_id, film_number, _ = _parse_numbers(argument)
        _require_can_post(context)
        await self.film_search.check_owner(search_id, context.user_id, context.guild_id)
        await self.film_cards.show(context, FilmId(film_number))

    async def _share_page(self, context: Context, argument: str) -> None:
        search_id, page_index, _ = _parse_numbers(argument)
        _require_can_post(context)
        found = await self.film_search.open_page(search_id, page_index, context.user_id, context.guild_id)
        if isinstance(found, NoResults):
            await self._update(context, found)
            return
        card = shared_page_card(found, self.film_cards.reference, context.guild_text)
        await context.reply_public(
            card,
            [_film_select(OPEN_SHARED_FILM, found, context.guild_text("films.search.open-shared"), context.guild_text)],
        )

    async def _open_shared_film(self, context: Context, argument: str) -> None:
        """Show the card of a film on a shared list privately to the person who chose it."""
        await self.film_cards.show_privately(context, parse_id(argument, FilmId))

    def _results_message(self, context: Context, found: SearchPage | NoResults) -> tuple[Embed, list[Component]]:
        reference = self.film_cards.reference
        if isinstance(found, NoResults):
            card = no_results_card(found, reference, context.user_text, context.command_mention("film show"))
            relaxations = self._relaxation_buttons(found, context.user_text)
            return card, [*relaxations, *self.film_cards.next_step_buttons(context)]
        film_ids = [film.summary.id for film in found.films]
        return search_page_card(found, reference, context.user_text), [
            *_page_components(found, context),
            *self.film_cards.registry.search_buttons(film_ids, build_card_context(context), context.user_text),
        ]

    def _relaxation_buttons(self, found: NoResults, localize: Localizer) -> Sequence[Component]:
        """Return a button for each suggested search: without one condition, with only one, or for a similar person."""
        choices = [
            (REMOVE_CONDITION, "films.search.without", *condition_count) for condition_count in found.counts_without
        ]
        choices += [
            (KEEP_ONLY_CONDITION, "films.search.only", *condition_count) for condition_count in found.counts_alone
        ]
        counted = [
            button(
                action,
                f"{found.search_id}:{name}",
                localize(text_key, condition=self._button_condition(found, name, localize), count=films),
            )
            for action, text_key, name, films in choices[:MAX_ROW_BUTTONS]
        ]
        people = enumerate(found.similar_people)
        return counted + [
            button(CHOOSE_PERSON, f"{found.search_id}:{position}", person_label(person, localize))
            for position, person in people
        ]

    def _button_condition(self, found: NoResults, name: str, localize: Localizer) -> str:
        """Return a condition for a button, without quotes because the label adds its own."""
        return escaping.label(
            escaping.unquoted(condition_label(found.film_filter, name, self.film_cards.reference, localize)),
            CONDITION_LIMIT,
        )


def _page_components(page: SearchPage, context: Context) -> list[Component]:
    """Return the menu of the page's films, the buttons to other pages, and Share if the person can post here."""
    search_id, page_index, localize = page.search_id, page.page_index, context.user_text
    controls = [
        _film_select(OPEN_FILM, page, localize("films.search.open"), localize, argument=f"{search_id}:{page_index}")
    ]
    if page_index:
        controls.append(button(OPEN_PAGE, f"{search_id}:{page_index - 1}", localize("films.search.previous")))
    if page_index + 1 < page.page_count:
        controls.append(button(OPEN_PAGE, f"{search_id}:{page_index + 1}", localize("films.search.next")))
    if context.can_post:
        controls.append(button(SHARE_PAGE, f"{search_id}:{page_index}", localize("films.search.share")))
    return controls


def _film_select(
    name: str, page: SearchPage, placeholder: str, localize: Localizer, argument: object = NO_ARGUMENT
) -> Component:
    summaries = [film.summary for film in page.films]
    options = [
        (str(summary.id), film_label(summary, localize), film_detail(summary, localize)) for summary in summaries
    ]
    return select(name, placeholder, options, argument=argument)


def _require_can_post(context: Context) -> None:
    if not context.can_post:
        raise UserError("films.search.may-not-post")


def _parse_numbers(argument: str) -> tuple[SearchId, int, int]:
    """Return the search's id and the two numbers after it in an argument; 0 for any that is missing or invalid."""
    search_id, first, second = [*argument.split(":"), "", ""][:3]
    return parse_id(search_id, SearchId), parse_id(first, int), parse_id(second, int)
