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

SLICE = 500
"""Rows that one transaction deletes, so that nobody who votes meanwhile waits long for the one writer."""
HOUR = 60 * 60


@dataclass(slots=True)
class Servers:
    """`keeps` tells what all features keep; `forgotten` lets go of what they have in memory of a server.

    Which servers the bot is in is known from its first connection on; until then none is forgotten.
    """

    database: Database
    clock: Clock
    keeps: Callable[[], Sequence[PersonalDataTable]]
    forgotten: Callable[[int], None]
    _inside: set[int] | None = None
    _settled_until: int = 0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def present(self, servers: Collection[int]) -> None:
        """The bot is in these servers, and in no others."""
        self._inside = set(servers)
        await self._settle()

    async def joined(self, server: int) -> None:
        """Somebody invited the bot."""
        if self._inside is not None:
            self._inside.add(server)
            await self._settle()

    async def left(self, server: int) -> None:
        """Somebody removed the bot."""
        if self._inside is not None:
            self._inside.discard(server)
            await self._settle()

    async def tidy(self) -> int:
        """Delete the rows whose time is over and what is left of servers without the bot; gives when more is due."""
        now = self.clock()
        for keeps in self.keeps():
            await self._take_old(keeps, now)
        if self._inside is None:
            return now + HOUR
        if not now < self._settled_until <= now + HOUR:
            await self._settle()
        for server, since in (await queries.departures(self.database.reader)).items():
            if has_elapsed(since, now, GRACE_DAYS):
                await self._forget(server)
        left = await queries.departures(self.database.reader)
        return min([now + HOUR, *(since + GRACE_DAYS * DAY_SECONDS for since in left.values())])

    async def _settle(self) -> None:
        """Bring the departures up to the servers that the bot is in; what fails here is done by the next tidying."""
        async with self._turn:
            self._settled_until = 0
            with_rows = await queries.guilds_with_rows(self.database.reader, self._of_servers())
            departed = (await queries.departures(self.database.reader)).keys()
            if any(self._is_gone(server) != (server in departed) for server in with_rows | departed):
                async with self.database.transaction() as writer:
                    await queries.insert_departures(writer, [*filter(self._is_gone, with_rows)], self.clock())
                    await queries.delete_departures(writer, [*itertools.filterfalse(self._is_gone, departed)])
            self._settled_until = self.clock() + HOUR

    async def _take_old(self, keeps: PersonalDataTable, now: int) -> None:
        if keeps.created_column is None or keeps.retention_days is None:
            return
        before = now - keeps.retention_days * DAY_SECONDS
        while await queries.has_expired_rows(self.database.reader, keeps, before):
            async with self.database.transaction() as writer:
                await queries.delete_expired_rows(writer, keeps, before, SLICE)

    async def _forget(self, server: int) -> None:
        """Delete all rows of a server, its departure last; stops when the bot is invited back meanwhile."""
        for keeps in self._of_servers():
            while self._is_gone(server) and await queries.has_guild_rows(self.database.reader, keeps, server):
                async with self.database.transaction() as writer:
                    await queries.delete_guild_rows(writer, keeps, server, SLICE)
        if self._is_gone(server):
            self.forgotten(server)
            async with self.database.transaction() as writer:
                await queries.delete_departures(writer, [server])

    def _is_gone(self, server: int) -> bool:
        return self._inside is not None and server not in self._inside

    def _of_servers(self) -> Sequence[PersonalDataTable]:
        return [keeps for keeps in self.keeps() if keeps.guild_column and keeps.table != queries.DEPARTURE_TABLE]
