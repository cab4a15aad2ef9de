"""Posts polls and their results into their channels, and keeps their messages true; on the bot's own account.

Whatever goes wrong with one message is that message's alone. A place that Discord forbids is not asked again and again,
and nothing is posted twice: a nonce says so to Discord, and after a crash the bot first looks for what it posted.
"""

import logging
from dataclasses import dataclass, field

import discord

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.polls.delivery.channel import (
    PollChannel,
    UnreadableHistory,
    is_rate_limited,
    is_rejected,
    is_thread_archived,
    retry_after_seconds,
    unreachable_reason_of,
)
from bot.polls.render import BALLOT, COUNTED, POSTED, Drawing
from bot.polls.rules.poll import Poll, PollState, UnreachableReason
from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS, RetryPolicy
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.delivery import ResultAttempts
from bot.polls.service.polls import PollServices

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Posting:
    """Posts polls and results, and changes polls' messages.

    `tries` counts what failed, by what it was tried for; `since` has the first try of a result by this process, `quiet`
    until when a poll's message is left alone, `cancelled` the polls whose message shows that they were cancelled.
    """

    board: PollChannel
    drawing: Drawing
    polls: PollServices
    announcing: ResultAttempts
    clock: Clock
    tempo: RetryPolicy = field(default_factory=RetryPolicy)
    tries: dict[tuple[str, int], int] = field(default_factory=dict)
    since: dict[int, int] = field(default_factory=dict)
    quiet: dict[int, int] = field(default_factory=dict)
    cancelled: set[int] = field(default_factory=set)

    async def post(self, context: Context, poll: Poll) -> None:
        """Post an open poll into its channel and note its message; one that is posted already is left as it is.

        Where it cannot be posted the poll becomes a draft again, and a Refusal says so. Where Discord leaves it open
        whether it was, the poll stays, and is looked after by the clock. Answers nothing.
        """
        _ = context
        shown = await self.polls.views.get(poll.guild_id, poll.id)
        if shown.poll.message_id is None:
            await self._post(shown)

    async def _post(self, shown: PollView) -> None:
        poll, message = shown.poll, None
        try:
            message = await self.board.send(poll, nonce_of(poll), await self.drawing.whole(shown, self._say(poll)))
        except Exception as error:  # noqa: BLE001  # whatever it was, the poll is either there or a draft again
            _note("poll %d was not posted", poll, error)
            message = await self._found_or_taken_back(poll, error)
        if message:
            await self.polls.views.mark_posted(poll.guild_id, poll.id, message)
            await self._showed(poll)

    async def _showed(self, poll: Poll) -> None:
        """Note what a message shows, and leave it alone for a while."""
        now = self.clock()
        again = now + self.tempo.edit_interval(poll, now)
        self._went_well(poll, "start", "change")
        self.quiet.pop(poll.id, None)
        self.cancelled.discard(poll.id)
        if poll.state is PollState.CANCELLED:
            self.cancelled.add(poll.id)
        if poll.state is PollState.OPEN:
            self.quiet[poll.id] = again
        await self.polls.views.mark_shown(poll, again)

    async def _found_or_taken_back(self, poll: Poll, error: Exception) -> int | None:
        """The message, where it arrived against all appearances; None where nobody can know now."""
        if not is_rejected(error):
            try:
                if message := await self.board.find_own_message(poll, _id(BALLOT, poll)):
                    return message
            except Exception as blind:  # noqa: BLE001  # it cannot be looked up now: later then
                _note("whether poll %d was posted is not known yet", poll, blind)
                return None
        if await self.polls.drafts.revert_to_draft(poll.guild_id, poll.id, self.clock()):
            raise UserError(_why_not_started(error))
        return None

    async def finish_start(self, poll: Poll) -> None:
        """Post a poll that was started and, for all that is known, never posted; a crash came between.

        Where the bot may not look it posts nothing: the message may be there, and the first vote on it tells of it.
        """
        tries = self._count("start", poll)
        self.quiet[poll.id] = self.clock() + self.tempo.retry_delay(tries)
        try:
            message = await self.board.find_own_message(poll, _id(BALLOT, poll))
            if message:
                await self.polls.views.mark_posted(poll.guild_id, poll.id, message)
            else:
                await self.polls.drafts.restart_duration(poll.guild_id, poll.id, self.clock())
                await self._post(await self.polls.views.get(poll.guild_id, poll.id))
        except UserError as no:
            log.warning("poll %d is a draft again: %s", poll.id, no.key)
        except UnreadableHistory:
            self.quiet[poll.id] = self.clock() + self.tempo.forbidden_retry_delay(tries)
        except (discord.HTTPException, discord.RateLimited) as error:
            self.quiet[poll.id] = self.clock() + self._wait(error, tries)
            if unreachable_reason_of(error):
                await self.polls.drafts.revert_to_draft(poll.guild_id, poll.id, self.clock())

    def is_next(self, stale: Poll) -> bool:
        """Return whether a poll's message may be changed now: after the close the result is posted first.

        In a thread that went to sleep a change is refused, and a new message opens the thread again.
        """
        since = self.clock() - (stale.closed_at or 0)
        return (
            stale.state is not PollState.CLOSED
            or stale.announced_at is not None
            or since >= self.tempo.result_grace_seconds
        )

    async def change(self, stale: Poll) -> None:
        """Let a poll's message show the poll as it is now."""
        shown = await self.polls.views.get(stale.guild_id, stale.id)
        poll = shown.poll
        if poll.message_id is None or poll.unreachable_reason:
            return
        try:
            await self.board.edit(poll, await self.drawing.whole(shown, self._say(poll)))
        except Exception as error:  # noqa: BLE001  # whatever it was, the message is changed later or given up
            await self._not_changed(poll, error)
        else:
            await self._showed(poll)

    async def _not_changed(self, poll: Poll, error: Exception) -> None:
        """Try again later, or give up. People can vote on a message that may not be changed, as long as it is there."""
        now, tries = self.clock(), self._count("change", poll)
        lost = self._lost(error, tries)
        _note("the message of poll %d was not changed", poll, error)
        if is_thread_archived(error) and not self._is_given_up(poll, tries):
            await self._wait_for_thread(poll, tries)
            return
        if lost and (
            poll.state is not PollState.OPEN
            or lost in {UnreachableReason.MESSAGE, UnreachableReason.CHANNEL, UnreachableReason.SERVER}
        ):
            await self.polls.lifecycle.mark_unreachable(poll.guild_id, poll.id, lost, now)
            return
        await self.polls.views.defer_refresh(poll.guild_id, poll.id, now + self._wait(error, tries))

    def _is_given_up(self, poll: Poll, tries: int) -> bool:
        """Return whether the message of a poll in an archived thread was tried often enough; while it is open, never.

        Nor before its result is posted: that opens the thread, or finds out that it is locked.
        """
        is_over = poll.state is PollState.CANCELLED or poll.announced_at is not None
        return is_over and tries >= self.tempo.max_refusals

    async def _wait_for_thread(self, poll: Poll, tries: int) -> None:
        """Try again once the thread may be open; a poll that was cancelled or brought back opens it with a message."""
        wait = self.tempo.retry_delay(tries)
        if not tries and (poll.state is PollState.CANCELLED or poll.id in self.cancelled):
            try:
                await self.board.send(poll, _notice_nonce(poll), self.drawing.notice(poll, self._say(poll)))
                wait = 0
            except Exception as error:  # noqa: BLE001  # whatever it was, the thread stays closed for now
                _note("the thread of poll %d was not opened", poll, error)
                if lost := unreachable_reason_of(error):
                    await self.polls.lifecycle.mark_unreachable(poll.guild_id, poll.id, lost, self.clock())
                    return
                self._went_well(poll, "change")
        await self.polls.views.defer_refresh(poll.guild_id, poll.id, self.clock() + wait)

    def _lost(self, error: Exception, tries: int) -> UnreachableReason | None:
        """What has become of a place: what Discord says of it, or that it has said no often enough."""
        is_enough = is_rejected(error) and not is_rate_limited(error) and tries >= self.tempo.max_refusals
        return unreachable_reason_of(error) or (UnreachableReason.FORBIDDEN if is_enough else None)

    def _wait(self, error: Exception, tries: int) -> int:
        """How long to wait until another try."""
        if is_rejected(error) and not is_rate_limited(error):
            return self.tempo.forbidden_retry_delay(tries)
        return min(
            max(self.tempo.retry_delay(tries), int(retry_after_seconds(error)) + 1),
            self.tempo.max_forbidden_retry_seconds,
        )

    def quiet_until(self, poll: int) -> int:
        """Return until when a poll's message is left alone; 0 where only a clock that was wrong says so."""
        until = self.quiet.get(poll, 0)
        return until if until <= self.clock() + MAX_DEFERRAL_SECONDS else 0

    async def announce(self, server: int, key: int) -> None:
        """Post a poll's result, once; then its message may show where that is."""
        shown, now = await self.polls.views.get(server, key), self.clock()
        poll, tries = shown.poll, self._count("result", shown.poll)
        was_tried = await self.announcing.begin(poll.guild_id, poll.id, now + self.tempo.retry_delay(tries))
        try:
            message = await self._result(shown, was_tried=was_tried)
        except Exception as error:  # noqa: BLE001  # whatever it was, the result is posted later or given up
            _note("the result of poll %d was not posted", poll, error)
            await self._not_announced(poll, error, tries, was_tried=was_tried)
        else:
            await self.polls.lifecycle.mark_announced(poll.guild_id, poll.id, message, self.clock())
            self._went_well(poll, "result")
            self.since.pop(poll.id, None)
        await self.polls.views.defer_refresh(poll.guild_id, poll.id, self.clock())

    async def _not_announced(self, poll: Poll, error: Exception, tries: int, *, was_tried: bool) -> None:
        """Try again later, or give up; what was certainly refused may be posted again without a look at the place."""
        if lost := self._lost(error, tries):
            await self.polls.lifecycle.mark_unreachable(poll.guild_id, poll.id, lost, self.clock())
            return
        if is_rejected(error) and not was_tried:
            await self.announcing.refused(poll.guild_id, poll.id)
            self.since.pop(poll.id, None)
        await self.polls.lifecycle.defer_result(poll.guild_id, poll.id, self.clock() + self._wait(error, tries))

    async def _result(self, shown: PollView, *, was_tried: bool) -> int | None:
        """Post a result, unless it is there already; None where that cannot be known, for then it is not repeated."""
        poll = shown.poll
        if was_tried:
            try:
                if message := await self.board.find_own_message(poll, _id(COUNTED, poll) + POSTED):
                    return message
            except UnreadableHistory:
                if not 0 <= self.clock() - self.since.get(poll.id, 0) <= self.tempo.nonce_seconds:
                    return None
        self.since.setdefault(poll.id, self.clock())
        return await self.board.send(poll, poll.result_nonce, await self.drawing.result(shown, self._say(poll)))

    def _went_well(self, poll: Poll, *whats: str) -> None:
        """Let go of how often something failed before."""
        for what in whats:
            self.tries.pop((what, poll.id), None)

    def _count(self, what: str, poll: Poll) -> int:
        """How often something was tried before; this time is counted."""
        tries = self.tries.get((what, poll.id), 0)
        self.tries[what, poll.id] = tries + 1
        return tries

    def _say(self, poll: Poll) -> Localizer:
        return self.board.localizer(poll.guild_id)


def _note(what: str, poll: Poll, error: Exception) -> None:
    """A line in the log; what is not Discord's doing with all that is known of it."""
    is_ours = not isinstance(error, discord.DiscordException | OSError)
    log.warning("%s: %r", what % poll.id, error, exc_info=error if is_ours else None)


def nonce_of(poll: Poll) -> str:
    """The key of a poll's message, the same at every try; at most 25 characters."""
    return f"poll-{poll.id:x}-{poll.opened_at:x}"[:25]


def _notice_nonce(poll: Poll) -> str:
    """The key of a notice, the same at every try; at most 25 characters."""
    return f"notice-{poll.id:x}-{poll.revision:x}"[:25]


def _why_not_started(error: Exception) -> str:
    """The sentence for a start that Discord did not take."""
    if unreachable_reason_of(error) is UnreachableReason.ARCHIVED:
        return "polls.message.locked"
    return "polls.message.forbidden" if unreachable_reason_of(error) else "polls.message.unreachable"


def _id(name: str, poll: Poll) -> str:
    return f"v1:{name}:{poll.id}"
