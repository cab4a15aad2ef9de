"""Runs scheduled work on polls: closes them, posts their results, and keeps their messages up to date.

Each delivery is a separate task, so closing never waits for an edit, and no poll waits for another. Deliveries to an
unavailable server wait until it is back.
"""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from discord import Guild

from bot.core.clock import Clock
from bot.core.jobs import Job
from bot.ids import GuildId, PollId
from bot.polls.delivery.channel import GuildReachability
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.delivery.run_offs import RunOffPublisher
from bot.polls.rules.poll import Poll, PollKey
from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS
from bot.polls.service.delivery import DeliveryService
from bot.polls.service.lifecycle import PollLifecycle

log = logging.getLogger(__name__)

RECHECK_SECONDS = 2
"""Seconds until the next check of a message that waits for a result, or of a server whose reachability is unknown."""


@dataclass(slots=True)
class MessageRefresher:
    """Keeps the messages of polls up to date, and posts those that are missing."""

    lifecycle: PollLifecycle
    delivery: DeliveryService
    publisher: PollPublisher
    run_offs: RunOffPublisher
    clock: Clock
    job: Job = field(init=False)
    _first_run_at: int | None = None

    def __post_init__(self) -> None:
        self.job = Job("poll messages", self._work)

    def poll_changed(self, poll: Poll) -> None:
        """Schedule an edit of a poll's message after a vote, as soon as the next edit is allowed."""
        self.job.wake(edit_deferred_until(poll, self.clock()))

    async def _work(self) -> int | None:
        now, retry_at = self.clock(), None
        for poll in await self.delivery.list_stale(now):
            if not self.publisher.can_edit_now(poll):
                retry_at = now + RECHECK_SECONDS
            elif await self._is_reachable(poll.guild_id):
                self.job.start_task(poll.id, partial(self.publisher.refresh, poll))
        await self._recover_starts(now)
        return earliest(retry_at, await self.delivery.next_refresh_at(now))

    async def _recover_starts(self, now: int) -> None:
        """Find or post the missing messages of polls whose start was interrupted, and post due run-offs."""
        self._first_run_at = min(self._first_run_at or now, now)
        before = max(self._first_run_at, now - self.publisher.retry_policy.start_timeout_seconds)
        for poll in await self.delivery.list_unposted(before):
            if edit_deferred_until(poll, now) <= now and await self._is_reachable(poll.guild_id):
                post = self.run_offs.post if poll.is_run_off else self.publisher.recover_start
                self.job.start_task(poll.id, partial(post, poll))

    async def _is_reachable(self, guild_id: GuildId) -> bool:
        """Return whether a server can be reached now.

        If the bot has left the server, give up its polls. If Discord did not answer, check again soon.
        """
        reachability = await self.publisher.channel.guild_reachability(guild_id)
        if reachability is GuildReachability.LEFT:
            await self.lifecycle.mark_guild_unreachable(guild_id, self.clock())
        elif reachability is GuildReachability.UNKNOWN:
            self.job.wake(self.clock() + RECHECK_SECONDS)
        return reachability is GuildReachability.AVAILABLE


@dataclass(slots=True)
class PollCloser:
    """Closes polls when their time is up, posts every result once, and settles polls that ended."""

    lifecycle: PollLifecycle
    delivery: DeliveryService
    publisher: PollPublisher
    refresher: MessageRefresher
    clock: Clock
    job: Job = field(init=False)

    def __post_init__(self) -> None:
        self.job = Job("poll endings", self._work)

    async def _work(self) -> int | None:
        now = self.clock()
        if self.job.clock_was_set_back():
            log.warning("clock was set back; making all deferred deliveries due now")
            await self.delivery.clear_deferrals(now)
        await self.lifecycle.close_due(now)
        results = await self.delivery.list_results(now)
        await asyncio.gather(*(self._start_publishing(key, now) for key in results))
        await self.lifecycle.settle_due(now)
        self.refresher.job.wake()
        return earliest(await self.lifecycle.next_due_at(), await self.delivery.next_result_at(now))

    async def _start_publishing(self, key: PollKey, now: int) -> None:
        """Start posting a result if its server can be reached.

        Otherwise wait for the server, check again soon, or give up the server's polls.
        """
        match await self.publisher.channel.guild_reachability(key.guild_id):
            case GuildReachability.AVAILABLE:
                self.job.start_task(key.poll_id, partial(self._publish_result, key.guild_id, key.poll_id))
            case GuildReachability.LEFT:
                await self.lifecycle.mark_guild_unreachable(key.guild_id, now)
            case GuildReachability.UNKNOWN:
                self.job.wake(now + RECHECK_SECONDS)

    async def _publish_result(self, guild_id: GuildId, poll_id: PollId) -> None:
        try:
            await self.publisher.publish_result(guild_id, poll_id)
        finally:
            self.refresher.job.wake()

    async def guild_removed(self, guild: Guild) -> None:
        """Give up the polls of a server that the bot was removed from."""
        await self.lifecycle.mark_guild_unreachable(GuildId(guild.id), self.clock())

    async def guild_available(self, _: Guild) -> None:
        """Deliver what has been waiting for a server to be available."""
        self.wake()

    async def guilds_ready(self, _: Collection[GuildId]) -> None:
        """Deliver what had to wait until it was known which servers can be reached."""
        self.wake()

    async def polls_changed(self, _: int | None) -> None:
        """Run both jobs after another process has changed polls, because that process might stop before it delivers."""
        self.wake()

    def wake(self) -> None:
        """Run this job and the refresher's job now."""
        self.job.wake()
        self.refresher.job.wake()


def edit_deferred_until(poll: Poll, now: int) -> int:
    """Return the time before which a poll's message must not be edited, or 0 if that is too far ahead to be right."""
    return poll.edit_not_before_at if poll.edit_not_before_at <= now + MAX_DEFERRAL_SECONDS else 0


def earliest(*times: int | None) -> int | None:
    """Return the earliest of the times, or None if all are None."""
    return min((at for at in times if at is not None), default=None)
