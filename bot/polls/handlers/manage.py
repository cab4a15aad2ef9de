"""Handles a server's polls: shows results and the list of polls; ends, cancels and reopens polls."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.components import button, link_button, select
from bot.core.interactions.context import Context
from bot.core.text import escaping, theme
from bot.ids import NO_GUILD, NO_POLL, PollId, parse_id
from bot.polls.actor import actor_of, can_see_poll, check_can_see_poll
from bot.polls.cards.manage import cancelled_card, ended_card, reopened_card
from bot.polls.cards.poll_list import poll_list_card, reachable_url, short_state
from bot.polls.handlers.management.exports import export_button
from bot.polls.message_buttons import RESULT
from bot.polls.render import PollRenderer
from bot.polls.rules.permissions import can_manage
from bot.polls.rules.poll import Poll, PollState, can_undo_cancel
from bot.polls.rules.views.poll_view import PollSummary, PollView
from bot.polls.service.lifecycle import PollLifecycle
from bot.polls.service.views import PollReader

SHARE, UNDO = "poll-share", "poll-undo"


class ManageHandlers(Struct, frozen=True):
    """Answers privately, except when somebody shares a result.

    `wake` makes the closing job run at once.
    """

    lifecycle: PollLifecycle
    views: PollReader
    renderer: PollRenderer
    clock: Clock
    wake: Callable[[], None]

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {RESULT: self._show_selected, SHARE: self._share_results, UNDO: self._undo_cancel}

    async def show_results(self, context: Context, user_input: str) -> None:
        """Show the state or the result of the named poll.

        Without a name, show the poll that closed last, or the first in the list if none is closed.
        """
        await self._reply_results(
            context,
            await self._resolve_poll_id(context, user_input)
            if user_input
            else _latest_poll_id(await self._list_visible_polls(context)),
        )

    async def show_list(self, context: Context) -> None:
        """Show this server's polls that the person may see, with a menu that shows the result or state of one."""
        visible = await self._list_visible_polls(context)
        listed = visible[: theme.SELECT_OPTIONS_LIMIT]
        open_polls = [summary.poll for summary in listed if summary.poll.state is PollState.OPEN]
        views = {poll.id: await self.views.get(poll.guild_id, poll.id) for poll in open_polls}
        card = poll_list_card(
            listed, views, context.command_mention("poll start"), context.user_text, more=len(visible) - len(listed)
        )
        options = [
            (str(summary.poll.id), escaping.clean(summary.poll.question), short_state(summary, context.user_text))
            for summary in listed
        ]
        await context.reply_private(
            card, [select(RESULT, context.user_text("polls.press.choose-poll"), options)] if options else []
        )

    async def end(self, context: Context, user_input: str) -> None:
        """Close a poll by hand; the closing job posts its result."""
        before = await self.find_poll(context, user_input)
        poll = await self.lifecycle.end(actor_of(context, before), before.id, self.clock())
        self.wake()
        url, was_closed = reachable_url(poll), before.state is PollState.CLOSED
        await context.reply_private(
            ended_card(poll, context.command_mention("poll results"), context.user_text, was_closed=was_closed),
            [link_button(context.user_text("polls.press.poll"), url)] if url else [],
        )

    async def cancel(self, context: Context, user_input: str) -> None:
        """Cancel a poll, and offer a button that reopens it."""
        before = await self.find_poll(context, user_input)
        poll = await self.lifecycle.cancel(actor_of(context, before), before.id, self.clock())
        self.wake()
        await context.reply_private(
            cancelled_card(poll, context.user_text), [button(UNDO, poll.id, context.user_text("polls.press.undo"))]
        )

    async def suggest_polls(self, context: Context, user_input: str, *, only_open: bool) -> Sequence[PollSummary]:
        """Return the polls that a partly typed question could mean."""
        matches = await self._list_visible_polls(context, user_input)
        return [summary for summary in matches if summary.poll.state is PollState.OPEN or not only_open]

    async def _list_visible_polls(self, context: Context, user_input: str = "") -> Sequence[PollSummary]:
        """Return the polls that match `user_input`, among those that the person may see."""
        return [
            summary
            for summary in await self.views.list_polls(context.guild_id or NO_GUILD, user_input)
            if can_see_poll(context, summary.poll)
        ]

    async def _show_selected(self, context: Context, argument: str) -> None:
        await self._reply_results(context, parse_id(argument, PollId))

    async def _reply_results(self, context: Context, poll_id: PollId) -> None:
        view = await self._get_view(context, poll_id)
        share_buttons = [button(SHARE, poll_id, context.user_text("polls.press.share"))] if context.can_post else []
        undo_buttons = (
            [button(UNDO, poll_id, context.user_text("polls.press.undo"))] if self._can_undo(context, view.poll) else []
        )

        may_export = view.poll.state is PollState.CLOSED and can_manage(view.poll, actor_of(context, view.poll))
        export_buttons = [export_button(view.poll, context.user_text)] if may_export else []

        async def draw() -> Answer:
            card, items, picture = await self.renderer.result(view, context.user_text)
            return Answer.from_card(card, [*items, *undo_buttons, *share_buttons, *export_buttons], picture)

        shown = await draw()
        await context.reply(shown, private=True)
        await self.renderer.follow_winner(view, shown, draw, context.edit_answer)

    def _can_undo(self, context: Context, poll: Poll) -> bool:
        """Return whether a poll is cancelled and the person may still reopen it."""
        return (
            poll.state is PollState.CANCELLED
            and can_manage(poll, actor_of(context, poll))
            and can_undo_cancel(poll, self.clock())
        )

    async def _share_results(self, context: Context, argument: str) -> None:
        if not context.can_post:
            raise UserError("films.search.may-not-post")
        view = await self._get_view(context, parse_id(argument, PollId))

        async def draw() -> Answer:
            return Answer.from_card(*await self.renderer.result(view, context.guild_text))

        shown = await draw()
        await context.reply(shown, private=False)
        await self.renderer.follow_winner(view, shown, draw, context.edit_answer)

    async def _get_view(self, context: Context, poll_id: PollId) -> PollView:
        view = await self.views.get(context.guild_id or NO_GUILD, poll_id)
        check_can_see_poll(context, view.poll)
        return view

    async def find_poll(self, context: Context, user_input: str) -> Poll:
        """Return the poll that a typed text means; raise UserError if it means none or could mean several."""
        return await self.get_poll(context, await self._resolve_poll_id(context, user_input))

    async def get_poll(self, context: Context, poll_id: PollId) -> Poll:
        """Return a poll that the person may see; raise UserError for any other."""
        poll = await self.views.get_poll(context.guild_id or NO_GUILD, poll_id)
        check_can_see_poll(context, poll)
        return poll

    async def _undo_cancel(self, context: Context, argument: str) -> None:
        before = await self.get_poll(context, parse_id(argument, PollId))
        poll = await self.lifecycle.undo_cancel(actor_of(context, before), before.id, self.clock())
        self.wake()
        await context.update_message(reopened_card(poll, context.user_text))

    async def _resolve_poll_id(self, context: Context, user_input: str) -> PollId:
        """Return the id of the poll that a typed text means, or NO_POLL.

        A chosen suggestion is an id. Any other text means the first poll with exactly this question, or the only match.
        """
        if poll_id := parse_id(user_input, PollId):
            return poll_id
        matches, question = await self._list_visible_polls(context, user_input), escaping.clean(user_input).casefold()
        exact = [summary for summary in matches if escaping.clean(summary.poll.question).casefold() == question]
        return (exact or matches)[0].poll.id if exact or len(matches) == 1 else NO_POLL


def _latest_poll_id(listed: Sequence[PollSummary]) -> PollId:
    """Return the id of the poll that closed last, or of the first in the list if none is closed.

    Raise UserError for an empty list.
    """
    if not listed:
        raise UserError("polls.result.none-here")
    closed = [summary.poll.id for summary in listed if summary.poll.state is PollState.CLOSED]
    return (closed or [summary.poll.id for summary in listed])[0]
