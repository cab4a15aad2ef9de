"""A server's polls for who asks: how they stand or went, the list of them, their ends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import button, select
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.films.service.films import parse_id
from bot.polls.cards.manage import cancelled_card, ended_card, returned_card
from bot.polls.cards.poll_list import listing_card, state_line
from bot.polls.cards.result import result_card
from bot.polls.permissions import actor_of, can_see_poll, check_can_see_poll
from bot.polls.render import result_components
from bot.polls.rules.poll import Poll, PollState, can_manage, can_undo_cancel
from bot.polls.rules.views.poll_view import PollSummary, PollView
from bot.polls.service.polls import PollServices

RESULT, SHARE, UNDO = "poll-result", "poll-share", "poll-undo"


@dataclass(frozen=True, slots=True)
class Running:
    """Answers privately; `wake` has the job do at once what an end or an undone cancel makes due."""

    polls: PollServices
    clock: Clock
    wake: Callable[[], None]

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {RESULT: self._chosen, SHARE: self._share, UNDO: self._undo}

    async def results(self, context: Context, typed: str) -> None:
        """How a poll stands or went; the latest one when none was named."""
        await self._tell(context, await self._key(context, typed) if typed else _latest(await self._seen(context)))

    async def list(self, context: Context) -> None:
        """This server's polls."""
        seen = await self._seen(context)
        listed = seen[: theme.SELECT_OPTIONS_LIMIT]
        open_ones = [one.poll for one in listed if one.poll.state is PollState.OPEN]
        running = {poll.id: await self.polls.views.get(poll.guild_id, poll.id) for poll in open_ones}
        card = listing_card(
            listed, running, context.command_mention("poll start"), context.user_text, more=len(seen) - len(listed)
        )
        options = [
            (str(one.poll.id), theme.clean(one.poll.question), state_line(one, context.user_text)) for one in listed
        ]
        await context.reply_private(
            card, [select(RESULT, context.user_text("polls.press.choose-poll"), options)] if options else []
        )

    async def end(self, context: Context, typed: str) -> None:
        """Close a poll by hand; its result is posted by the job."""
        known = (await self._shown(context, await self._key(context, typed))).poll
        poll = await self.polls.lifecycle.end(actor_of(context, known), known.id, self.clock())
        self.wake()
        await context.reply_private(ended_card(poll, context.command_mention("poll results"), context.user_text))

    async def cancel(self, context: Context, typed: str) -> None:
        """Call a poll off, with a button that brings it back."""
        known = (await self._shown(context, await self._key(context, typed))).poll
        poll = await self.polls.lifecycle.cancel(actor_of(context, known), known.id, self.clock())
        self.wake()
        await context.reply_private(
            cancelled_card(poll, context.user_text), [button(UNDO, poll.id, context.user_text("polls.press.undo"))]
        )

    async def offered(self, context: Context, typed: str, *, only_open: bool) -> Sequence[PollSummary]:
        """The polls that a half-typed question may mean."""
        fitting = await self._seen(context, typed)
        return [one for one in fitting if one.poll.state is PollState.OPEN or not only_open]

    async def _seen(self, context: Context, typed: str = "") -> Sequence[PollSummary]:
        """The polls with this in their question that somebody may know of."""
        return [
            one
            for one in await self.polls.views.list_polls(context.guild_id or 0, typed)
            if can_see_poll(context, one.poll)
        ]

    async def _chosen(self, context: Context, rest: str) -> None:
        await self._tell(context, parse_id(rest))

    async def _tell(self, context: Context, poll: int) -> None:
        shown = await self._shown(context, poll)
        share = [button(SHARE, poll, context.user_text("polls.press.share"))] if context.can_post else []
        undo = (
            [button(UNDO, poll, context.user_text("polls.press.undo"))] if self._can_undo(context, shown.poll) else []
        )
        await context.reply_private(
            result_card(shown, context.user_text), [*result_components(shown, context.user_text), *undo, *share]
        )

    def _can_undo(self, context: Context, poll: Poll) -> bool:
        """Whether somebody can bring a cancelled poll back, and may."""
        return (
            poll.state is PollState.CANCELLED
            and can_manage(poll, actor_of(context, poll))
            and can_undo_cancel(poll, self.clock())
        )

    async def _share(self, context: Context, rest: str) -> None:
        if not context.can_post:
            raise UserError("films.search.may-not-post")
        shown = await self._shown(context, parse_id(rest))
        await context.reply_public(result_card(shown, context.guild_text), result_components(shown, context.guild_text))

    async def _shown(self, context: Context, poll: int) -> PollView:
        shown = await self.polls.views.get(context.guild_id or 0, poll)
        check_can_see_poll(context, shown.poll)
        return shown

    async def _undo(self, context: Context, rest: str) -> None:
        known = (await self._shown(context, parse_id(rest))).poll
        poll = await self.polls.lifecycle.undo_cancel(actor_of(context, known), known.id, self.clock())
        self.wake()
        await context.update_message(returned_card(poll, context.user_text))

    async def _key(self, context: Context, typed: str) -> int:
        """The poll that a suggestion's value, a question or a part of only one means; 0, which none has, for others."""
        if key := parse_id(typed):
            return key
        fitting, wanted = await self._seen(context, typed), theme.clean(typed).casefold()
        named = [one for one in fitting if theme.clean(one.poll.question).casefold() == wanted]
        return (named or fitting)[0].poll.id if named or len(fitting) == 1 else 0


def _latest(listed: Sequence[PollSummary]) -> int:
    """The poll that ended last, else the one that closes next; raises Refusal where there is none."""
    if not listed:
        raise UserError("polls.result.none-here")
    over = [one.poll.id for one in listed if one.poll.state is PollState.CLOSED]
    return (over or [one.poll.id for one in listed])[0]
