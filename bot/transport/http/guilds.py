"""Fetches servers whose events this process does not receive, when they are needed, into discord.py's own cache."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

import discord
from msgspec import Struct, field

from bot.ids import GuildId
from bot.transport import internals
from bot.transport.session_starts import UNREACHABLE

log = logging.getLogger(__name__)

FRESH_SECONDS, WHOLE_FRESH_SECONDS = 3_600.0, 60.0
"""Seconds for which a server's own data, such as its language, and its channels count as up to date."""
ABSENT_SECONDS = 60.0
"""Seconds for which a server that the bot is not in is not requested again."""
FETCH_SECONDS = 1.0
"""The longest wait for a server, in seconds."""
Fetch = Callable[[discord.Client, GuildId], Awaitable[dict[str, Any]]]


class RestGuilds(Struct, eq=False):
    """Fetches servers through Discord's API; `now` returns monotonic seconds."""

    client: discord.Client
    now: Callable[[], float] = time.monotonic
    _fetched: dict[GuildId, float] = field(default_factory=dict)
    _channels_fetched: dict[GuildId, float] = field(default_factory=dict)
    _absent: dict[GuildId, float] = field(default_factory=dict)
    _locks: WeakValueDictionary[GuildId, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def find(self, guild_id: GuildId) -> discord.Guild | None:
        """Return a server, or None if the bot is not in it; raise an error if Discord does not answer in time."""
        async with asyncio.timeout(FETCH_SECONDS), self._lock(guild_id):
            if not self._is_known(guild_id):
                try:
                    await self._fetch(guild_id, internals.fetch_guild, self._fetched)
                    self._channels_fetched.pop(guild_id, None)  # the server just fetched has no channels
                except (discord.NotFound, discord.Forbidden):
                    self.forget(guild_id)
                    self._remember_absent(guild_id)
        return self.client.get_guild(guild_id)

    async def fetch_channels(self, guild_id: GuildId) -> None:
        """Fetch a server with its channels unless they are up to date; log a failure instead of raising an error."""
        try:
            async with asyncio.timeout(FETCH_SECONDS), self._lock(guild_id):
                if not self._is_fresh(self._channels_fetched, guild_id, WHOLE_FRESH_SECONDS):
                    await self._fetch(guild_id, internals.fetch_whole_guild, self._fetched, self._channels_fetched)
        except (*UNREACHABLE, TimeoutError) as error:
            log.warning("server not fetched server=%d error=%r", guild_id, error)

    def forget(self, guild_id: GuildId) -> discord.Guild:
        """Forget a server that the bot has left; return it, or a stand-in if it was not cached."""
        for times in (self._fetched, self._channels_fetched):
            times.pop(guild_id, None)
        return internals.forget_guild(self.client, guild_id)

    def _lock(self, guild_id: GuildId) -> asyncio.Lock:
        return self._locks.setdefault(guild_id, asyncio.Lock())

    def _is_known(self, guild_id: GuildId) -> bool:
        is_absent = self._is_fresh(self._absent, guild_id, ABSENT_SECONDS) and self.client.get_guild(guild_id) is None
        return is_absent or self._is_fresh(self._fetched, guild_id, FRESH_SECONDS)

    def _remember_absent(self, guild_id: GuildId) -> None:
        for expired in [key for key in self._absent if not self._is_fresh(self._absent, key, ABSENT_SECONDS)]:
            del self._absent[expired]
        self._absent[guild_id] = self.now()

    def _is_fresh(self, times: dict[GuildId, float], guild_id: GuildId, seconds: float) -> bool:
        return guild_id in times and self.now() - times[guild_id] < seconds

    async def _fetch(self, guild_id: GuildId, fetch: Fetch, *times: dict[GuildId, float]) -> None:
        internals.cache_guild(self.client, await fetch(self.client, guild_id))
        for fetched in times:
            fetched[guild_id] = self.now()
