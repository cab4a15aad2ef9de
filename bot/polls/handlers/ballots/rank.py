"""Handles the private ballot of a ranked poll: saves each press at once, and shows the ballot after it."""

from collections.abc import Mapping
from functools import partial

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.ids import NO_OPTION, OptionId, PollId, parse_id
from bot.polls.actor import actor_of, check_can_see_poll
from bot.polls.cards.ballots.ranking import ranking_card, saved_ranking_card
from bot.polls.cards.formatting import option_label
from bot.polls.handlers.ballots.warnings import ContentWarnings
from bot.polls.handlers.vote import VoteListener
from bot.polls.message_buttons import RANK
from bot.polls.rules.ballot import (
    ButtonPress,
    RankedBallot,
    RankingChange,
    append_to_ranking,
    clear_ranking,
    remove_from_ranking,
)
from bot.polls.service.ballots.rankings import RankingService

ADD, UNDO, CLEAR, DONE = "rank-add", "rank-undo", "rank-clear", "rank-done"


class RankHandlers(Struct, frozen=True):
    """Opens and changes a person's ranking, which can be finished after a restart or on another device."""

    rankings: RankingService
    warnings: ContentWarnings
    clock: Clock
    on_vote: VoteListener

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {RANK: self._open, ADD: self._add, UNDO: self._undo, CLEAR: self._clear, DONE: self._finish}

    async def _open(self, context: Context, argument: str) -> None:
        ballot = await self._get_ballot(context, parse_id(argument, PollId), is_on_poll=True)
        await context.reply_private(ranking_card(ballot, context.user_text), _components(ballot, context))

    async def _add(self, context: Context, argument: str) -> None:
        option_id = parse_id(selected_value(argument), OptionId)
        ballot = await self._change(context, argument, append_to_ranking(option_id), option_id)
        last = ballot.chosen[-1] if ballot.chosen else None
        warning = await self.warnings.sentence(context, ballot.poll, last, ballot.avoided) if last else ""
        await context.update_message(ranking_card(ballot, context.user_text, warning), _components(ballot, context))

    async def _undo(self, context: Context, argument: str) -> None:
        option_id = parse_id(argument.rpartition(":")[-1], OptionId)
        await self._show(context, await self._change(context, argument, remove_from_ranking(option_id), option_id))

    async def _clear(self, context: Context, argument: str) -> None:
        await self._show(context, await self._change(context, argument, clear_ranking, NO_OPTION))

    async def _finish(self, context: Context, argument: str) -> None:
        ballot = await self._get_ballot(context, parse_id(argument, PollId))
        await context.update_message(saved_ranking_card(ballot, context.user_text))

    async def _show(self, context: Context, ballot: RankedBallot) -> None:
        await context.update_message(ranking_card(ballot, context.user_text), _components(ballot, context))

    async def _get_ballot(self, context: Context, poll_id: PollId, *, is_on_poll: bool = False) -> RankedBallot:
        message_id = context.message_id if is_on_poll else None
        ballot = await self.rankings.get_ballot(actor_of(context), poll_id, message_id)
        check_can_see_poll(context, ballot.poll)
        return ballot

    async def _change(
        self, context: Context, argument: str, change: RankingChange, option_id: OptionId
    ) -> RankedBallot:
        """Change the person's ranking, and report that to `on_vote`; raise UserError if they may not see the poll."""
        actor, poll_id = actor_of(context), parse_id(argument.partition(":")[0], PollId)
        press = ButtonPress(option_id, context.interaction.id, context.channel_id, context.name)
        check = partial(check_can_see_poll, context)
        ballot = await self.rankings.change(actor, poll_id, change, self.clock(), press, check_visible=check)
        self.on_vote(ballot.poll)
        return ballot


def _components(ballot: RankedBallot, context: Context) -> list[Component]:
    """Return the menu of the options that are not ranked yet, and the buttons below it."""
    localize, poll_id = context.user_text, ballot.poll.id
    menu = [_menu(ballot, context.unique_suffix, localize)] if ballot.remaining else []
    undo_and_clear = (
        [
            button(UNDO, f"{poll_id}:{ballot.chosen[-1].id}", localize("polls.rank.undo")),
            button(CLEAR, poll_id, localize("polls.rank.clear")),
        ]
        if ballot.chosen
        else []
    )
    return [*menu, *undo_and_clear, button(DONE, poll_id, localize("polls.rank.done"), primary=True)]


def _menu(ballot: RankedBallot, unique_suffix: str, localize: Localizer) -> Component:
    place = len(ballot.chosen) + 1
    placeholder = localize("polls.rank.first" if place == 1 else "polls.rank.next", place=place)
    options = [(str(option.id), option_label(option, localize, theme.CHOICE_LIMIT), "") for option in ballot.remaining]
    return select(ADD, placeholder, options, argument=f"{ballot.poll.id}:{unique_suffix}")
