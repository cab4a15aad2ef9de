"""Posts polls and their results in their channels, and keeps their messages up to date.

A failure affects only one message. The bot gives up a channel that it may not use. It never posts anything twice:
Discord recognises a repeated message by its nonce, and after a crash the bot first searches for what it posted.
"""

import logging

import discord
from msgspec import Struct, field

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.card_updates import RenderedCard
from bot.ids import GuildId, MessageId, PollId
from bot.polls.delivery.channel import (
    PollChannel,
    RenderedMessage,
    UnreadableHistory,
    is_rejected,
    is_thread_archived,
    is_transient,
    retry_after_seconds,
    unreachable_reason_of,
)
from bot.polls.delivery.failures import log_failure, start_error_key
from bot.polls.delivery.hosts import HostDirectory
from bot.polls.message_buttons import BALLOT, COUNTING, RESULT_SUFFIX
from bot.polls.render import PollRenderer
from bot.polls.rules.poll import Poll, PollState, UnreachableReason
from bot.polls.rules.retry_policy import Attempt, RetryPolicy
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.delivery import DeliveryService
from bot.polls.service.lifecycle import PollLifecycle
from bot.polls.service.views import PollReader

log = logging.getLogger(__name__)


class PollPublisher(Struct, frozen=True):
    """Posts polls and results, and edits the messages of polls. Its state is in the outbox."""

    channel: PollChannel
    hosts: HostDirectory
    renderer: PollRenderer
    lifecycle: PollLifecycle
    delivery: DeliveryService
    views: PollReader
    clock: Clock
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)

    async def post(self, context: Context, poll: Poll) -> None:
        """Post an open poll in its channel and record its message, unless it is already posted.

        If it cannot be posted, turn the poll back into a draft and raise UserError. If it is unknown whether it was
        posted, keep the poll; a job looks for its message later. Also remember the host's name and avatar.
        """
        self.hosts.remember(poll.guild_id, context.interaction.user)
        view = await self.views.get(poll.guild_id, poll.id)
        if view.poll.message_id is None:
            await self._send_poll(view)

    async def _send_poll(self, view: PollView) -> None:
        poll, message = view.poll, None
        try:
            message = await self.send_message(view)
        except Exception as error:  # noqa: BLE001  # after any failure, find the poll or turn it back into a draft
            log_failure("poll not posted", poll, error)
            message = await self._find_or_revert(poll, error)
        if message:
            await self.mark_posted(poll, message)

    async def send_message(self, view: PollView) -> MessageId:
        """Post the message of a poll, once per nonce; raise any error from Discord."""
        return await self.channel.send(view.poll, view.poll.message_nonce, await self._render_poll(view))

    async def find_message(self, poll: Poll) -> MessageId | None:
        """Return the id of a poll's message, or None if the channel has no such message."""
        return await self.channel.find_own_message(poll, _custom_id(BALLOT, poll))

    async def mark_posted(self, poll: Poll, message: MessageId) -> None:
        """Record a poll's message that was just posted or found, and that the message is up to date."""
        await self.delivery.mark_posted(poll.guild_id, poll.id, message)
        await self._mark_shown(poll)

    async def _mark_shown(self, poll: Poll) -> None:
        """Record what the message shows, defer edits unless the poll is closed, and uncache an announced poll."""
        now = self.clock()
        wait = 0 if poll.state is PollState.CLOSED else self.retry_policy.edit_interval(poll, now)
        await self.delivery.mark_shown(poll, now + wait)
        if poll.announced_at is not None:
            self.lifecycle.closed_views.pop(poll.id, None)

    async def _find_or_revert(self, poll: Poll, error: Exception) -> MessageId | None:
        """Return the message's id if it was posted after all, or None if the poll is kept without a message.

        Keep the poll if it is unknown whether the message was posted, or if a vote shows that it was. Otherwise turn
        the poll back into a draft and raise UserError.
        """
        if not is_rejected(error):
            try:
                if message := await self.find_message(poll):
                    return message
            except Exception as lookup_error:  # noqa: BLE001  # a job looks for the message again later
                log_failure("poll message not looked up", poll, lookup_error)
                return None
        if await self.lifecycle.revert_to_draft(poll.guild_id, poll.id, self.clock()):
            raise UserError(start_error_key(error))
        return None

    async def recover_start(self, poll: Poll) -> None:
        """Find the message of a poll whose start was interrupted, or post the poll if there is none.

        If the bot may not read the channel, post nothing: the message may exist, and the first vote on it reveals its
        id. If the channel cannot be used, turn the poll back into a draft.
        """
        if not await self._claim_message(poll):
            return
        failed_count = (await self.delivery.count_message_attempt(poll.id)).failed_count
        await self._defer_message(poll, self.retry_policy.retry_delay(failed_count))
        try:
            message = await self.find_message(poll)
            if message:
                await self.delivery.mark_posted(poll.guild_id, poll.id, message)
            else:
                await self.lifecycle.restart_duration(poll.guild_id, poll.id, self.clock())
                await self._send_poll(await self.views.get(poll.guild_id, poll.id))
        except UserError as refusal:
            log.warning("poll reverted to draft poll=%d reason=%s", poll.id, refusal.key)
        except UnreadableHistory:
            await self._defer_message(poll, self.retry_policy.forbidden_retry_delay(failed_count))
        except (discord.HTTPException, discord.RateLimited) as error:
            await self._defer_message(poll, self.retry_delay(error, failed_count))
            if unreachable_reason_of(error):
                await self.lifecycle.revert_to_draft(poll.guild_id, poll.id, self.clock())

    def can_edit_now(self, poll: Poll) -> bool:
        """Return whether to edit a poll's message now. That of a closed poll waits a short time for the result.

        Discord refuses edits in an archived thread, and posting the result reopens the thread.
        """
        seconds_closed = self.clock() - (poll.closed_at or 0)
        return (
            poll.state is not PollState.CLOSED
            or poll.announced_at is not None
            or seconds_closed >= self.retry_policy.result_grace_seconds
        )

    async def refresh(self, stale: Poll) -> None:
        """Edit a poll's message to show the poll's current state; after a failure, retry later or give up."""
        if not await self._claim_message(stale):
            return
        view = await self.lifecycle.get_view(stale.guild_id, stale.id)
        poll = view.poll
        if poll.message_id is None or poll.unreachable_reason:
            return
        try:
            await self.channel.edit(poll, poll.message_id, await self._render_poll(view))
        except Exception as error:  # noqa: BLE001  # any failure is retried later or given up
            await self._handle_edit_failure(poll, error)
        else:
            await self._mark_shown(poll)

    async def _claim_message(self, poll: Poll) -> bool:
        now = self.clock()
        return await self.delivery.claim_message(poll.id, now, now + self.retry_policy.claim_seconds)

    async def _handle_edit_failure(self, poll: Poll, error: Exception) -> None:
        """Retry the edit later or give up the channel. Keep an open poll while people can still press its message."""
        attempt = await self.delivery.count_message_attempt(poll.id)
        reason = self.unreachable_reason(error, attempt.failed_count)
        log_failure("poll message not edited", poll, error)
        if is_thread_archived(error) and not self._has_exhausted_edits(poll, attempt.failed_count):
            await self._reopen_thread(poll, attempt)
            return
        if reason and (
            poll.state is not PollState.OPEN
            or reason in {UnreachableReason.MESSAGE, UnreachableReason.CHANNEL, UnreachableReason.SERVER}
        ):
            await self.lifecycle.mark_unreachable(poll.guild_id, poll.id, reason, self.clock())
            return
        await self._defer_message(poll, self.retry_delay(error, attempt.failed_count))

    async def _defer_message(self, poll: Poll, seconds: int) -> None:
        await self.delivery.defer_refresh(poll.guild_id, poll.id, self.clock() + seconds)

    def _has_exhausted_edits(self, poll: Poll, attempts: int) -> bool:
        """Return whether to stop trying to edit a message in an archived thread.

        Never stop before a poll is cancelled or its result is posted, which reopens the thread unless it is locked.
        """
        is_over = poll.state is PollState.CANCELLED or poll.announced_at is not None
        return is_over and attempts >= self.retry_policy.max_refusals

    async def _reopen_thread(self, poll: Poll, attempt: Attempt) -> None:
        """Post a notice that reopens the thread of a cancelled or reopened poll; retry the edit later, or give up."""
        wait = self.retry_policy.retry_delay(attempt.failed_count)
        if not attempt.failed_count and (poll.state is PollState.CANCELLED or attempt.shows_cancelled):
            try:
                await self.channel.send(
                    poll, poll.notice_nonce, self.renderer.notice_message(poll, self._localizer(poll))
                )
                wait = 0
            except Exception as error:  # noqa: BLE001  # after any failure, the thread stays archived for now
                log_failure("poll thread not reopened", poll, error)
                if reason := unreachable_reason_of(error):
                    await self.lifecycle.mark_unreachable(poll.guild_id, poll.id, reason, self.clock())
                    return
                await self.delivery.clear_message_attempts(poll.id)
        await self._defer_message(poll, wait)

    def unreachable_reason(self, error: Exception, attempts: int) -> UnreachableReason | None:
        """Return why a channel is unreachable, or None. Too many refusals count as FORBIDDEN."""
        is_exhausted = is_rejected(error) and not is_transient(error) and attempts >= self.retry_policy.max_refusals
        return unreachable_reason_of(error) or (UnreachableReason.FORBIDDEN if is_exhausted else None)

    def retry_delay(self, error: Exception, attempts: int) -> int:
        """Return the seconds to wait before the next attempt."""
        if is_rejected(error) and not is_transient(error):
            return self.retry_policy.forbidden_retry_delay(attempts)
        return min(
            max(self.retry_policy.retry_delay(attempts), int(retry_after_seconds(error)) + 1),
            self.retry_policy.max_forbidden_retry_seconds,
        )

    async def publish_result(self, guild_id: GuildId, poll_id: PollId) -> None:
        """Post a poll's result once, then have the poll's message edited, so that it links to the result."""
        view = await self.lifecycle.get_view(guild_id, poll_id)
        attempt = await self.delivery.find_result_attempt(poll_id)
        poll, now = view.poll, self.clock()
        if not await self.delivery.claim_result(
            poll.id, now, now + self.retry_policy.result_claim(attempt.failed_count)
        ):
            return  # another process is posting it, or has posted it
        try:
            shown = await self._render_result(view)
            message = await self._send_result(view, attempt, shown)
        except Exception as error:  # noqa: BLE001  # any failure is retried later or given up
            log_failure("poll result not posted", poll, error)
            await self._handle_result_failure(poll, error, attempt)
        else:
            await self.delivery.mark_announced(poll.guild_id, poll.id, message, self.clock())
            if message:
                await self._follow_result(view, message, shown)
        await self._defer_message(poll, 0)

    async def _handle_result_failure(self, poll: Poll, error: Exception, attempt: Attempt) -> None:
        """Retry later or give up. If no attempt can have posted the result, the next one does not search for it."""
        if reason := self.unreachable_reason(error, attempt.failed_count):
            await self.lifecycle.mark_unreachable(poll.guild_id, poll.id, reason, self.clock())
            return
        if is_rejected(error) and not attempt.may_be_posted:
            await self.delivery.clear_sending(poll.id)
        await self.delivery.defer_result(
            poll.guild_id, poll.id, self.clock() + self.retry_delay(error, attempt.failed_count)
        )

    async def _send_result(self, view: PollView, attempt: Attempt, shown: RenderedCard) -> MessageId | None:
        """Find or post a result, and return its message's id, or None if the bot cannot tell whether it is posted."""
        poll = view.poll
        if attempt.may_be_posted:
            try:
                if message := await self.channel.find_own_message(poll, _custom_id(COUNTING, poll) + RESULT_SUFFIX):
                    return message
            except UnreadableHistory:
                if not 0 <= self.clock() - attempt.first_sent_at <= self.retry_policy.nonce_seconds:
                    return None
        return await self.channel.send(poll, poll.result_nonce, RenderedMessage(*shown))

    async def _follow_result(self, view: PollView, message: MessageId, shown: RenderedCard) -> None:
        """Edit a result once TMDB has sent more data about the film that won."""
        latest = shown

        async def redraw() -> Answer:
            nonlocal latest
            latest = await self._render_result(view)
            return Answer.from_card(*latest)

        async def edit(_: Answer) -> None:
            await self.channel.edit(view.poll, message, RenderedMessage(*latest))

        await self.renderer.follow_winner(view, Answer.from_card(*shown), redraw, edit)

    async def _render_result(self, view: PollView) -> RenderedCard:
        return await self.renderer.result(view, self._localizer(view.poll), is_posted=True)

    async def _render_poll(self, view: PollView) -> RenderedMessage:
        host = await self.hosts.find(view.poll) if view.poll.state is PollState.OPEN else None
        return await self.renderer.poll_message(view, self._localizer(view.poll), host)

    def _localizer(self, poll: Poll) -> Localizer:
        return self.channel.localizer(poll.guild_id)


def _custom_id(name: str, poll: Poll) -> str:
    return f"v1:{name}:{poll.id}"
