"""How polls end: by the clock, by hand, or because their place is gone. No Discord here."""

from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.polls.queries import lifecycle, poll_limits, polls
from bot.polls.rules.actor import Actor
from bot.polls.rules.poll import (
    UNDO_SECONDS,
    CloseReason,
    Poll,
    PollState,
    UnreachableReason,
    check_can_cancel,
    check_can_manage,
    check_can_undo_cancel,
    check_open_limits,
    is_due,
    manual_close_reason,
)
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.poll_lookup import compute_outcome, get_poll, read_poll_view


@dataclass(frozen=True, slots=True)
class PollLifecycle:
    """The ends of polls; each poll closes once, whoever asks for it and however often."""

    database: Database

    async def end(self, actor: Actor, poll_id: int, now: int) -> Poll:
        """Close a poll by hand, for its host or a moderator; one that is closed already is given as it is."""
        async with self.database.transaction() as writer:
            poll = await get_poll(writer, actor.guild_id, poll_id)
            check_can_manage(poll, actor)
            if poll.state is PollState.CANCELLED:
                raise UserError("polls.refused.cancelled")
            await _close(writer, poll, now, manual_close_reason(poll, actor, now))
            return await get_poll(writer, actor.guild_id, poll_id)

    async def cancel(self, actor: Actor, poll_id: int, now: int) -> Poll:
        """Cancel a poll without a result, for its host or a moderator; it can be undone for ten minutes."""
        async with self.database.transaction() as writer:
            poll = await get_poll(writer, actor.guild_id, poll_id)
            check_can_manage(poll, actor)
            check_can_cancel(poll, now)
            await lifecycle.cancel(writer, poll_id, now)
            return await get_poll(writer, actor.guild_id, poll_id)

    async def undo_cancel(self, actor: Actor, poll_id: int, now: int) -> Poll:
        """Bring a cancelled poll back with its ballots; it closes at once if its time or its place went meanwhile."""
        async with self.database.transaction() as writer:
            poll = await get_poll(writer, actor.guild_id, poll_id)
            check_can_manage(poll, actor)
            check_can_undo_cancel(poll, now)
            if poll.state is PollState.CANCELLED:
                check_open_limits(*await poll_limits.count_open(writer, actor.guild_id, poll.host_id))
                if not await lifecycle.reopen(writer, poll_id):
                    raise UserError("polls.refused.undo-late", minutes=UNDO_SECONDS // 60)
            poll = await get_poll(writer, actor.guild_id, poll_id)
            if is_due(poll, now) or poll.unreachable_reason:
                await _close(writer, poll, now, CloseReason.CLOCK if is_due(poll, now) else CloseReason.UNREACHABLE)
            return await get_poll(writer, actor.guild_id, poll_id)

    async def close_due(self, now: int) -> tuple[PollView, ...]:
        """Close every poll whose time has come; gives all results to post now, those left over by a crash included."""
        for guild_id, poll_id in await lifecycle.list_due(self.database.reader, now):
            async with self.database.transaction() as writer:
                poll = await polls.find_poll(writer, guild_id, poll_id)
                if poll and is_due(poll, now):
                    await _close(writer, poll, now, CloseReason.CLOCK)
        reader = self.database.reader
        unannounced = [await polls.find_poll(reader, *key) for key in await lifecycle.list_unannounced(reader, now)]
        return tuple([await read_poll_view(reader, poll) for poll in unannounced if poll])

    async def mark_announced(self, guild_id: int, poll_id: int, message_id: int | None, now: int) -> bool:
        """Note that a result was posted, as which message if that is known; False when it was noted before."""
        async with self.database.transaction() as writer:
            await get_poll(writer, guild_id, poll_id)
            return await lifecycle.mark_announced(writer, poll_id, message_id, now)

    async def defer_result(self, guild_id: int, poll_id: int, until: int) -> None:
        """Try to post a result no sooner than at an epoch second."""
        async with self.database.transaction() as writer:
            await get_poll(writer, guild_id, poll_id)
            await lifecycle.defer_result(writer, poll_id, until)

    async def clear_deferrals(self, now: int) -> None:
        """Let every result and every message that was put off be due at once, for the clock was set back."""
        async with self.database.transaction() as writer:
            await lifecycle.clear_deferrals(writer, now)

    async def mark_unreachable(self, guild_id: int, poll_id: int, reason: UnreachableReason, now: int) -> Poll:
        """Give up a poll's place: it closes if it was open, and nothing is posted or changed there any more."""
        async with self.database.transaction() as writer:
            await _mark_unreachable(writer, guild_id, poll_id, reason, now)
            return await get_poll(writer, guild_id, poll_id)

    async def mark_guild_unreachable(self, guild_id: int, now: int) -> None:
        """Give up every poll of a server that the bot was removed from."""
        async with self.database.transaction() as writer:
            for key in await lifecycle.list_undelivered(writer, guild_id):
                await _mark_unreachable(writer, *key, UnreachableReason.SERVER, now)

    async def settle_due(self, now: int) -> int:
        """Take the names off the ballots of secret polls, and throw away those of cancelled ones, ten minutes after.

        Until then a poll that was cancelled by mistake can be brought back, with everybody's ballot. Gives how many
        polls are settled now.
        """
        settled = 0
        for _, poll_id in await lifecycle.list_unsettled(self.database.reader, now):
            async with self.database.transaction() as writer:
                settled += await lifecycle.settle(writer, poll_id, now)
        return settled

    async def next_due_at(self) -> int | None:
        """The earliest epoch second at which `close_due` or `settle_due` has something to do."""
        return await lifecycle.next_due_at(self.database.reader)


async def _mark_unreachable(writer: Writer, guild_id: int, poll_id: int, reason: UnreachableReason, now: int) -> None:
    poll = await get_poll(writer, guild_id, poll_id)
    await _close(writer, poll, now, CloseReason.CLOCK if is_due(poll, now) else CloseReason.UNREACHABLE)
    await lifecycle.mark_unreachable(writer, poll_id, reason)


async def _close(writer: Writer, poll: Poll, now: int, reason: CloseReason) -> None:
    """Close a poll and write its winner down, unless it is not open any more."""
    closed_at = poll.closes_at if reason is CloseReason.CLOCK and poll.closes_at is not None else now
    if await lifecycle.close(writer, poll.id, closed_at, reason):
        winner = (await compute_outcome(writer, poll.id)).winner
        if winner:
            await lifecycle.mark_winner(writer, winner.id)
