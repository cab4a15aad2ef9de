"""Spaces session starts (IDENTIFYs) and keeps them within Discord's daily limit."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import aiohttp
import discord
from msgspec import Struct, field

from bot.core.measures.measures import Measures, NoMeasures
from bot.core.measures.metrics import SESSION_STARTS_LEFT
from bot.core.storage.database import Database

log = logging.getLogger(__name__)

UNREACHABLE = (OSError, aiohttp.ClientError, discord.GatewayNotFound, discord.HTTPException, discord.RateLimited)
"""Errors raised while Discord is unreachable or does not answer properly."""
HOUR, DAY = 3_600.0, 86_400.0
SPACING, LONGEST_SPACING = 5.0, 600.0
"""The shortest and the longest wait between IDENTIFYs, in seconds."""
PER_DAY, RESERVE = 1_000, 20
"""The daily limit of IDENTIFYs if Discord reports none, and how many stay unused: the last would reset the token."""
LIMITS_TIMEOUT = 10.0


def turn_in(database: Database, bucket: int) -> AbstractAsyncContextManager[object]:
    """Return the lock on a bucket that all processes with this database share."""
    return database.process_lock(("identify", bucket))


class SessionStarts(Struct, eq=False):
    """Decides when a shard may identify; `now` returns monotonic seconds.

    Discord lets one shard of each bucket identify every five seconds. A shard's bucket is its id modulo the number of
    buckets, which Discord calls max_concurrency.
    """

    fetch_limits: Callable[[], Awaitable[discord.SessionStartLimits]]
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    spacing: float = SPACING
    is_near_limit: bool = False
    measures: Measures = field(default_factory=NoMeasures)
    across_processes: Callable[[int], AbstractAsyncContextManager[object]] | None = None
    _sent: dict[int, list[float]] = field(default_factory=dict)
    _buckets: int | None = None
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _turns: dict[int, asyncio.Lock] = field(default_factory=dict)
    _releasing: set["asyncio.Task[None]"] = field(default_factory=set)

    def record_start(self, shard_id: int) -> None:
        """Count an IDENTIFY that is being sent."""
        now = self.now()
        self._sent[shard_id] = [*(at for at in self._sent.get(shard_id, []) if at > now - DAY), now]

    async def wait_before_identify(self, shard_id: int) -> None:
        """Wait before a shard identifies again; the wait doubles with each of its IDENTIFYs in the last hour."""
        if shard_id in self._sent:
            recent_starts = sum(at > self.now() - HOUR for at in self._sent[shard_id])
            seconds = min(self.spacing * 2 ** max(0, recent_starts - 1), LONGEST_SPACING)
            log.info("session start delayed shard=%d retry_in=%.0f", shard_id, seconds)
            await self.sleep(seconds)

    @asynccontextmanager
    async def turn(self, shard_id: int) -> AsyncIterator[None]:
        """Let one shard of a bucket identify at a time, some seconds after the last one and within the daily limit."""
        buckets = await self._number_of_buckets()
        bucket = shard_id % buckets
        async with self._turns.setdefault(bucket, asyncio.Lock()):
            seconds = await self._seconds_until_allowed()
            if seconds:
                log.error("session starts nearly used up retry_in=%.0f", seconds)
                self.is_near_limit = True
                await self.sleep(seconds)
                self.is_near_limit = False
            sent = (at for other, times in self._sent.items() if other % buckets == bucket for at in times)
            await self.sleep(max(0.0, max(sent, default=-self.spacing) + self.spacing - self.now()))
            async with self._turn_across_processes(bucket):
                yield

    async def _number_of_buckets(self) -> int:
        """Return the number that Discord last reported; ask for it if necessary, and return 1 without an answer."""
        async with self._asking:
            if self._buckets is None:
                await self._seconds_until_allowed()
        return self._buckets or 1

    @asynccontextmanager
    async def _turn_across_processes(self, bucket: int) -> AsyncIterator[None]:
        """Let one process identify in a bucket at a time, and keep the others waiting for a few more seconds."""
        if self.across_processes is None:
            yield
            return
        stack = AsyncExitStack()
        await stack.enter_async_context(self.across_processes(bucket))
        try:
            yield
        finally:
            releasing = asyncio.create_task(self._release_later(stack))
            self._releasing.add(releasing)
            releasing.add_done_callback(self._releasing.discard)

    async def _release_later(self, stack: AsyncExitStack) -> None:
        try:
            await self.sleep(self.spacing)
        finally:
            await stack.aclose()

    async def _seconds_until_allowed(self) -> float:
        """Ask for Discord's limits and return the seconds to wait; without an answer, use our count of IDENTIFYs."""
        try:
            async with asyncio.timeout(LIMITS_TIMEOUT):
                limits = await self.fetch_limits()
        except UNREACHABLE:
            today = sorted(at for times in self._sent.values() for at in times if at > self.now() - DAY)
            return today[0] + DAY - self.now() if len(today) >= PER_DAY - RESERVE else 0.0
        self._buckets = limits.max_concurrency
        self.measures.set(SESSION_STARTS_LEFT, limits.remaining)
        return limits.reset_after / 1000 if limits.remaining - 1 <= RESERVE else 0.0
