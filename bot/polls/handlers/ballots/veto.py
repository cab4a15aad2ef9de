"""Handles vetoes: a private menu in which a person vetoes one option or withdraws the veto."""

from collections.abc import Mapping
from functools import partial

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.ids import OptionId, PollId, parse_id
from bot.polls.actor import actor_of, check_can_see_poll
from bot.polls.cards.ballots.veto import veto_card
from bot.polls.cards.formatting import option_label
from bot.polls.handlers.vote import VoteListener
from bot.polls.message_buttons import VETO
from bot.polls.service.ballots.vetoes import OwnVeto, VetoService

CHOOSE, WITHDRAW = "veto-choose", "veto-withdraw"


class VetoHandlers(Struct, frozen=True):
    """Shows each person only their own veto, and changes it."""

    vetoes: VetoService
    clock: Clock
    on_vote: VoteListener

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {VETO: self._open, CHOOSE: self._choose, WITHDRAW: self._withdraw}

    async def _open(self, context: Context, argument: str) -> None:
        check = partial(check_can_see_poll, context)
        veto = await self.vetoes.get_veto(actor_of(context), parse_id(argument, PollId), check)
        await context.reply_private(veto_card(veto.poll, veto.option, context.user_text), _components(veto, context))

    async def _choose(self, context: Context, argument: str) -> None:
        await self._change(context, argument, parse_id(selected_value(argument), OptionId))

    async def _withdraw(self, context: Context, argument: str) -> None:
        await self._change(context, argument, None)

    async def _change(self, context: Context, argument: str, option_id: OptionId | None) -> None:
        actor, poll_id = actor_of(context), parse_id(argument.partition(":")[0], PollId)
        check = partial(check_can_see_poll, context)
        veto = await self.vetoes.set_veto(actor, poll_id, option_id, self.clock(), check_visible=check)
        self.on_vote(veto.poll)
        card = veto_card(veto.poll, veto.option, context.user_text, was_withdrawn=option_id is None)
        await context.update_message(card, _components(veto, context))


def _components(veto: OwnVeto, context: Context) -> list[Component]:
    localize, poll_id = context.user_text, veto.poll.id
    options = [
        (str(option.id), option_label(option, localize, theme.CHOICE_LIMIT), "")
        for option in veto.options
        if option != veto.option
    ]
    menu = select(CHOOSE, localize("polls.veto.choose"), options, argument=f"{poll_id}:{context.unique_suffix}")
    withdraw = [button(WITHDRAW, poll_id, localize("polls.veto.withdraw"))] if veto.option else []
    return [menu, *withdraw]
