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
from bot.polls.cards.draft.prompts import draw_card, drawn_note
from bot.polls.handlers.draft.panel import RANDOM_FILMS, DraftPanel, back_button, reply_in_place
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS

FIVE = 5
ANY = "any"


@dataclass(frozen=True, slots=True)
class DrawingFive:
    """Draws films that the host may be shown, and that are not on the draft yet; the server's deck stays as it is."""

    desk: DraftPanel
    sampling: FilmSampler

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {RANDOM_FILMS: self.desk.on_component(self._pressed)}

    async def _pressed(self, context: Context, draft: Draft, rest: str) -> None:
        room = min(FIVE, MAX_OPTIONS - len(draft.options))
        if not room:
            raise UserError("polls.refused.full", limit=MAX_OPTIONS, room=0)
        if rest:
            await self._draw(context, draft, selected_value(rest), room)
        else:
            controls = [
                self._menu(f"{draft.id}:{context.unique_suffix}", context.user_text),
                back_button(draft, context.user_text),
            ]
            await reply_in_place(
                context, draw_card(room, context.command_mention("avoid"), context.user_text), controls
            )

    async def _draw(self, context: Context, draft: Draft, mood: str, room: int) -> None:
        if mood not in {ANY, *self.sampling.selector.moods}:
            raise UserError("core.unknown-press")
        wish = PickFilter() if mood == ANY else PickFilter(mood)
        there = [option.film_id for option in draft.options if option.film_id]
        drawn = await self.sampling.sample(Requester(context.user_id, draft.guild_id), wish, room, there)
        if not drawn:
            await self.desk.show(context, draft, drawn_note((), room, context.user_text))
            return
        added = await self.desk.polls.drafts.add_films(self.desk.actor(context), draft.id, drawn, self.desk.clock())
        await self.desk.show(context, added.draft, drawn_note(added.new, room, context.user_text))

    def _menu(self, rest: str, localize: Localizer) -> Component:
        moods = [(key, mood.label[localize.language], "") for key, mood in self.sampling.selector.moods.items()]
        options = [(ANY, localize("polls.panel.draw.any"), ""), *moods]
        return select(RANDOM_FILMS, localize("polls.panel.draw.choose"), options, rest=rest)
