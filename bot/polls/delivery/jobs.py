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
from bot.polls.service.polls import PollServices

log = logging.getLogger(__name__)

PAUSE = 2
"""Seconds until another look, while a server is out of reach or an errand is out."""


@dataclass(slots=True)
class Messages:
    """Keeps the messages of polls true."""

    polls: PollServices
    posting: PollPublisher
    clock: Clock
    job: Job = field(init=False)
    _began: int | None = None

    def __post_init__(self) -> None:
        self.job = Job("poll messages", self._work)

    def changed(self, poll: int) -> None:
        """Somebody voted: the message is changed as soon as it may be."""
        self.job.wake(self.posting.edit_deferred_until(poll))

    async def _work(self) -> int | None:
        now, is_waiting = self.clock(), False
        for poll in await self.polls.views.list_stale(now):
            if self.posting.can_edit_now(poll) and await self._is_here(poll.guild_id):
                self.job.start_task(poll.id, partial(self.posting.refresh, poll))
            else:
                is_waiting = True
        await self._finish_starts(now)
        due = await self.polls.views.next_refresh_at()
        return _soon(due, now, is_waiting=is_waiting or self.job.has_tasks)

    async def _finish_starts(self, now: int) -> None:
        """Look after polls that were started, and of whose message nobody has told."""
        self._began = min(self._began or now, now)
        for poll in await self.polls.views.list_unposted(
            max(self._began, now - self.posting.retry_policy.start_timeout_seconds)
        ):
            if self.posting.edit_deferred_until(poll.id) <= now and await self._is_here(poll.guild_id):
                self.job.start_task(poll.id, partial(self.posting.recover_start, poll))

    async def _is_here(self, server: int) -> bool:
        """Whether a server can be reached; polls of one that the bot is not in any more are given up."""
        presence = self.posting.channel.guild_presence(server)
        if presence is GuildPresence.LEFT:
            await self.polls.lifecycle.mark_guild_unreachable(server, self.clock())
        return presence is GuildPresence.AVAILABLE


@dataclass(slots=True)
class Endings:
    """Closes polls when their time has come, and posts every result once."""

    polls: PollServices
    posting: PollPublisher
    messages: Messages
    clock: Clock
    job: Job = field(init=False)

    def __post_init__(self) -> None:
        self.job = Job("poll endings", self._work)

    async def _work(self) -> int | None:
        now, is_waiting = self.clock(), False
        if self.job.clock_was_set_back():
            await self._bring_forward(now)
        for shown in await self.polls.lifecycle.close_due(now):
            match self.posting.channel.guild_presence(shown.poll.guild_id):
                case GuildPresence.AVAILABLE:
                    self.job.start_task(shown.poll.id, partial(self._announce, shown.poll.guild_id, shown.poll.id))
                case GuildPresence.UNAVAILABLE:
                    is_waiting = True
                case GuildPresence.LEFT:
                    await self.polls.lifecycle.mark_guild_unreachable(shown.poll.guild_id, now)
        await self.polls.lifecycle.settle_due(now)
        self.messages.job.wake()
        due = await self.polls.lifecycle.next_due_at()
        return _soon(due, now, is_waiting=is_waiting or self.job.has_tasks)

    async def _bring_forward(self, now: int) -> None:
        log.warning("the clock was set back: what was put off is done now")
        self.posting.deferred_until.clear()
        await self.polls.lifecycle.clear_deferrals(now)

    async def _announce(self, server: int, poll: int) -> None:
        try:
            await self.posting.publish_result(server, poll)
        finally:
            self.messages.job.wake()

    async def left(self, guild: Guild) -> None:
        """Give up the polls of a server that the bot was removed from."""
        await self.polls.lifecycle.mark_guild_unreachable(guild.id, self.clock())

    async def present(self, _: Collection[int]) -> None:
        """Now it is known which servers can be reached."""
        self.job.wake()
        self.messages.job.wake()


def _soon(due: int | None, now: int, *, is_waiting: bool) -> int | None:
    """When to look again: rows that wait for something are due already, and shall not be looked at without end."""
    if is_waiting and (due is None or due < now + PAUSE):
        return now + PAUSE
    return due
