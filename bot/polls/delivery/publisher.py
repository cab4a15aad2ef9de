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
from bot.polls.render import BALLOT, COUNTING, RESULT_SUFFIX, PollRenderer
from bot.polls.rules.poll import Poll, PollState, UnreachableReason
from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS, RetryPolicy
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.delivery import DeliveryService
from bot.polls.service.lifecycle import PollLifecycle
from bot.polls.service.views import PollReader

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PollPublisher:
    """Posts polls and results, and changes polls' messages.

    `attempts` counts failures by delivery; the other fields hold the first attempt of each result, until when a message
    is left alone, and which messages show a cancelled poll.
    """

    channel: PollChannel
    renderer: PollRenderer
    lifecycle: PollLifecycle
    delivery: DeliveryService
    views: PollReader
    clock: Clock
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)
    attempt_counts: dict[tuple[str, int], int] = field(default_factory=dict)
    first_sent_at: dict[int, int] = field(default_factory=dict)
    deferred_until: dict[int, int] = field(default_factory=dict)
    shown_as_cancelled: set[int] = field(default_factory=set)

    async def post(self, context: Context, poll: Poll) -> None:
        """Post an open poll into its channel and note its message; one that is posted already is left as it is.

        Where it cannot be posted the poll becomes a draft again, and a Refusal says so. Where Discord leaves it open
        whether it was, the poll stays, and is looked after by the clock. Answers nothing.
        """
        _ = context
        view = await self.views.get(poll.guild_id, poll.id)
        if view.poll.message_id is None:
            await self._send_poll(view)

    async def _send_poll(self, view: PollView) -> None:
        poll, message = view.poll, None
        try:
            message = await self.channel.send(
                poll, poll_nonce(poll), await self.renderer.poll_message(view, self._localizer(poll))
            )
        except Exception as error:  # noqa: BLE001  # whatever it was, the poll is either there or a draft again
            _log_failure("poll %d was not posted", poll, error)
            message = await self._find_or_revert(poll, error)
        if message:
            await self.delivery.mark_posted(poll.guild_id, poll.id, message)
            await self._mark_shown(poll)

    async def _mark_shown(self, poll: Poll) -> None:
        """Note what a message shows, and leave an open poll's message alone for a while.

        A closed poll's message changes once more at most, and people wait for it: it then links to the result.
        """
        now = self.clock()
        not_before = now + (self.retry_policy.edit_interval(poll, now) if poll.state is PollState.OPEN else 0)
        self._reset_attempts(poll, "start", "change")
        self.deferred_until.pop(poll.id, None)
        self.shown_as_cancelled.discard(poll.id)
        if poll.state is PollState.CANCELLED:
            self.shown_as_cancelled.add(poll.id)
        if poll.state is PollState.OPEN:
            self.deferred_until[poll.id] = not_before
        await self.delivery.mark_shown(poll, not_before)

    async def _find_or_revert(self, poll: Poll, error: Exception) -> int | None:
        """The message, where it arrived against all appearances; None where nobody can know now."""
        if not is_rejected(error):
            try:
                if message := await self.channel.find_own_message(poll, _custom_id(BALLOT, poll)):
                    return message
            except Exception as lookup_error:  # noqa: BLE001  # it cannot be looked up now: later then
                _log_failure("whether poll %d was posted is not known yet", poll, lookup_error)
                return None
        if await self.lifecycle.revert_to_draft(poll.guild_id, poll.id, self.clock()):
            raise UserError(_start_error_key(error))
        return None

    async def recover_start(self, poll: Poll) -> None:
        """Post a poll that was started and, for all that is known, never posted; a crash came between.

        Where the bot may not look it posts nothing: the message may be there, and the first vote on it tells of it.
        """
        attempts = self._count_attempt("start", poll)
        self.deferred_until[poll.id] = self.clock() + self.retry_policy.retry_delay(attempts)
        try:
            message = await self.channel.find_own_message(poll, _custom_id(BALLOT, poll))
            if message:
                await self.delivery.mark_posted(poll.guild_id, poll.id, message)
            else:
                await self.lifecycle.restart_duration(poll.guild_id, poll.id, self.clock())
                await self._send_poll(await self.views.get(poll.guild_id, poll.id))
        except UserError as refusal:
            log.warning("poll %d is a draft again: %s", poll.id, refusal.key)
        except UnreadableHistory:
            self.deferred_until[poll.id] = self.clock() + self.retry_policy.forbidden_retry_delay(attempts)
        except (discord.HTTPException, discord.RateLimited) as error:
            self.deferred_until[poll.id] = self.clock() + self._retry_delay(error, attempts)
            if unreachable_reason_of(error):
                await self.lifecycle.revert_to_draft(poll.guild_id, poll.id, self.clock())

    def can_edit_now(self, poll: Poll) -> bool:
        """Return whether a poll's message may be changed now: after the close the result is posted first.

        In a thread that went to sleep a change is refused, and a new message opens the thread again.
        """
        seconds_closed = self.clock() - (poll.closed_at or 0)
        return (
            poll.state is not PollState.CLOSED
            or poll.announced_at is not None
            or seconds_closed >= self.retry_policy.result_grace_seconds
        )

    async def refresh(self, stale: Poll) -> None:
        """Let a poll's message show the poll as it is now."""
        view = await self.views.get(stale.guild_id, stale.id)
        poll = view.poll
        if poll.message_id is None or poll.unreachable_reason:
            return
        try:
            await self.channel.edit(poll, await self.renderer.poll_message(view, self._localizer(poll)))
        except Exception as error:  # noqa: BLE001  # whatever it was, the message is changed later or given up
            await self._handle_edit_failure(poll, error)
        else:
            await self._mark_shown(poll)

    async def _handle_edit_failure(self, poll: Poll, error: Exception) -> None:
        """Try again later, or give up. People can vote on a message that may not be changed, as long as it is there."""
        now, attempts = self.clock(), self._count_attempt("change", poll)
        reason = self._unreachable_reason(error, attempts)
        _log_failure("the message of poll %d was not changed", poll, error)
        if is_thread_archived(error) and not self._has_exhausted_edits(poll, attempts):
            await self._reopen_thread(poll, attempts)
            return
        if reason and (
            poll.state is not PollState.OPEN
            or reason in {UnreachableReason.MESSAGE, UnreachableReason.CHANNEL, UnreachableReason.SERVER}
        ):
            await self.lifecycle.mark_unreachable(poll.guild_id, poll.id, reason, now)
            return
        await self.delivery.defer_refresh(poll.guild_id, poll.id, now + self._retry_delay(error, attempts))

    def _has_exhausted_edits(self, poll: Poll, attempts: int) -> bool:
        """Return whether the message of a poll in an archived thread was tried often enough; while it is open, never.

        Nor before its result is posted: that opens the thread, or finds out that it is locked.
        """
        is_over = poll.state is PollState.CANCELLED or poll.announced_at is not None
        return is_over and attempts >= self.retry_policy.max_refusals

    async def _reopen_thread(self, poll: Poll, attempts: int) -> None:
        """Try again once the thread may be open; a poll that was cancelled or brought back opens it with a message."""
        wait = self.retry_policy.retry_delay(attempts)
        if not attempts and (poll.state is PollState.CANCELLED or poll.id in self.shown_as_cancelled):
            try:
                await self.channel.send(
                    poll, _notice_nonce(poll), self.renderer.notice_message(poll, self._localizer(poll))
                )
                wait = 0
            except Exception as error:  # noqa: BLE001  # whatever it was, the thread stays closed for now
                _log_failure("the thread of poll %d was not opened", poll, error)
                if reason := unreachable_reason_of(error):
                    await self.lifecycle.mark_unreachable(poll.guild_id, poll.id, reason, self.clock())
                    return
                self._reset_attempts(poll, "change")
        await self.delivery.defer_refresh(poll.guild_id, poll.id, self.clock() + wait)

    def _unreachable_reason(self, error: Exception, attempts: int) -> UnreachableReason | None:
        """What has become of a place: what Discord says of it, or that it has said no often enough."""
        is_exhausted = is_rejected(error) and not is_rate_limited(error) and attempts >= self.retry_policy.max_refusals
        return unreachable_reason_of(error) or (UnreachableReason.FORBIDDEN if is_exhausted else None)

    def _retry_delay(self, error: Exception, attempts: int) -> int:
        """How long to wait until another try."""
        if is_rejected(error) and not is_rate_limited(error):
            return self.retry_policy.forbidden_retry_delay(attempts)
        return min(
            max(self.retry_policy.retry_delay(attempts), int(retry_after_seconds(error)) + 1),
            self.retry_policy.max_forbidden_retry_seconds,
        )

    def edit_deferred_until(self, poll_id: int) -> int:
        """Return until when a poll's message is left alone; 0 where only a clock that was wrong says so."""
        until = self.deferred_until.get(poll_id, 0)
        return until if until <= self.clock() + MAX_DEFERRAL_SECONDS else 0

    async def publish_result(self, guild_id: int, poll_id: int) -> None:
        """Post a poll's result, once; then its message may show where that is."""
        view, now = await self.views.get(guild_id, poll_id), self.clock()
        poll, attempts = view.poll, self._count_attempt("result", view.poll)
        was_tried = await self.delivery.begin_attempt(
            poll.guild_id, poll.id, now + self.retry_policy.retry_delay(attempts)
        )
        try:
            message = await self._send_result(view, was_tried=was_tried)
        except Exception as error:  # noqa: BLE001  # whatever it was, the result is posted later or given up
            _log_failure("the result of poll %d was not posted", poll, error)
            await self._handle_result_failure(poll, error, attempts, was_tried=was_tried)
        else:
            await self.delivery.mark_announced(poll.guild_id, poll.id, message, self.clock())
            self._reset_attempts(poll, "result")
            self.first_sent_at.pop(poll.id, None)
        await self.delivery.defer_refresh(poll.guild_id, poll.id, self.clock())

    async def _handle_result_failure(self, poll: Poll, error: Exception, attempts: int, *, was_tried: bool) -> None:
        """Try again later, or give up; what was certainly refused may be posted again without a look at the place."""
        if reason := self._unreachable_reason(error, attempts):
            await self.lifecycle.mark_unreachable(poll.guild_id, poll.id, reason, self.clock())
            return
        if is_rejected(error) and not was_tried:
            await self.delivery.clear_attempt(poll.guild_id, poll.id)
            self.first_sent_at.pop(poll.id, None)
        await self.delivery.defer_result(poll.guild_id, poll.id, self.clock() + self._retry_delay(error, attempts))

    async def _send_result(self, view: PollView, *, was_tried: bool) -> int | None:
        """Post a result, unless it is there already; None where that cannot be known, for then it is not repeated."""
        poll = view.poll
        if was_tried:
            try:
                if message := await self.channel.find_own_message(poll, _custom_id(COUNTING, poll) + RESULT_SUFFIX):
                    return message
            except UnreadableHistory:
                if not 0 <= self.clock() - self.first_sent_at.get(poll.id, 0) <= self.retry_policy.nonce_seconds:
                    return None
        self.first_sent_at.setdefault(poll.id, self.clock())
        return await self.channel.send(
            poll, poll.result_nonce, await self.renderer.result_message(view, self._localizer(poll))
        )

    def _reset_attempts(self, poll: Poll, *actions: str) -> None:
        """Let go of how often something failed before."""
        for action in actions:
            self.attempt_counts.pop((action, poll.id), None)

    def _count_attempt(self, action: str, poll: Poll) -> int:
        """How often something was tried before; this time is counted."""
        attempts = self.attempt_counts.get((action, poll.id), 0)
        self.attempt_counts[action, poll.id] = attempts + 1
        return attempts

    def _localizer(self, poll: Poll) -> Localizer:
        return self.channel.localizer(poll.guild_id)


def _log_failure(event: str, poll: Poll, error: Exception) -> None:
    """A line in the log; what is not Discord's doing with all that is known of it."""
    is_bug = not isinstance(error, discord.DiscordException | OSError)
    log.warning("%s: %r", event % poll.id, error, exc_info=error if is_bug else None)


def poll_nonce(poll: Poll) -> str:
    """The key of a poll's message, the same at every try; at most 25 characters."""
    return f"poll-{poll.id:x}-{poll.opened_at:x}"[:25]


def _notice_nonce(poll: Poll) -> str:
    """The key of a notice, the same at every try; at most 25 characters."""
    return f"notice-{poll.id:x}-{poll.revision:x}"[:25]


def _start_error_key(error: Exception) -> str:
    """The sentence for a start that Discord did not take."""
    if unreachable_reason_of(error) is UnreachableReason.ARCHIVED:
        return "polls.message.locked"
    return "polls.message.forbidden" if unreachable_reason_of(error) else "polls.message.unreachable"


def _custom_id(name: str, poll: Poll) -> str:
    return f"v1:{name}:{poll.id}"
