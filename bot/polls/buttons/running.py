"""A server's polls for who asks: how they stand or went, the list of them, their ends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.errors import Refusal
from bot.core.feature import Press
from bot.core.interactions.components import button, menu
from bot.core.interactions.context import Ask
from bot.core.text import theme
from bot.films.service.films import key_of
from bot.polls.buttons.drawing import result_items
from bot.polls.buttons.visitors import check_may_see, may_see, member_of
from bot.polls.cards.listing import listing_card, state_line
from bot.polls.cards.result import result_card
from bot.polls.cards.running import cancelled_card, ended_card, returned_card
from bot.polls.rules.poll import Poll, State, is_undoable, may_manage
from bot.polls.rules.shown import Listed, Shown
from bot.polls.service.polls import Polls

RESULT, SHARE, UNDO = "poll-result", "poll-share", "poll-undo"


@dataclass(frozen=True, slots=True)
class Running:
    """Answers privately; `wake` has the job do at once what an end or an undone cancel makes due."""

    polls: Polls
    clock: Clock
    wake: Callable[[], None]

    def presses(self) -> Mapping[str, Press]:
        """What the controls made here do."""
        return {RESULT: self._chosen, SHARE: self._share, UNDO: self._undo}

    async def results(self, ask: Ask, typed: str) -> None:
        """How a poll stands or went; the latest one when none was named."""
        await self._tell(ask, await self._key(ask, typed) if typed else _latest(await self._seen(ask)))

    async def list(self, ask: Ask) -> None:
        """This server's polls."""
        seen = await self._seen(ask)
        listed = seen[: theme.MENU]
        open_ones = [one.poll for one in listed if one.poll.state is State.OPEN]
        running = {poll.id: await self.polls.views.show(poll.server, poll.id) for poll in open_ones}
        card = listing_card(listed, running, ask.mention("poll start"), ask.me, more=len(seen) - len(listed))
        options = [(str(one.poll.id), theme.clean(one.poll.question), state_line(one, ask.me)) for one in listed]
        await ask.tell(card, [menu(RESULT, ask.me("polls.press.choose-poll"), options)] if options else [])

    async def end(self, ask: Ask, typed: str) -> None:
        """Close a poll by hand; its result is posted by the job."""
        known = (await self._shown(ask, await self._key(ask, typed))).poll
        poll = await self.polls.closing.end(member_of(ask, known), known.id, self.clock())
        self.wake()
        await ask.tell(ended_card(poll, ask.mention("poll results"), ask.me))

    async def cancel(self, ask: Ask, typed: str) -> None:
        """Call a poll off, with a button that brings it back."""
        known = (await self._shown(ask, await self._key(ask, typed))).poll
        poll = await self.polls.closing.cancel(member_of(ask, known), known.id, self.clock())
        self.wake()
        await ask.tell(cancelled_card(poll, ask.me), [button(UNDO, poll.id, ask.me("polls.press.undo"))])

    async def offered(self, ask: Ask, typed: str, *, only_open: bool) -> Sequence[Listed]:
        """The polls that a half-typed question may mean."""
        fitting = await self._seen(ask, typed)
        return [one for one in fitting if one.poll.state is State.OPEN or not only_open]

    async def _seen(self, ask: Ask, typed: str = "") -> Sequence[Listed]:
        """The polls with this in their question that somebody may know of."""
        return [one for one in await self.polls.views.listed(ask.server or 0, typed) if may_see(ask, one.poll)]

    async def _chosen(self, ask: Ask, rest: str) -> None:
        await self._tell(ask, key_of(rest))

    async def _tell(self, ask: Ask, poll: int) -> None:
        shown = await self._shown(ask, poll)
        share = [button(SHARE, poll, ask.me("polls.press.share"))] if ask.may_post else []
        undo = [button(UNDO, poll, ask.me("polls.press.undo"))] if self._can_undo(ask, shown.poll) else []
        await ask.tell(result_card(shown, ask.me), [*result_items(shown, ask.me), *undo, *share])

    def _can_undo(self, ask: Ask, poll: Poll) -> bool:
        """Whether somebody can bring a cancelled poll back, and may."""
        return (
            poll.state is State.CANCELLED and may_manage(poll, member_of(ask, poll)) and is_undoable(poll, self.clock())
        )

    async def _share(self, ask: Ask, rest: str) -> None:
        if not ask.may_post:
            raise Refusal("films.search.may-not-post")
        shown = await self._shown(ask, key_of(rest))
        await ask.show(result_card(shown, ask.here), result_items(shown, ask.here))

    async def _shown(self, ask: Ask, poll: int) -> Shown:
        shown = await self.polls.views.show(ask.server or 0, poll)
        check_may_see(ask, shown.poll)
        return shown

    async def _undo(self, ask: Ask, rest: str) -> None:
        known = (await self._shown(ask, key_of(rest))).poll
        poll = await self.polls.closing.undo_cancel(member_of(ask, known), known.id, self.clock())
        self.wake()
        await ask.update(returned_card(poll, ask.me))

    async def _key(self, ask: Ask, typed: str) -> int:
        """The poll that a suggestion's value, a question or a part of only one means; 0, which none has, for others."""
        if key := key_of(typed):
            return key
        fitting, wanted = await self._seen(ask, typed), theme.clean(typed).casefold()
        named = [one for one in fitting if theme.clean(one.poll.question).casefold() == wanted]
        return (named or fitting)[0].poll.id if named or len(fitting) == 1 else 0


def _latest(listed: Sequence[Listed]) -> int:
    """The poll that ended last, else the one that closes next; raises Refusal where there is none."""
    if not listed:
        raise Refusal("polls.result.none-here")
    over = [one.poll.id for one in listed if one.poll.state is State.CLOSED]
    return (over or [one.poll.id for one in listed])[0]
