"""Handles the buttons on a poll's message: voting, the person's ballot, the films and the count."""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.context import Context
from bot.ids import NO_GUILD, OptionId, PollId, parse_id
from bot.polls.actor import POLL_NOT_FOUND, actor_of, check_can_see_poll
from bot.polls.cards.ballots.counting import counting_card, lots_record
from bot.polls.cards.vote import ballot_card, films_card, vote_card
from bot.polls.handlers.ballots.warnings import ContentWarnings
from bot.polls.message_buttons import BALLOT, COUNTING, FILMS, RESULT_SUFFIX, VOTE, film_select
from bot.polls.rules.ballot import ButtonPress, VoteReceipt
from bot.polls.rules.poll import Poll
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.views import PollReader
from bot.polls.service.votes import VoteService

VoteListener = Callable[[Poll], None]
"""Called after each vote, ranking or veto, with the poll as it was before."""
DRAW_FILE = "draw.txt"


class VoteHandlers(Struct, frozen=True):
    """Accepts votes, and confirms each privately once it is committed, even if the poll's message cannot be edited."""

    votes: VoteService
    views: PollReader
    warnings: ContentWarnings
    clock: Clock
    on_vote: VoteListener

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {
            VOTE: self._vote,
            BALLOT: self._show_ballot,
            FILMS: self._show_films,
            COUNTING: self._show_counting,
        }

    async def _vote(self, context: Context, argument: str) -> None:
        poll_id, _, option_id = argument.partition(":")
        receipt = await self._cast_vote(context, parse_id(poll_id, PollId), parse_id(option_id, OptionId))
        self.on_vote(receipt.poll)
        is_warned = receipt.option in receipt.chosen and receipt.avoided
        warning = (
            await self.warnings.sentence(context, receipt.poll, receipt.option, receipt.avoided) if is_warned else ""
        )
        await context.reply_private(vote_card(receipt, warning, context.user_text))

    async def _cast_vote(self, context: Context, poll_id: PollId, option_id: OptionId) -> VoteReceipt:
        """Vote in a poll of this channel, or in a poll of another channel that the person may see."""
        actor, now = actor_of(context), self.clock()
        press = ButtonPress(option_id, context.interaction.id, context.channel_id, context.name)
        try:
            return await self.votes.cast_vote(actor, poll_id, option_id, now, context.message_id, press=press)
        except UserError as refusal:
            if refusal.key != POLL_NOT_FOUND:
                raise
        poll = (await self._get_view(context, str(poll_id))).poll
        return await self.votes.cast_vote(
            actor, poll_id, option_id, now, press=replace(press, channel_id=poll.channel_id)
        )

    async def _show_ballot(self, context: Context, argument: str) -> None:
        await self._get_view(context, argument)
        ballot = await self.votes.get_ballot(actor_of(context), parse_id(argument, PollId))
        await context.reply_private(ballot_card(ballot, self.clock(), context.user_text))

    async def _show_films(self, context: Context, argument: str) -> None:
        view = await self._get_view(context, argument)
        if not any(option.film_id for option in view.options):
            raise UserError("polls.vote.no-films")
        await context.reply_private(films_card(context.user_text), [film_select(view, context.user_text)])

    async def _show_counting(self, context: Context, argument: str) -> None:
        view = await self._get_view(context, argument.removesuffix(RESULT_SUFFIX))
        tickets = view.outcome and view.outcome.tickets
        await context.reply_private(
            counting_card(view, context.user_text), file=(DRAW_FILE, lots_record(view)) if tickets else None
        )

    async def _get_view(self, context: Context, argument: str) -> PollView:
        view = await self.views.get(context.guild_id or NO_GUILD, parse_id(argument, PollId))
        check_can_see_poll(context, view.poll)
        return view
