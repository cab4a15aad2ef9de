"""Reads cry boards, and keeps those of the busiest servers in memory, because every film card needs one."""

from dataclasses import dataclass, field

from bot.core.storage.database import Database
from bot.films.service.cache import SingleFlightCache
from bot.films.service.lookup import visible_film
from bot.ids import GuildId
from bot.tears.queries import ratings
from bot.tears.queries.ratings import RATED_FILM
from bot.tears.rules.board import Board

MAX_CACHED_FILMS = 100_000
"""Films on all boards in memory together; one takes about 200 bytes."""


@dataclass(slots=True)
class Boards:
    """The cry boards of all servers."""

    database: Database
    _cache: SingleFlightCache[GuildId, Board] = field(init=False)

    def __post_init__(self) -> None:
        self._cache = SingleFlightCache(self._read, MAX_CACHED_FILMS, lambda board: len(board) + 1)

    async def board(self, guild_id: GuildId) -> Board:
        """Return the board of a server."""
        return await self._cache.get(guild_id)

    def forget(self, guild_id: GuildId) -> None:
        """Read a server's board anew, because its ratings have changed; call this after the commit."""
        self._cache.invalidate(guild_id)

    def forget_all(self) -> None:
        """Read every board anew, because somebody's data was deleted."""
        self._cache.clear()

    async def _read(self, guild_id: GuildId) -> Board:
        visible = visible_film(RATED_FILM, guild_id)
        return Board.of(await self.database.read(lambda reader: ratings.all_totals(reader, guild_id, visible)))
