"""The use cases of starting and ending polls: by the clock, by hand, or because their channel is gone."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Lock, Writer, WritingWork
from bot.ids import ChannelId, DraftId, GuildId, PollId
from bot.polls.queries import delivery, lifecycle, polls
from bot.polls.queries.run_offs import find_unposted_run_off_id
from bot.polls.rules.counting.run_off import needs_run_off
from bot.polls.rules.draft import StartResult
from bot.polls.rules.option import check_enough_options
from bot.polls.rules.permissions import Actor, check_can_manage, manual_close_reason
from bot.polls.rules.poll import (
    MAX_ENDED_KEPT,
    UNDO_SECONDS,
    CloseReason,
    Poll,
    PollKey,
    PollState,
    UnreachableReason,
    check_can_cancel,
    check_can_undo_cancel,
    is_due,
)
from bot.polls.rules.settings import TieBreak, check_watch_time, resolve_deadline
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.drafts import draft_lock, get_draft
from bot.polls.service.management.policies import check_may_open
from bot.polls.service.run_offs import open_run_off
from bot.polls.service.views import get_poll, get_view

EndingT = TypeVar("EndingT", bound="PollEnding | None")
POLLS_TOPIC = "polls"
"""The topic for changes to when polls are due and to what must be delivered."""
SEED_BYTES = 32
RandomBytes = Callable[[int], bytes]
"""Returns as many unpredictable bytes as requested, like `secrets.token_bytes`."""


class PollLifecycle(Struct, frozen=True):
    """Starts and ends polls. Each poll starts once and closes once, no matter how many times that is requested.

    `closed_views` caches the polls that this process closed, until their messages show the result, so that their
    ballots need not be counted again.
    """

    database: Database
    random_bytes: RandomBytes
    closed_views: dict[PollId, PollView] = field(default_factory=dict)

    async def start(
        self, actor: Actor, draft_id: DraftId, now: int, parent_channel_id: ChannelId | None = None
    ) -> StartResult:
        """Start the poll of a draft; a second press returns the poll that the first one started.

        `parent_channel_id` is the parent channel if the poll starts in a public thread.
        """
        seed = self.random_bytes(SEED_BYTES).hex()
        return await self.database.write(
            lambda writer: _start(writer, actor, draft_id, seed, now, parent_channel_id=parent_channel_id),
            draft_lock(actor),
        )

    async def restart_duration(self, guild_id: GuildId, poll_id: PollId, now: int) -> None:
        """Restart the duration that the host chose, for an open poll that is posted late."""
        await self.database.write(
            lambda writer: lifecycle.restart_duration(writer, guild_id, poll_id, now), ("poll", poll_id)
        )

    async def revert_to_draft(self, guild_id: GuildId, poll_id: PollId, now: int) -> bool:
        """Turn a poll that could not be posted back into a draft; return False if it was posted after all."""
        return await self.database.write(
            lambda writer: _revert_to_draft(writer, guild_id, poll_id, now), ("poll", poll_id)
        )

    async def end(self, actor: Actor, poll_id: PollId, now: int) -> Poll:
        """Close an open poll for its host or a moderator.

        Return a closed poll unchanged, and raise UserError for a cancelled one.
        """
        ending = await self._write_ending(lambda writer: _end(writer, actor, poll_id, now), now, ("poll", poll_id))
        return ending.poll

    async def cancel(self, actor: Actor, poll_id: PollId, now: int) -> Poll:
        """Cancel a poll without a result, for its host or a moderator, who can undo that for ten minutes."""
        return await self.database.write(lambda writer: _cancel(writer, actor, poll_id, now), ("poll", poll_id))

    async def undo_cancel(self, actor: Actor, poll_id: PollId, now: int) -> Poll:
        """Reopen a cancelled poll with its ballots; close it at once if its time is up or its channel is gone.

        This takes the same lock as starts, because both change the number of open polls. Nobody sees the poll open if
        it is closed at once.
        """
        undone = await self._write_ending(
            lambda writer: _undo_cancel(writer, actor, poll_id, now), now, draft_lock(actor)
        )
        return undone.poll

    async def close_due(self, now: int) -> None:
        """Close every poll whose time is up."""
        for key in await self.database.read(lambda reader: lifecycle.list_due(reader, now)):
            await self._write_ending(partial(_close_if_due, key=key, now=now), now, ("poll", key.poll_id))

    async def _write_ending(self, end: WritingWork[EndingT], now: int, lock: Lock) -> EndingT:
        """Run a write that can close a poll, and cache its counts before anyone can read that it is closed.

        If the poll's tie goes to a run-off, open that too. Drop the counts of an attempt that was not committed,
        because another process might close the poll with more votes.
        """
        seed, uncommitted = self.random_bytes(SEED_BYTES).hex(), set[PollId]()

        async def work(writer: Writer) -> EndingT:
            self._drop_views(uncommitted)
            ending = await end(writer)
            if isinstance(ending, PollEnding) and ending.view:
                uncommitted.add(ending.poll.id)
                self.closed_views[ending.poll.id] = await open_run_off(writer, ending.view, seed, now)
            return ending

        try:
            return await self.database.write(work, lock)
        except BaseException:
            self._drop_views(uncommitted)
            raise

    def _drop_views(self, poll_ids: Iterable[PollId]) -> None:
        for poll_id in poll_ids:
            self.closed_views.pop(poll_id, None)

    async def get_view(self, guild_id: GuildId, poll_id: PollId) -> PollView:
        """Return a poll as everybody may see it now, without counting votes again that were counted when it closed."""
        if view := self.closed_views.get(poll_id):
            poll = await self.database.read(lambda reader: get_poll(reader, guild_id, poll_id))
            if poll.state is PollState.CLOSED:  # otherwise, its closing has not been committed yet
                return replace(view, poll=poll)
        return await self.database.read(lambda reader: get_view(reader, guild_id, poll_id))

    async def mark_unreachable(self, guild_id: GuildId, poll_id: PollId, reason: UnreachableReason, now: int) -> Poll:
        """Give up a poll's channel: close the poll if it is open, and never post or edit anything for it again.

        The same happens to the poll's run-off if that has no known message yet.
        """
        self.closed_views.pop(poll_id, None)
        return await self.database.write(
            lambda writer: _mark_unreachable(writer, PollKey(guild_id, poll_id), reason, now), ("poll", poll_id)
        )

    async def mark_guild_unreachable(self, guild_id: GuildId, now: int) -> None:
        """Give up every poll of a server that the bot was removed from."""
        for view in [view for view in self.closed_views.values() if view.poll.guild_id == guild_id]:
            self.closed_views.pop(view.poll.id, None)
        for key in await self.database.read(lambda reader: delivery.list_undelivered(reader, guild_id)):
            await self.mark_unreachable(guild_id, key.poll_id, UnreachableReason.SERVER, now)

    async def settle_due(self, now: int) -> int:
        """Settle the polls that ended more than ten minutes ago; return how many were settled.

        From then on, a cancelled poll cannot be reopened, and it loses its ballots and vetoes. A closed poll forgets
        who cast vetoes and secret ballots.
        """
        keys = await self.database.read(lambda reader: lifecycle.list_unsettled(reader, now))
        return sum([await self._settle(key.poll_id, now) for key in keys])

    async def _settle(self, poll_id: PollId, now: int) -> bool:
        return await self.database.write(lambda writer: lifecycle.settle(writer, poll_id, now), ("poll", poll_id))

    async def next_due_at(self) -> int | None:
        """Return the earliest epoch second at which a poll must be closed or settled, or None."""
        return await self.database.read(lifecycle.next_due_at)


class PollEnding(Struct, frozen=True):
    """A poll after an attempt to end it, with its counts if the attempt closed it."""

    poll: Poll
    view: PollView | None = None


async def _start(  # noqa: PLR0913  # everything that a start depends on
    writer: Writer, actor: Actor, draft_id: DraftId, seed: str, now: int, *, parent_channel_id: ChannelId | None
) -> StartResult:
    if running := await polls.find_by_draft(writer, actor, draft_id):
        return StartResult(running, is_new=False)
    draft = await get_draft(writer, actor, draft_id)
    check_enough_options(draft.options)
    check_watch_time(draft.settings, now)
    await check_may_open(writer, actor.guild_id, draft.channel_id, actor.user_id, actor)
    closes_at = resolve_deadline(draft.settings.deadline, now)
    draw_seed = None if draft.settings.tie_break is TieBreak.EARLIEST else seed
    poll_id = await lifecycle.insert_poll(writer, draft, closes_at, draw_seed, now, parent_channel_id=parent_channel_id)
    for host_id in (actor.user_id, None):
        await lifecycle.delete_oldest_finished(writer, actor.guild_id, host_id, MAX_ENDED_KEPT)
    await delivery.insert_message(writer, poll_id)
    await writer.notify(POLLS_TOPIC, poll_id)
    return StartResult(await get_poll(writer, actor.guild_id, poll_id), is_new=True)


async def _revert_to_draft(writer: Writer, guild_id: GuildId, poll_id: PollId, now: int) -> bool:
    await get_poll(writer, guild_id, poll_id)
    if await lifecycle.was_posted(writer, poll_id):
        return False
    await lifecycle.revert_to_draft(writer, poll_id, now)
    return True


async def _end(writer: Writer, actor: Actor, poll_id: PollId, now: int) -> PollEnding:
    poll = await get_poll(writer, actor.guild_id, poll_id)
    check_can_manage(poll, actor)
    if poll.state is PollState.CANCELLED:
        raise UserError("polls.refused.cancelled")
    return await _close(writer, poll, now, manual_close_reason(poll, actor, now))


async def _cancel(writer: Writer, actor: Actor, poll_id: PollId, now: int) -> Poll:
    poll = await get_poll(writer, actor.guild_id, poll_id)
    check_can_manage(poll, actor)
    check_can_cancel(poll, now)
    if await lifecycle.cancel(writer, poll_id, now):
        await delivery.bump_revision(writer, poll_id)
        await writer.notify(POLLS_TOPIC, poll_id)
    return await get_poll(writer, actor.guild_id, poll_id)


async def _undo_cancel(writer: Writer, actor: Actor, poll_id: PollId, now: int) -> PollEnding:
    poll = await get_poll(writer, actor.guild_id, poll_id)
    check_can_manage(poll, actor)
    check_can_undo_cancel(poll, now)
    if poll.state is PollState.CANCELLED:
        await check_may_open(writer, poll.guild_id, poll.channel_id, poll.host_id)
        if not await lifecycle.reopen(writer, poll_id):
            raise UserError("polls.refused.undo-late", minutes=UNDO_SECONDS // 60)
        await delivery.bump_revision(writer, poll_id)
        await writer.notify(POLLS_TOPIC, poll_id)
    poll = await get_poll(writer, actor.guild_id, poll_id)
    if is_due(poll, now) or poll.unreachable_reason:
        return await _close(writer, poll, now, _automatic_close_reason(poll, now))
    return PollEnding(poll)


async def _close_if_due(writer: Writer, key: PollKey, now: int) -> PollEnding | None:
    poll = await polls.find_poll(writer, key.guild_id, key.poll_id)
    return await _close(writer, poll, now, CloseReason.CLOCK) if poll and is_due(poll, now) else None


async def _mark_unreachable(writer: Writer, key: PollKey, reason: UnreachableReason, now: int) -> Poll:
    poll = await get_poll(writer, key.guild_id, key.poll_id)
    await lifecycle.mark_unreachable(writer, key.poll_id, reason)
    await _close(writer, poll, now, _automatic_close_reason(poll, now))
    await delivery.abandon(writer, key.poll_id)
    if run_off_id := await find_unposted_run_off_id(writer, key.poll_id):
        await _mark_unreachable(writer, PollKey(key.guild_id, run_off_id), reason, now)
    return await get_poll(writer, key.guild_id, key.poll_id)


def _automatic_close_reason(poll: Poll, now: int) -> CloseReason:
    return CloseReason.CLOCK if is_due(poll, now) else CloseReason.UNREACHABLE


async def _close(writer: Writer, poll: Poll, now: int, reason: CloseReason) -> PollEnding:
    """Close a poll that is still open, and record its winner and that its result must be posted."""
    closed_at = poll.closes_at if reason is CloseReason.CLOCK and poll.closes_at is not None else now
    if not await lifecycle.close(writer, poll.id, closed_at, reason):
        return PollEnding(await get_poll(writer, poll.guild_id, poll.id))
    await delivery.bump_revision(writer, poll.id)
    await delivery.insert_result(writer, poll.id)
    await writer.notify(POLLS_TOPIC, poll.id)
    view = await get_view(writer, poll.guild_id, poll.id)
    if view.outcome and view.outcome.winner and not needs_run_off(view.poll, view.outcome):
        await lifecycle.mark_winner(writer, view.outcome.winner.id)
    return PollEnding(view.poll, view)
