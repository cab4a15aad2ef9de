"""Compares the bot's list of servers with the previous one, and runs the hooks that the gateway would call."""

import asyncio
import logging
from collections.abc import Collection

import discord
from msgspec import Struct

from bot.ids import GuildId
from bot.transport.client import NunmulClient
from bot.transport.http.guilds import RestGuilds
from bot.transport.session_starts import UNREACHABLE

log = logging.getLogger(__name__)

PAGE, PAGE_SECONDS = 200, 60.0
"""The number of servers that one request lists, and the pause between lists for each request that a list takes."""
PAUSE = 1.0
"""Seconds between two requests, which share a limit with everything else that the bot sends."""


class GuildWatch(Struct, frozen=True):
    """Runs the features' hooks for servers that the bot has joined or left."""

    client: NunmulClient
    guilds: RestGuilds

    async def run(self) -> None:
        """List the servers at regular intervals, and compare each list with the previous one, until cancelled."""
        known: frozenset[GuildId] | None = None
        while True:
            try:
                listed = await self._list()
                await self._compare(known, listed)
                known = listed
            except UNREACHABLE as error:
                log.warning("server list not fetched error=%r", error)
            await asyncio.sleep(PAGE_SECONDS * (1 + len(known or ()) // PAGE))

    async def _list(self) -> frozenset[GuildId]:
        listed: list[GuildId] = []
        while True:
            after = discord.Object(listed[-1]) if listed else None
            page = self.client.fetch_guilds(limit=PAGE, after=after, with_counts=False)
            listed += (ids := sorted([GuildId(guild.id) async for guild in page]))
            if len(ids) < PAGE:
                return frozenset(listed)
            await asyncio.sleep(PAUSE)

    async def _compare(self, known: Collection[GuildId] | None, listed: Collection[GuildId]) -> None:
        if known is None:
            await self.client.run_ready_hooks(listed)
            return
        for guild_id in set(listed) - set(known):
            await self.guilds.fetch_channels(guild_id)
            if guild := self.client.get_guild(guild_id):
                await self.client.on_guild_join(guild)
        for guild_id in set(known) - set(listed):
            await self.client.on_guild_remove(self.guilds.forget(guild_id))
