"""Servers that removed the bot, and rows whose time is over. No Discord here."""

import asyncio
import itertools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from bot.core.clock import Clock
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.privacy import queries
from bot.privacy.rules import DAY_SECONDS, GRACE_DAYS, has_elapsed

BATCH_SIZE = 500
"""Rows that one transaction deletes, so that nobody who votes meanwhile waits long for the one writer."""
HOUR_SECONDS = 60 * 60


@dataclass(slots=True)
class RetentionService:
    """`declaration` tells what all features keep; `forgotten` lets go of what they have in memory of a server.

    Which servers the bot is in is known from its first connection on; until then none is forgotten.
    """

    database: Database
    clock: Clock
    declarations: Callable[[], Sequence[PersonalDataTable]]
    on_erased: Callable[[int], None]
    _current_guilds: set[int] | None = None
    _synced_until: int = 0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def on_ready(self, guild_ids: Collection[int]) -> None:
        """The bot is in these servers, and in no others."""
        self._current_guilds = set(guild_ids)
        await self._sync_departures()

    async def on_guild_join(self, guild_id: int) -> None:
        """Somebody invited the bot."""
        if self._current_guilds is not None:
            self._current_guilds.add(guild_id)
            await self._sync_departures()

    async def on_guild_remove(self, guild_id: int) -> None:
        """Somebody removed the bot."""
        if self._current_guilds is not None:
            self._current_guilds.discard(guild_id)
            await self._sync_departures()

    async def delete_expired(self) -> int:
        """Delete the rows whose time is over and what is left of servers without the bot; gives when more is due."""
        now = self.clock()
        for declaration in self.declarations():
            await self._delete_expired_rows(declaration, now)
        if self._current_guilds is None:
            return now + HOUR_SECONDS
        if not now < self._synced_until <= now + HOUR_SECONDS:
            await self._sync_departures()
        for guild_id, since in (await queries.departures(self.database.reader)).items():
            if has_elapsed(since, now, GRACE_DAYS):
                await self._erase_guild(guild_id)
        remaining = await queries.departures(self.database.reader)
        return min([now + HOUR_SECONDS, *(since + GRACE_DAYS * DAY_SECONDS for since in remaining.values())])

    async def _sync_departures(self) -> None:
        """Bring the departures up to the servers that the bot is in; what fails here is done by the next tidying."""
        async with self._lock:
            self._synced_until = 0
            with_rows = await queries.guilds_with_rows(self.database.reader, self._guild_tables())
            departed = (await queries.departures(self.database.reader)).keys()
            if any(self._has_left(guild_id) != (guild_id in departed) for guild_id in with_rows | departed):
                async with self.database.transaction() as writer:
                    await queries.insert_departures(writer, [*filter(self._has_left, with_rows)], self.clock())
                    await queries.delete_departures(writer, [*itertools.filterfalse(self._has_left, departed)])
            self._synced_until = self.clock() + HOUR_SECONDS

    async def _delete_expired_rows(self, declaration: PersonalDataTable, now: int) -> None:
        if declaration.created_column is None or declaration.retention_days is None:
            return
        before = now - declaration.retention_days * DAY_SECONDS
        while await queries.has_expired_rows(self.database.reader, declaration, before):
            async with self.database.transaction() as writer:
                await queries.delete_expired_rows(writer, declaration, before, BATCH_SIZE)

    async def _erase_guild(self, guild_id: int) -> None:
        """Delete all rows of a server, its departure last; stops when the bot is invited back meanwhile."""
        for declaration in self._guild_tables():
            while self._has_left(guild_id) and await queries.has_guild_rows(
                self.database.reader, declaration, guild_id
            ):
                async with self.database.transaction() as writer:
                    await queries.delete_guild_rows(writer, declaration, guild_id, BATCH_SIZE)
        if self._has_left(guild_id):
            self.on_erased(guild_id)
            async with self.database.transaction() as writer:
                await queries.delete_departures(writer, [guild_id])

    def _has_left(self, guild_id: int) -> bool:
        return self._current_guilds is not None and guild_id not in self._current_guilds

    def _guild_tables(self) -> Sequence[PersonalDataTable]:
        return [
            declaration
            for declaration in self.declarations()
            if declaration.guild_column and declaration.table != queries.DEPARTURE_TABLE
        ]
