"""The use cases of the outbox: what must still be posted or edited in the channels of polls."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.core.measures.metrics import OUTBOX_OLDEST, OUTBOX_PENDING, Metric
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.ids import GuildId, MessageId, PollId
from bot.polls.queries import delivery, polls
from bot.polls.rules.poll import Poll, PollKey, PollState
from bot.polls.rules.retry_policy import Attempt
from bot.polls.service.views import get_poll


class DeliveryService(Struct, frozen=True):
    """Reads the deliveries that are due, and records attempts and their outcomes."""

    database: Database

    async def list_unposted(self, before: int) -> tuple[Poll, ...]:
        """Return the open polls without a known message: those started before an epoch second, and due run-offs."""
        return await self.database.read(lambda reader: delivery.list_unposted(reader, before))

    async def list_stale(self, now: int) -> tuple[Poll, ...]:
        """Return the polls whose message should be edited now, the longest due first."""
        return await self.database.read(lambda reader: delivery.list_stale(reader, now))

    async def list_results(self, now: int) -> Sequence[PollKey]:
        """Return the keys of closed polls whose result should be posted now, including those left by a crash."""
        return await self.database.read(lambda reader: delivery.list_results(reader, now))

    async def next_refresh_at(self, now: int) -> int | None:
        """Return the earliest epoch second after `now` at which a message should be edited, or None."""
        return await self.database.read(lambda reader: delivery.next_refresh_at(reader, now))

    async def next_result_at(self, now: int) -> int | None:
        """Return the earliest epoch second after `now` at which a result should be posted, or None."""
        return await self.database.read(lambda reader: delivery.next_result_at(reader, now))

    async def measure_backlog(self, now: int) -> Mapping[Metric, float]:
        """Return how many deliveries are not posted yet, and for how many seconds the oldest has waited."""
        pending, since = await self.database.read(delivery.find_backlog)
        return {OUTBOX_PENDING: pending, OUTBOX_OLDEST: max(0, now - since) if since else 0}

    async def mark_posted(self, guild_id: GuildId, poll_id: PollId, message_id: MessageId) -> None:
        """Record the message of a poll, unless one is recorded already or the server has no such poll."""
        await self.database.write(lambda writer: _mark_posted(writer, guild_id, poll_id, message_id), ("poll", poll_id))

    async def mark_shown(self, poll: Poll, not_before_at: int) -> None:
        """Record that the message shows this state of a poll.

        Also defer the next edit, unless the poll has closed since.
        """
        is_cancelled = poll.state is PollState.CANCELLED
        await self.database.write(
            lambda writer: delivery.mark_shown(writer, poll, is_cancelled=is_cancelled, not_before_at=not_before_at),
            ("poll", poll.id),
        )

    async def count_message_attempt(self, poll_id: PollId) -> Attempt:
        """Count an attempt to post or edit a poll's message; return the state before it."""
        return await self.database.write(
            lambda writer: delivery.count_message_attempt(writer, poll_id), ("poll", poll_id)
        )

    async def clear_message_attempts(self, poll_id: PollId) -> None:
        """Reset the count of failed attempts to post or edit a poll's message."""
        await self.database.write(lambda writer: delivery.clear_message_attempts(writer, poll_id), ("poll", poll_id))

    async def defer_refresh(self, guild_id: GuildId, poll_id: PollId, until: int) -> None:
        """Defer edits of a message until an epoch second, for example after a rate limit."""
        await self.database.write(
            lambda writer: delivery.defer_message(writer, guild_id, poll_id, until), ("poll", poll_id)
        )

    async def find_result_attempt(self, poll_id: PollId) -> Attempt:
        """Return the state before an attempt to post a result."""
        return await self.database.read(lambda reader: delivery.find_result_attempt(reader, poll_id))

    async def claim_result(self, poll_id: PollId, now: int, not_before_at: int) -> bool:
        """Record an attempt to post a result, and the earliest time of the next one.

        Return False if the result is not due.
        """
        return await self.database.write(
            lambda writer: delivery.claim_result(writer, poll_id, now, not_before_at), ("poll", poll_id)
        )

    async def claim_message(self, poll_id: PollId, now: int, until: int) -> bool:
        """Keep other processes from editing a poll's message until an epoch second; return False if edits are deferred.

        If the database is not shared with other processes, do nothing and return True.
        """
        if not self.database.is_shared:
            return True
        return await self.database.write(
            lambda writer: delivery.claim_message(writer, poll_id, now, until), ("poll", poll_id)
        )

    async def clear_sending(self, poll_id: PollId) -> None:
        """Record that no attempt has posted the result."""
        await self.database.write(lambda writer: delivery.clear_sending(writer, poll_id), ("poll", poll_id))

    async def mark_announced(self, guild_id: GuildId, poll_id: PollId, message_id: MessageId | None, now: int) -> bool:
        """Record that a result was posted, with its message if known; return False if that was recorded already."""
        return await self.database.write(
            lambda writer: _mark_announced(writer, guild_id, poll_id, message_id, now), ("poll", poll_id)
        )

    async def defer_result(self, guild_id: GuildId, poll_id: PollId, until: int) -> None:
        """Defer a result until an epoch second."""
        await self.database.write(
            lambda writer: delivery.defer_result(writer, guild_id, poll_id, until), ("poll", poll_id)
        )

    async def clear_deferrals(self, now: int) -> None:
        """Make all deferred results and messages due now, because the clock was set back."""
        await self.database.write(lambda writer: delivery.clear_deferrals(writer, now))


async def _mark_posted(writer: Writer, guild_id: GuildId, poll_id: PollId, message_id: MessageId) -> None:
    if await polls.find_poll(writer, guild_id, poll_id):
        await delivery.mark_posted(writer, poll_id, message_id)


async def _mark_announced(
    writer: Writer, guild_id: GuildId, poll_id: PollId, message_id: MessageId | None, now: int
) -> bool:
    await get_poll(writer, guild_id, poll_id)
    return await delivery.mark_announced(writer, poll_id, message_id, now)
