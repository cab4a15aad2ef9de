"""Deletes expired rows, and the rows of servers that removed the bot long ago."""

import asyncio
from collections.abc import Callable, Collection, Sequence

from msgspec import Struct, field

from bot.core.clock import Clock
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.ids import GuildId
from bot.privacy import queries
from bot.privacy.rules import DAY_SECONDS, GRACE_DAYS, has_elapsed

BATCH_SIZE = 500
"""Rows deleted per transaction, so that no vote has to wait long for the single writer."""
HOUR_SECONDS = 60 * 60

ERASED = "erased"
"""The topic of a change that deleted everything about a person or a server."""


class RetentionService(Struct):
    """Works on the tables that `declarations` returns; `on_erased` removes a deleted server from all caches.

    Until the first connection, it is unknown which servers the bot is in, so no server's data is deleted.
    """

    database: Database
    clock: Clock
    declarations: Callable[[], Sequence[PersonalDataTable]]
    on_erased: Callable[[int], None]
    owns_guild: Callable[[GuildId], bool] = lambda _: True
    _current_guilds: set[GuildId] | None = None
    _synced_until: int = 0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def on_ready(self, guild_ids: Collection[GuildId]) -> None:
        """Record that the bot is in these servers, and in no others that this process owns."""
        self._current_guilds = set(guild_ids)
        await self._sync_departures()

    async def on_guild_join(self, guild_id: GuildId) -> None:
        """Record that the bot is in a server; do nothing before the first `on_ready`."""
        if self._current_guilds is not None:
            self._current_guilds.add(guild_id)
            await self._sync_departures()

    async def on_guild_remove(self, guild_id: GuildId) -> None:
        """Record that the bot has left a server; do nothing before the first `on_ready`."""
        if self._current_guilds is not None:
            self._current_guilds.discard(guild_id)
            await self._sync_departures()

    async def delete_expired(self) -> int:
        """Delete everything that is due, and return the epoch second of the next run."""
        now = self.clock()
        for declaration in self.declarations():
            await self._delete_expired_rows(declaration, now)
        if self._current_guilds is None:
            return now + HOUR_SECONDS
        if not now < self._synced_until <= now + HOUR_SECONDS:
            await self._sync_departures()
        for guild_id, departed_at in (await self.database.read(queries.list_departures)).items():
            if has_elapsed(departed_at, now, GRACE_DAYS):
                await self._erase_guild(guild_id)
        remaining = await self.database.read(queries.list_departures)
        return min([now + HOUR_SECONDS, *(at + GRACE_DAYS * DAY_SECONDS for at in remaining.values())])

    async def _sync_departures(self) -> None:
        """Update the recorded departures to match the servers that the bot is in; the next run retries a failure."""
        async with self._lock:
            self._synced_until = 0
            tables = self._guild_tables()
            with_rows, recorded = await self.database.read(lambda reader: _list_known_guilds(reader, tables))
            departed = [guild_id for guild_id in with_rows - recorded if self._has_left(guild_id)]
            returned = [guild_id for guild_id in recorded if guild_id in (self._current_guilds or ())]
            if departed or returned:
                now = self.clock()
                await self.database.write(lambda writer: _save_departures(writer, departed, returned, now))
            self._synced_until = self.clock() + HOUR_SECONDS

    async def _delete_expired_rows(self, declaration: PersonalDataTable, now: int) -> None:
        if declaration.created_column is None or declaration.retention_days is None:
            return
        until = now - declaration.retention_days * DAY_SECONDS
        while await self.database.read(lambda reader: queries.has_expired_rows(reader, declaration, until)):
            await self.database.write(
                lambda writer: queries.delete_expired_rows(writer, declaration, until, BATCH_SIZE)
            )

    async def _erase_guild(self, guild_id: GuildId) -> None:
        """Delete a server's rows, then the record of its departure; stop if the bot is invited back in the meantime."""
        for declaration in self._guild_tables():
            await self._erase_guild_rows(declaration, guild_id)
        if self._has_left(guild_id):
            self.on_erased(guild_id)
            await self.database.write(lambda writer: _finish_erasure(writer, guild_id))

    async def _erase_guild_rows(self, declaration: PersonalDataTable, guild_id: GuildId) -> None:
        while self._has_left(guild_id) and await self.database.read(
            lambda reader: queries.has_guild_rows(reader, declaration, guild_id)
        ):
            await self.database.write(
                lambda writer: queries.delete_guild_rows(writer, declaration, guild_id, BATCH_SIZE)
            )

    def _has_left(self, guild_id: GuildId) -> bool:
        is_known = self._current_guilds is not None and self.owns_guild(guild_id)
        return is_known and guild_id not in (self._current_guilds or ())

    def _guild_tables(self) -> Sequence[PersonalDataTable]:
        return [
            declaration
            for declaration in self.declarations()
            if declaration.guild_column and declaration.table != queries.DEPARTURE_TABLE
        ]


async def _finish_erasure(writer: Writer, guild_id: GuildId) -> None:
    await queries.delete_departures(writer, [guild_id])
    await writer.notify(ERASED, guild_id)


async def _list_known_guilds(
    reader: Reader, tables: Sequence[PersonalDataTable]
) -> tuple[frozenset[GuildId], frozenset[GuildId]]:
    """Return the servers with rows, and those with a recorded departure."""
    return await queries.list_guilds_with_rows(reader, tables), frozenset(await queries.list_departures(reader))


async def _save_departures(
    writer: Writer, departed: Collection[GuildId], returned: Collection[GuildId], now: int
) -> None:
    await queries.insert_departures(writer, departed, now)
    await queries.delete_departures(writer, returned)
