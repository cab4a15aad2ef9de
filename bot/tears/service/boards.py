"""Reads cry boards, and caches those of the busiest servers, because every film card needs one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.service.cache import SingleFlightCache
from bot.films.service.lookup import ids_of_slugs, matching_film, never_offered, visible_film_condition
from bot.ids import FilmId, GuildId
from bot.settings.service import SettingsService
from bot.tears.queries import ratings
from bot.tears.queries.ratings import RATED_FILM
from bot.tears.rules.board import Board
from bot.tears.rules.period import BoardFilter, period_bounds

FOUNDING_FILMS = (
    "a-moment-to-remember",
    "miracle-in-cell-no-7",
    "hope",
    "be-with-you-2018",
    "harmony",
    "the-classic",
    "you-are-my-sunshine",
)
MIN_CANDIDATES = 4
"""The fewest rated films for which the candidates come from the board."""
MAX_AGE = 60
"""Seconds for which a board stays in memory."""
MAX_CACHED_FILMS = 100_000
"""Films on all boards in memory together; one takes about 200 bytes."""


@dataclass(slots=True)
class Boards:
    """The cry boards of all servers."""

    database: Database
    settings: SettingsService
    clock: Clock
    _cache: SingleFlightCache[tuple[GuildId, int], Board] = field(init=False)

    def __post_init__(self) -> None:
        self._cache = SingleFlightCache(self._read, MAX_CACHED_FILMS, lambda board: len(board) + 1)

    async def board(self, guild_id: GuildId) -> Board:
        """Return the board of a server; what another process stored is seen within MAX_AGE."""
        return await self._cache.get((guild_id, self.clock() // MAX_AGE))

    async def filtered(self, guild_id: GuildId, board_filter: BoardFilter) -> Board:
        """Return the board of a server, limited to a period and a theme."""
        if board_filter.is_everything:
            return await self.board(guild_id)
        zone = self.settings.for_guild(guild_id).time_zone
        return await self.between(guild_id, board_filter.theme, *period_bounds(board_filter.period, self.clock(), zone))

    async def between(self, guild_id: GuildId, theme: str, since: int, until: int) -> Board:
        """Return the board of the ratings from `since` and before `until` (epoch seconds)."""
        film_filter = FilmFilter(themes=(theme,) if theme else ())
        condition = matching_film(RATED_FILM, film_filter, guild_id, never_offered)

        async def work(reader: Reader) -> Board:
            return Board.of(await ratings.totals(reader, guild_id, condition, since, until))

        return await self.database.read(work)

    async def candidates(self, guild_id: GuildId) -> Sequence[FilmId]:
        """Return films for a poll on what made this server cry most: the top of its board, or the founding films.

        The founding films are those that the bot was made for; they are used while the board has few films.
        """
        board = await self.board(guild_id)
        if len(board) >= MIN_CANDIDATES:
            return [tears.film_id for tears in board.ranking[: len(FOUNDING_FILMS)]]
        return await self.database.read(lambda reader: ids_of_slugs(reader, FOUNDING_FILMS))

    def forget(self, guild_id: GuildId) -> None:
        """Drop a server's cached board because its ratings have changed; call this after the commit."""
        self._cache.invalidate((guild_id, self.clock() // MAX_AGE))

    def forget_all(self) -> None:
        """Drop every cached board because somebody's data was deleted."""
        self._cache.clear()

    async def _read(self, key: tuple[GuildId, int]) -> Board:
        guild_id, _ = key
        visible = visible_film_condition(RATED_FILM, guild_id)

        async def work(reader: Reader) -> Board:  # in SQLite, this runs in the driver's thread
            return Board.of(await ratings.all_totals(reader, guild_id, visible))

        return await self.database.read(work)
