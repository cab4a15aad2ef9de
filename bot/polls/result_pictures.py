"""Draws the pictures of results in a thread, one at a time, and caches the most recently shown."""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.core.interactions.pictures import Picture
from bot.core.text.translations import Localizer
from bot.films.film_pictures import OWN_COVER, FilmPictures
from bot.films.rules.film import Film
from bot.films.service.cache import SingleFlightCache
from bot.ids import GuildId
from bot.polls.cards.picture.alt_text import picture_alt_text
from bot.polls.cards.picture.contents import picture_contents
from bot.polls.pictures.result_picture import ResultPicture
from bot.polls.rules.views.poll_view import PollView

log = logging.getLogger(__name__)

FILE_NAME = "result.png"
"""The same for all polls, so that the name reveals nothing about a poll."""
DRAWING_TIMEOUT = 5.0
"""Seconds that a result waits for its picture."""
MAX_CACHED_BYTES = 4_000_000


@dataclass(slots=True)
class ResultPictures:
    """Draws and caches the pictures of results."""

    films: FilmPictures
    _cache: SingleFlightCache[ResultPicture, bytes] = field(init=False)
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._cache = SingleFlightCache(self._draw, MAX_CACHED_BYTES, len)

    async def find(self, view: PollView, winner: Film | None, localize: Localizer) -> Picture | None:
        """Return the picture of a closed poll.

        If it cannot be drawn now, return the picture of the film that won, or None if no film won or it has no picture.
        """
        guild_id = view.poll.guild_id
        try:
            async with asyncio.timeout(DRAWING_TIMEOUT):
                cover = await self._find_cover(winner, guild_id, localize)
                content = await self._cache.get(picture_contents(view, localize, cover))
        except Exception as error:  # noqa: BLE001  # a result is shown even if its picture cannot be drawn
            log.warning("result picture not drawn poll=%d error=%r", view.poll.id, error)
            return await self.films.find(winner, guild_id, localize, is_large=True) if winner else None
        return Picture(FILE_NAME, content, picture_alt_text(view, localize), is_large=True)

    async def poster_url(self, film: Film, guild_id: GuildId, localize: Localizer) -> str | None:
        """Return the URL of the film's poster, if one is known and the server has not turned covers off."""
        source = await self.films.picture_source(film, guild_id, localize)
        return None if source == OWN_COVER else source

    async def _find_cover(self, film: Film | None, guild_id: GuildId, localize: Localizer) -> bytes:
        """Return the film's cover, or empty bytes if no film won, the cover is not ready, or covers are off."""
        if film is None or not self.films.settings.for_guild(guild_id).shows_covers:
            return b""
        cover = await self.films.load(film, OWN_COVER, localize)
        return cover.content if cover else b""

    async def _draw(self, contents: ResultPicture) -> bytes:
        async with self._drawing:
            return await asyncio.to_thread(draw_result, contents)


def draw_result(contents: ResultPicture) -> bytes:
    """Return the picture as the content of a file. Load Pillow only now, because a start does not need it."""
    from bot.polls.pictures.draw import draw_result as draw  # noqa: PLC0415  # 0.03 s and 4 MB with Pillow

    return draw(contents)
