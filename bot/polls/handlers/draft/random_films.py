"""Handles the buttons and the menu that draw films: five at once, by mood, or to fill up a draft and start it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.ids import DraftId, OptionId, parse_id
from bot.picks.rules.pick import Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.sampler import FilmSampler
from bot.polls.cards.draft.prompts import random_films_notice
from bot.polls.handlers.draft.panel import FILL, RANDOM_FILMS, DraftPanel
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS, MIN_OPTIONS, Option

REDRAW = "poll-redraw"
RANDOM_COUNT = 5
ANY_MOOD = "any"


class RandomFilmHandlers(Struct, frozen=True):
    """Draws films that are not in the draft yet and contain nothing that the host avoids.

    The server's deck does not change. `start` starts the poll of a draft.
    """

    panel: DraftPanel
    sampling: FilmSampler
    start: Callable[[Context, str], Awaitable[None]]

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        on_component = self.panel.on_component
        return {
            RANDOM_FILMS: on_component(self._draw),
            REDRAW: on_component(self._redraw),
            FILL: self._fill_and_start,
        }

    async def _draw(self, context: Context, draft: Draft, argument: str) -> None:
        """Draw films of any mood, or of the mood that an older version's menu names."""
        await self._show_drawn(context, draft, selected_value(argument) or ANY_MOOD)

    async def _redraw(self, context: Context, draft: Draft, argument: str) -> None:
        """Draw films of a mood to replace those just drawn."""
        first, last = (*argument.split(":"), "")[:2]
        drawn = [
            option for option in draft.options if parse_id(first, OptionId) <= option.id <= parse_id(last, OptionId)
        ]
        await self._show_drawn(context, draft, selected_value(argument), drawn)

    async def _fill_and_start(self, context: Context, argument: str) -> None:
        """Add random films to a draft with too few options, and start the poll. `start` reports any error."""
        actor = self.panel.actor(context)
        with suppress(UserError):
            draft = await self.panel.drafts.get(actor, parse_id(argument, DraftId))
            if len(draft.options) < MIN_OPTIONS:
                await self._add(context, draft, ANY_MOOD, RANDOM_COUNT - len(draft.options))
        await self.start(context, argument)

    async def _show_drawn(self, context: Context, draft: Draft, mood: str, replaced: Sequence[Option] = ()) -> None:
        room = min(RANDOM_COUNT, MAX_OPTIONS - len(draft.options) + len(replaced))
        if not room:
            raise UserError("polls.refused.full-already", limit=MAX_OPTIONS)
        draft, added = await self._add(context, draft, mood, room, replaced)
        notice = random_films_notice(added, room, context.user_text)
        drawn = added or replaced
        await self.panel.show(context, draft, notice, extra=[self._mood_select(draft, drawn, context)] if drawn else [])

    async def _add(
        self, context: Context, draft: Draft, mood: str, count: int, replaced: Sequence[Option] = ()
    ) -> tuple[Draft, Sequence[Option]]:
        """Add random films to a draft in place of `replaced`; if no film is left, change nothing.

        Return the draft and the added options.
        """
        if mood not in {ANY_MOOD, *self.sampling.selector.moods}:
            raise UserError("core.unknown-press")
        pick_filter = PickFilter() if mood == ANY_MOOD else PickFilter(mood)
        kept = [option.film_id for option in draft.options if option.film_id and option not in replaced]
        film_ids = await self.sampling.sample(Requester(context.user_id, draft.guild_id), pick_filter, count, kept)
        if not film_ids:
            return draft, ()
        drafts, actor, now = self.panel.drafts, self.panel.actor(context), self.panel.clock()
        await drafts.remove_options(actor, draft.id, replaced, now)
        result = await drafts.add_films(actor, draft.id, film_ids, now)
        return result.draft, result.added

    def _mood_select(self, draft: Draft, drawn: Sequence[Option], context: Context) -> Component:
        localize: Localizer = context.user_text
        moods = [(key, mood.label[localize.language], "") for key, mood in self.sampling.selector.moods.items()]
        options = [(ANY_MOOD, localize("polls.panel.draw.any"), ""), *moods]
        argument = f"{draft.id}:{drawn[0].id}:{drawn[-1].id}:{context.unique_suffix}"
        return select(REDRAW, localize("polls.panel.draw.choose"), options, argument=argument)
