"""The panel's control that draws five films by a mood."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.picks.rules.pick import Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.sampler import FilmSampler
from bot.polls.cards.draft.prompts import random_films_card, random_films_notice
from bot.polls.handlers.draft.panel import RANDOM_FILMS, DraftPanel, back_button, reply_in_place
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS

RANDOM_COUNT = 5
ANY_MOOD = "any"


@dataclass(frozen=True, slots=True)
class RandomFilmHandlers:
    """Draws films that the host may be shown, and that are not on the draft yet; the server's deck stays as it is."""

    panel: DraftPanel
    sampling: FilmSampler

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the handlers of the controls made here."""
        return {RANDOM_FILMS: self.panel.on_component(self._handle)}

    async def _handle(self, context: Context, draft: Draft, argument: str) -> None:
        room = min(RANDOM_COUNT, MAX_OPTIONS - len(draft.options))
        if not room:
            raise UserError("polls.refused.full", limit=MAX_OPTIONS, room=0)
        if argument:
            await self._add_random_films(context, draft, selected_value(argument), room)
        else:
            controls = [
                self._mood_select(f"{draft.id}:{context.unique_suffix}", context.user_text),
                back_button(draft, context.user_text),
            ]
            await reply_in_place(
                context, random_films_card(room, context.command_mention("avoid"), context.user_text), controls
            )

    async def _add_random_films(self, context: Context, draft: Draft, mood: str, room: int) -> None:
        if mood not in {ANY_MOOD, *self.sampling.selector.moods}:
            raise UserError("core.unknown-press")
        wish = PickFilter() if mood == ANY_MOOD else PickFilter(mood)
        existing = [option.film_id for option in draft.options if option.film_id]
        film_ids = await self.sampling.sample(Requester(context.user_id, draft.guild_id), wish, room, existing)
        if not film_ids:
            await self.panel.show(context, draft, random_films_notice((), room, context.user_text))
            return
        added = await self.panel.drafts.add_films(self.panel.actor(context), draft.id, film_ids, self.panel.clock())
        await self.panel.show(context, added.draft, random_films_notice(added.added, room, context.user_text))

    def _mood_select(self, argument: str, localize: Localizer) -> Component:
        moods = [(key, mood.label[localize.language], "") for key, mood in self.sampling.selector.moods.items()]
        options = [(ANY_MOOD, localize("polls.panel.draw.any"), ""), *moods]
        return select(RANDOM_FILMS, localize("polls.panel.draw.choose"), options, argument=argument)
