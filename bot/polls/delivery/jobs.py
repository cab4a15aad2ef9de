"""What happens to polls by the clock: they close, their results are posted, their messages are kept true.

Closing never waits for an edit, and one poll never for another: each request to Discord is an errand of its own.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from discord import Guild

from bot.core.clock import Clock
from bot.core.jobs import Job
from bot.polls.delivery.channel import GuildPresence
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.service.delivery import DeliveryService
from bot.polls.service.lifecycle import PollLifecycle

log = logging.getLogger(__name__)

RETRY_SECONDS = 2
"""Seconds until another look, while a server is out of reach or an errand is out."""


@dataclass(slots=True)
class MessageRefresher:
    """Keeps the messages of polls true."""

    lifecycle: PollLifecycle
    delivery: DeliveryService
    publisher: PollPublisher
    clock: Clock
    job: Job = field(init=False)
    _first_run_at: int | None = None

    def __post_init__(self) -> None:
        self.job = Job("poll messages", self._work)

    def poll_changed(self, poll_id: int) -> None:
        """Somebody voted: the message is changed as soon as it may be."""
        self.job.wake(self.publisher.edit_deferred_until(poll_id))

    async def _work(self) -> int | None:
        now, is_waiting = self.clock(), False
        for poll in await self.delivery.list_stale(now):
            if self.publisher.can_edit_now(poll) and await self._is_reachable(poll.guild_id):
                self.job.start_task(poll.id, partial(self.publisher.refresh, poll))
            else:
                is_waiting = True
        await self._recover_starts(now)
        due_at = await self.delivery.next_refresh_at()
        return _next_run_at(due_at, now, is_waiting=is_waiting or self.job.has_tasks)

    async def _recover_starts(self, now: int) -> None:
        """Look after polls that were started, and of whose message nobody has told."""
        self._first_run_at = min(self._first_run_at or now, now)
        for poll in await self.delivery.list_unposted(
            max(self._first_run_at, now - self.publisher.retry_policy.start_timeout_seconds)
        ):
            if self.publisher.edit_deferred_until(poll.id) <= now and await self._is_reachable(poll.guild_id):
                self.job.start_task(poll.id, partial(self.publisher.recover_start, poll))

    async def _is_reachable(self, guild_id: int) -> bool:
        """Whether a server can be reached; polls of one that the bot is not in any more are given up."""
        presence = self.publisher.channel.guild_presence(guild_id)
        if presence is GuildPresence.LEFT:
            await self.lifecycle.mark_guild_unreachable(guild_id, self.clock())
        return presence is GuildPresence.AVAILABLE


@dataclass(slots=True)
class PollCloser:
    """Closes polls when their time has come, and posts every result once."""

    lifecycle: PollLifecycle
    delivery: DeliveryService
    publisher: PollPublisher
    refresher: MessageRefresher
    clock: Clock
    job: Job = field(init=False)

    def __post_init__(self) -> None:
        self.job = Job("poll endings", self._work)

    async def _work(self) -> int | None:
        now, is_waiting = self.clock(), False
        if self.job.clock_was_set_back():
            await self._clear_deferrals(now)
        for view in await self.lifecycle.close_due(now):
            match self.publisher.channel.guild_presence(view.poll.guild_id):
                case GuildPresence.AVAILABLE:
                    self.job.start_task(view.poll.id, partial(self._publish_result, view.poll.guild_id, view.poll.id))
                case GuildPresence.UNAVAILABLE:
                    is_waiting = True
                case GuildPresence.LEFT:
                    await self.lifecycle.mark_guild_unreachable(view.poll.guild_id, now)
        await self.lifecycle.settle_due(now)
        self.refresher.job.wake()
        due_at = await self.lifecycle.next_due_at()
        return _next_run_at(due_at, now, is_waiting=is_waiting or self.job.has_tasks)

    async def _clear_deferrals(self, now: int) -> None:
        log.warning("the clock was set back: what was put off is done now")
        self.publisher.deferred_until.clear()
        await self.delivery.clear_deferrals(now)

    async def _publish_result(self, guild_id: int, poll_id: int) -> None:
        try:
            await self.publisher.publish_result(guild_id, poll_id)
        finally:
            self.refresher.job.wake()

    async def guild_removed(self, guild: Guild) -> None:
        """Give up the polls of a server that the bot was removed from."""
        await self.lifecycle.mark_guild_unreachable(guild.id, self.clock())

    async def guilds_ready(self, _: Collection[int]) -> None:
        """Now it is known which servers can be reached."""
        self.job.wake()
        self.refresher.job.wake()


def _next_run_at(due_at: int | None, now: int, *, is_waiting: bool) -> int | None:
    """When to look again: rows that wait for something are due already, and shall not be looked at without end."""
    if is_waiting and (due_at is None or due_at < now + RETRY_SECONDS):
        return now + RETRY_SECONDS
    return due_at
