"""What is still to be posted or changed in the channels of polls. No Discord here."""

from dataclasses import dataclass

from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.polls.queries import delivery
from bot.polls.rules.poll import Poll
from bot.polls.service.views import get_poll


@dataclass(frozen=True, slots=True)
class DeliveryService:
    """Notes what the messages of polls show, and each attempt to post a result before it is made."""

    database: Database

    async def mark_posted(self, guild_id: int, poll_id: int, message_id: int) -> None:
        """Note which message a poll is."""
        await self.database.write(lambda connection: delivery.mark_posted(connection, guild_id, poll_id, message_id))

    async def list_unposted(self, before: int) -> tuple[Poll, ...]:
        """Return polls that were started before an epoch second and whose message is not known, as after a crash."""
        return await self.database.read(lambda connection: delivery.list_unposted(connection, before))

    async def list_stale(self, now: int) -> tuple[Poll, ...]:
        """Return polls whose message shows something old and may be changed now."""
        return await self.database.read(lambda connection: delivery.list_stale(connection, now))

    async def next_refresh_at(self) -> int | None:
        """Return the earliest epoch second at which a message should be changed; it may have passed."""
        return await self.database.read(delivery.next_refresh_at)

    async def next_result_at(self) -> int | None:
        """Return the earliest epoch second at which a result should be posted; it may have passed."""
        return await self.database.read(delivery.next_result_at)

    async def mark_shown(self, poll: Poll, not_before: int) -> None:
        """Note that the message shows a poll as it was read; leave it alone until the epoch second `not_before`."""
        await self.database.write(lambda connection: _mark_shown(connection, poll, not_before))

    async def defer_refresh(self, guild_id: int, poll_id: int, until: int) -> None:
        """Leave a message alone until an epoch second, as after a rate limit."""
        await self.database.write(lambda connection: delivery.defer_refresh(connection, guild_id, poll_id, until))

    async def begin_attempt(self, guild_id: int, poll_id: int, retry_at: int) -> bool:
        """Note an attempt to post a result; return whether an earlier one may have worked."""
        return await self.database.write(
            lambda connection: delivery.begin_attempt(connection, guild_id, poll_id, retry_at)
        )

    async def clear_attempt(self, guild_id: int, poll_id: int) -> None:
        """Note that an attempt certainly posted nothing, and no earlier one may have."""
        await self.database.write(lambda connection: delivery.clear_attempt(connection, guild_id, poll_id))

    async def mark_announced(self, guild_id: int, poll_id: int, message_id: int | None, now: int) -> bool:
        """Note that a result was posted, as which message if that is known; return False when it was noted before."""
        return await self.database.write(
            lambda connection: _mark_announced(connection, guild_id, poll_id, message_id, now)
        )

    async def defer_result(self, guild_id: int, poll_id: int, until: int) -> None:
        """Post a result no sooner than at an epoch second."""
        await self.database.write(lambda connection: _defer_result(connection, guild_id, poll_id, until))

    async def clear_deferrals(self, now: int) -> None:
        """Make every deferred result and message due at once, for the clock was set back."""
        await self.database.write(lambda connection: delivery.clear_deferrals(connection, now))


async def _mark_shown(connection: Writer, poll: Poll, not_before: int) -> None:
    await delivery.mark_shown(connection, poll.guild_id, poll.id, poll.revision)
    await delivery.defer_refresh(connection, poll.guild_id, poll.id, not_before)


async def _mark_announced(connection: Writer, guild_id: int, poll_id: int, message_id: int | None, now: int) -> bool:
    await get_poll(connection, guild_id, poll_id)
    return await delivery.mark_announced(connection, poll_id, message_id, now)


async def _defer_result(connection: Writer, guild_id: int, poll_id: int, until: int) -> None:
    await get_poll(connection, guild_id, poll_id)
    await delivery.defer_result(connection, poll_id, until)
