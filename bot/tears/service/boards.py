"""Reads cry boards, and caches the most recently used ones, because every film card needs one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.service.lookup import ids_of_slugs, matching_film, never_offered, visible_film_condition
from bot.ids import FilmId, GuildId, RatingId
from bot.settings.service import SettingsService
from bot.tears.queries import ratings
from bot.tears.queries.ratings import RATED_FILM
from bot.tears.rules.board import Board, FilmTears
from bot.tears.rules.period import BoardFilter, period_bounds
from bot.tears.service.board_cache import BoardCache

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
"""The number of films that a board must have for the candidates to come from it."""
RATING_TOPIC, BOARD_TOPIC = "rating", "cry-board"
"""The topics for a stored rating, with its id, and for other changes of a server's ratings, with the server's id."""


@dataclass(slots=True)
class Boards:
    """The cry boards of all servers."""

    database: Database
    settings: SettingsService
    clock: Clock
    _cache: BoardCache = field(init=False)

    def __post_init__(self) -> None:
        self._cache = BoardCache(self._read, self._read_films)

    async def board(self, guild_id: GuildId) -> Board:
        """Return the board of a server."""
        return await self._cache.get(guild_id)

    async def filtered(self, guild_id: GuildId, board_filter: BoardFilter) -> Board:
        """Return the board of a server, limited to a period and a theme."""
        if board_filter.is_everything:
            return await self.board(guild_id)
        zone = self.settings.for_guild(guild_id).time_zone
        return await self.between(guild_id, board_filter.theme, *period_bounds(board_filter.period, self.clock(), zone))

    async def between(self, guild_id: GuildId, theme: str, since: int, until: int) -> Board:
        """Return the board of ratings made from `since` until just before `until`, in epoch seconds.

        It is limited to the films with a theme unless `theme` is empty.
        """
        film_filter = FilmFilter(themes=(theme,) if theme else ())
        condition = matching_film(RATED_FILM, film_filter, guild_id, never_offered)

        async def work(reader: Reader) -> Board:
            rows = await ratings.totals(reader, guild_id, condition, since, until)
            return await reader.compute(lambda: Board.of(rows))

        return await self.database.read(work)

    async def candidates(self, guild_id: GuildId) -> Sequence[FilmId]:
        """Return films for a poll on what made this server cry most: the top of its board, or the founding films.

        The founding films are those that the bot was made for; they are used while the board has few films.
        """
        board = await self.board(guild_id)
        if len(board) >= MIN_CANDIDATES:
            return [tears.film_id for tears in board.ranking[: len(FOUNDING_FILMS)]]
        return await self.database.read(lambda reader: ids_of_slugs(reader, FOUNDING_FILMS))

    def rating_changed(self, guild_id: GuildId, film_id: FilmId) -> None:
        """Record that a film must be counted again because its ratings have changed; call this after the commit."""
        self._cache.film_changed(guild_id, film_id)

    async def rated_elsewhere(self, changed_id: int | None) -> None:
        """Have a film counted again because another process rated it; if the rating is not found, drop every board."""
        rating_id = RatingId(changed_id or 0)
        rated = await self.database.read(lambda reader: ratings.film_of(reader, rating_id)) if changed_id else None
        if rated is None:  # the id is not known, or the rating was deleted meanwhile
            self.forget_all()
        else:
            self.rating_changed(*rated)

    async def changed_elsewhere(self, changed_id: int | None) -> None:
        """Drop a server's board, or every board if the id is None, because another process changed the ratings."""
        if changed_id is None:
            self.forget_all()
        else:
            self._cache.drop(GuildId(changed_id))

    async def catalogue_changed(self, _: int | None) -> None:
        """Drop every board, because films may have left the catalogue or returned to it."""
        self.forget_all()

    def forget_all(self) -> None:
        """Drop every board, so that the next request for each reads it again."""
        self._cache.clear()

    async def _read(self, guild_id: GuildId) -> Board:
        visible = visible_film_condition(RATED_FILM, guild_id)

        async def work(reader: Reader) -> Board:
            rows = await ratings.all_totals(reader, guild_id, visible)
            return await reader.compute(lambda: Board.of(rows))

        return await self.database.read(work)

    async def _read_films(self, guild_id: GuildId, film_ids: Collection[FilmId]) -> Sequence[FilmTears]:
        visible = visible_film_condition(RATED_FILM, guild_id)
        return await self.database.read(lambda reader: ratings.all_totals(reader, guild_id, visible, film_ids))
