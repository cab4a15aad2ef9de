"""Caches the most recently used boards; after a rating, only its film is counted again."""

import asyncio
from collections.abc import Callable, Collection, Sequence

from msgspec import Struct, field

from bot.core.storage.sql import Coro
from bot.ids import FilmId, GuildId
from bot.tears.rules.board import Board, FilmTears

CAPACITY = 100_000
"""The maximum number of films on all cached boards together; each takes about 200 bytes."""
MAX_CHANGED = 200
"""If more films than this have changed, the whole board is read again, not only these films."""


class CachedBoard(Struct):
    """A server's board, None until it is read, and the films whose ratings have changed since."""

    board: Board | None = None
    changed: set[FilmId] = field(default_factory=set)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class BoardCache(Struct):
    """Keeps boards up to date with the changes that are reported after each commit.

    `read_board` reads the whole board of a server, and `read_films` reads the current state of some of its films.
    """

    read_board: Callable[[GuildId], Coro[Board]]
    read_films: Callable[[GuildId, Collection[FilmId]], Coro[Sequence[FilmTears]]]
    _by_guild: dict[GuildId, CachedBoard] = field(default_factory=dict)

    async def get(self, guild_id: GuildId) -> Board:
        """Return the board of a server, with every change that was reported before this call."""
        cached = self._by_guild.pop(guild_id, None) or CachedBoard()
        self._by_guild[guild_id] = cached  # now the most recently used
        async with cached.lock:
            return await self._current(guild_id, cached)

    def film_changed(self, guild_id: GuildId, film_id: FilmId) -> None:
        """Record that a film must be counted again on the next request; call this after the commit."""
        if cached := self._by_guild.get(guild_id):
            cached.changed.add(film_id)

    def drop(self, guild_id: GuildId) -> None:
        """Drop a server's board, so that the next request reads it again."""
        self._by_guild.pop(guild_id, None)

    def clear(self) -> None:
        """Drop every board, so that the next request for each reads it again."""
        self._by_guild.clear()

    async def _current(self, guild_id: GuildId, cached: CachedBoard) -> Board:
        """Return the board with the recorded changes; if it cannot be read, the changes stay recorded."""
        changed, cached.changed = cached.changed, set()
        try:
            if cached.board is None or len(changed) > MAX_CHANGED:
                cached.board = await self.read_board(guild_id)
                self._trim()
            elif changed:
                cached.board = cached.board.updated(changed, await self.read_films(guild_id, changed))
        except BaseException:
            cached.changed |= changed
            raise
        return cached.board

    def _trim(self) -> None:
        """Drop the least recently used boards until the others fit or only one is left."""
        sizes = {guild_id: len(cached.board or ()) + 1 for guild_id, cached in self._by_guild.items()}
        excess = sum(sizes.values()) - CAPACITY
        for guild_id, size in sizes.items():
            if excess <= 0 or len(self._by_guild) == 1:
                return
            self.drop(guild_id)
            excess -= size
