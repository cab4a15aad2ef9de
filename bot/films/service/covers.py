"""The covers of films: drawn in a thread on first use, then read from disk, and from memory if used recently."""

import asyncio
import hashlib
import logging
from pathlib import Path
from typing import NamedTuple

from bot.films.pictures.cover import COVER_VERSION, Cover
from bot.films.rules.catalogue.reference_data import SPOILER_FREE, Vocabulary
from bot.films.rules.film import Film
from bot.films.rules.search.theme_match import THEME_KIND
from bot.films.service.cache import SingleFlightCache
from bot.films.service.cover_files import CoverFiles
from bot.ids import FilmId

log = logging.getLogger(__name__)

COVER_TIMEOUT = 0.7
"""Seconds that a card waits for its cover; a cover that takes longer is ready for a later card."""
MAX_CACHED_BYTES = 4_000_000


class CoverKey(NamedTuple):
    """A film's id, and what its cover shows."""

    film_id: FilmId
    cover: Cover


class Covers:
    """Draws covers that are not stored yet, one at a time, and stores them in a folder."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self._files, self._vocabulary = CoverFiles(folder), vocabulary
        self._cache = SingleFlightCache(self._load, MAX_CACHED_BYTES, len)
        self._drawing = asyncio.Lock()

    async def find(self, film: Film) -> bytes | None:
        """Return a film's cover as the content of a file, or None if it is not available now."""
        try:
            async with asyncio.timeout(COVER_TIMEOUT):
                return await self._cache.get(CoverKey(film.summary.id, self._cover(film))) or None
        except TimeoutError:
            log.info("cover not ready film=%d", film.summary.id)
            return None

    async def is_stored(self, film: Film) -> bool:
        """Return whether a film's cover, as it would be drawn now, is on disk."""
        return await asyncio.to_thread(self._files.has, film.summary.id, _digest(self._cover(film)))

    async def draw(self, film: Film) -> None:
        """Draw and store a film's cover unless it is stored, without keeping it in memory."""
        await self._load(CoverKey(film.summary.id, self._cover(film)))

    def _cover(self, film: Film) -> Cover:
        """Return what a film's cover shows, without themes that are spoilers."""
        summary, themes = film.summary, self._vocabulary.in_categories(THEME_KIND, film.themes, SPOILER_FREE)
        return Cover(summary.title_en, summary.title_ko, summary.year, film.tears, themes)

    async def _load(self, key: CoverKey) -> bytes:
        """Return the stored cover, or draw and store it; if reading or drawing fails, warn and return empty bytes."""
        digest = _digest(key.cover)
        try:
            if content := await asyncio.to_thread(self._files.read, key.film_id, digest):
                return content
            async with self._drawing:
                content = await asyncio.to_thread(draw_cover, key.cover)
        except Exception as error:  # noqa: BLE001  # the card works without a picture
            log.warning("cover not drawn film=%d error=%r", key.film_id, error)
            return b""
        await self._store(key.film_id, digest, content)
        return content

    async def _store(self, film_id: FilmId, digest: str, content: bytes) -> None:
        try:
            await asyncio.to_thread(self._files.write, film_id, digest, content)
        except OSError as error:
            log.warning("cover not stored film=%d error=%r", film_id, error)


def _digest(cover: Cover) -> str:
    """Return a digest that changes when the cover would look different."""
    return hashlib.sha256(repr((COVER_VERSION, cover)).encode()).hexdigest()[:16]


def draw_cover(cover: Cover) -> bytes:
    """Return a cover as the content of a picture file; import Pillow only here, so that the bot starts faster."""
    from bot.films.pictures.draw import draw_cover as draw  # noqa: PLC0415  # 0.03 s and 4 MB with Pillow

    return draw(cover)
