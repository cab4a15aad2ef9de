"""Shows a pick with its buttons, and handles them."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from discord import Embed
from msgspec import Struct, field

from bot.core.feature import CardContext, ComponentHandler, FeatureRegistry
from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.components import Component, button, in_row, link_button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.answer_cache import AnswerCache
from bot.films.card_updates import CardUpdates
from bot.films.cards.short_film import short_film_card
from bot.films.cards.watching import best_watch_links
from bot.films.film_pictures import FilmPictures
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film, FilmSummary
from bot.films.rules.watching import WatchInfo
from bot.films.service.films import Films
from bot.ids import NO_FILM, PickId, parse_id
from bot.picks.cards.no_match import deck_count_card, no_match_card, no_services_card, would_shuffle_help
from bot.picks.cards.pick import drawn_by_line, put_back_card, reasons_text
from bot.picks.rules.pick import NoMatch, Pick, Requester
from bot.picks.rules.pick_filter import FILTERS, PickFilter
from bot.picks.service.picks import Picks

DRAW, REDRAW, PUT_BACK, DRAW_WITHOUT, SHUFFLE = "draw-one", "another", "not-for-us", "draw-without", "shuffle"
SERVICES = ("services",)
"""The name of the shortcut to a person's list of services."""
DETAILS = "details"
"""The component of the films feature that shows a film's full card privately."""
MAX_EXTRA_BUTTONS = 2
"""The maximum number of other features' buttons on a pick; with this many, the last two buttons get a second row."""
ALL_FILTERS = "all"
Send = Callable[[Answer], Awaitable[None]]
"""A method of Context that sends an answer."""
MAX_RELAXATIONS = 4
"""The maximum number of buttons that each remove a filter, so that they fit in one row with Shuffle."""


class PickHandlers(Struct, frozen=True):
    """Draws films for people, and shows the picks."""

    picks: Picks
    films: Films
    updates: CardUpdates
    reference: ReferenceData
    registry: FeatureRegistry
    pictures: FilmPictures
    kept: AnswerCache = field(default_factory=AnswerCache)

    async def draw(self, context: Context, pick_filter: PickFilter) -> None:
        """Draw a matching film and show it publicly; reply privately if there is none or if services must be chosen."""
        if pick_filter.on_mine and not (await self.updates.availability.settings.for_user(context.user_id)).services:
            in_guild = context.home_guild_id is not None
            next_step_buttons = self.registry.shortcut_buttons(SERVICES, context.user_text, in_guild=in_guild)
            await context.reply_private(no_services_card(context.user_text), next_step_buttons)
            return
        drawn = await self.picks.draw(requester_of(context), pick_filter)
        if isinstance(drawn, NoMatch):
            await context.reply_private(*self._no_match_message(drawn, context))
        else:
            await self._show(partial(context.reply, private=False), drawn, context)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {
            DRAW: self._draw_any,
            REDRAW: self._redraw,
            PUT_BACK: self._put_back,
            DRAW_WITHOUT: self._draw_without,
            SHUFFLE: self._shuffle,
        }

    async def _draw_any(self, context: Context, _: str) -> None:
        await self.draw(context, PickFilter())

    async def _redraw(self, context: Context, argument: str) -> None:
        drawn = await self.picks.redraw(parse_id(argument, PickId), requester_of(context))
        if isinstance(drawn, NoMatch):
            await context.reply_private(*self._no_match_message(drawn, context))
        else:
            await self._show(context.update, drawn, context)

    async def _put_back(self, context: Context, argument: str) -> None:
        result = await self.picks.put_back(
            parse_id(argument, PickId), requester_of(context), can_manage_server=context.can_manage_server
        )
        put_back = await self.films.summaries([result.film_id] if result.film_id else [], context.guild_id)
        await self._show(context.update, result.pick, context, *put_back)

    async def _draw_without(self, context: Context, argument: str) -> None:
        pick_id, _, name = argument.partition(":")
        drawn = await self.picks.draw_without(
            parse_id(pick_id, PickId), requester_of(context), *(FILTERS if name == ALL_FILTERS else [name])
        )
        if isinstance(drawn, NoMatch):
            await context.update_message(*self._no_match_message(drawn, context))
        else:
            await self._show(partial(context.reply, private=False), drawn, context)

    async def _shuffle(self, context: Context, argument: str) -> None:
        deck_count = await self.picks.shuffle_after_pick(
            parse_id(argument, PickId), requester_of(context), can_manage_server=context.can_manage_server
        )
        again = button(DRAW_WITHOUT, f"{parse_id(argument, PickId)}:", context.user_text("picks.button.draw"))
        await context.update_message(deck_count_card(deck_count, context.user_text, is_shuffled=True), [again])

    async def _show(self, send: Send, pick: Pick, context: Context, put_back: FilmSummary | None = None) -> None:
        """Answer with a pick; edit the answer when TMDB has newer data, unless the pick was put back or replaced."""

        async def rebuild_answer() -> Answer | None:
            is_shown = await self.picks.is_shown(pick)
            return await self._pick_message(pick, context, put_back) if is_shown else None

        shown = await self._pick_message(pick, context, put_back)
        await send(shown)
        film = await self.films.film(pick.film_id or NO_FILM, pick.requester.guild_id)
        self.updates.edit_after_refresh(film, shown, rebuild_answer, context.edit_answer)

    async def _pick_message(self, pick: Pick, context: Context, put_back: FilmSummary | None = None) -> Answer:
        """Return the answer that shows a pick as it is now; `put_back` is the film that the pick replaces."""
        guild_id, film_id, localize = pick.requester.guild_id, pick.film_id or NO_FILM, context.guild_text
        film, card_context = await self.films.film(film_id, guild_id), CardContext(guild_id, pick.requester.user_id)
        if pick.is_put_back:
            again = button(REDRAW, pick.id, localize("picks.button.again"), primary=True)
            return Answer.from_card(with_drawn_by(put_back_card(pick, film.summary, localize), pick, context), [again])
        own = [
            button(REDRAW, pick.id, localize("picks.button.another"), primary=True),
            button(PUT_BACK, pick.id, localize(f"picks.button.not-for-{'us' if guild_id else 'me'}")),
        ]
        card = with_drawn_by(Embed().set_footer(text=reasons_text(pick, put_back, localize)), pick, context)
        return (await self._shared_answer(film, card_context, localize)).with_prefix(card, own)

    async def _shared_answer(self, film: Film, card_context: CardContext, localize: Localizer) -> Answer:
        """Return the part of the answer that all picks of a film share, cached until something in it changes."""
        extra_fields = await self.registry.card_fields(film.summary.id, card_context, localize)
        watch_info = await self.updates.availability.watch_info_for(
            film, card_context.user_id, card_context.guild_id, localize.language
        )
        source = await self.pictures.picture_source(film, card_context.guild_id, localize, is_large=True)
        key = (film.summary.id, localize.language, card_context.place, watch_info, tuple(extra_fields), source)
        if kept := self.kept.find(key, film):
            return kept
        card = short_film_card(film, self.reference, localize, extra_fields, watch_info, is_compact=True)
        picture = await self.pictures.load(film, source, localize, is_large=True)
        answer = Answer.from_card(card, self._shared_buttons(film, card_context, localize, watch_info), picture)
        if picture or source is None:
            self.kept.add(key, film, answer)
        return answer

    def _shared_buttons(
        self, film: Film, card_context: CardContext, localize: Localizer, watch_info: WatchInfo
    ) -> list[Component]:
        extra_buttons = self.registry.card_buttons(film.summary.id, card_context.place, localize)[:MAX_EXTRA_BUTTONS]
        buttons: list[Component] = [
            link_button(*best_watch_links(film, self.reference.services, localize, watch_info, limit=1)[0]),
            *extra_buttons,
            button(DETAILS, film.summary.id, localize("films.button.more")),
        ]
        if len(extra_buttons) == MAX_EXTRA_BUTTONS:
            return [*buttons[:-2], *in_row(1, *buttons[-2:])]
        return buttons

    def _no_match_message(self, no_match: NoMatch, context: Context) -> tuple[Embed, list[Component]]:
        can_shuffle = no_match.pick.requester.guild_id is None or context.can_manage_server
        card = no_match_card(no_match, context.command_mention("avoid"), context.user_text, can_shuffle=can_shuffle)
        shuffles = can_shuffle and would_shuffle_help(no_match)
        shuffle = [button(SHUFFLE, no_match.pick.id, context.user_text("picks.button.shuffle"))] if shuffles else []
        return card, [*_relaxation_buttons(no_match, context.user_text), *shuffle]


def requester_of(context: Context) -> Requester:
    """Return who draws; where the bot is not a member of the server, they draw from their own deck."""
    return Requester(context.user_id, context.home_guild_id)


def with_drawn_by(card: Embed, pick: Pick, context: Context) -> Embed:
    """Add the name of the person who drew a pick; if another person presses a button, keep the name on the message."""
    user, message = context.interaction.user, context.interaction.message
    if context.user_id == pick.requester.user_id:
        name = drawn_by_line(user.display_name, context.guild_text)
        avatar = getattr(user, "guild_avatar", None) or user.avatar
        return card.set_author(name=name, icon_url=avatar.url if avatar else None)
    author = message.embeds[0].author if message and message.embeds else None
    return card.set_author(name=author.name, icon_url=author.icon_url) if author and author.name else card


def _relaxation_buttons(no_match: NoMatch, localize: Localizer) -> list[Component]:
    """Return buttons that each remove one filter, most films first; if none would help, one that removes all."""
    pick_id = no_match.pick.id
    if not no_match.counts_without and no_match.undrawn:
        return [button(DRAW_WITHOUT, f"{pick_id}:{ALL_FILTERS}", localize("picks.without.all", count=no_match.undrawn))]
    counts = no_match.counts_without[:MAX_RELAXATIONS]
    return [
        button(DRAW_WITHOUT, f"{pick_id}:{name}", localize(f"picks.without.{name}", count=count))
        for name, count in counts
    ]
