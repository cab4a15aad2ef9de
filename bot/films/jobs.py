"""Draws the covers of films soon after a start, so that cards need not wait for them."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from bot.core.clock import Clock
from bot.core.jobs import Job
from bot.films.service.cover_files import MAX_FILES
from bot.films.service.covers import Covers
from bot.films.service.films import Films

FIRST_DELAY: Final = 60
"""Seconds after the start, so that people who have been waiting for the bot are answered first."""
PAUSE: Final = 0.25
"""Seconds between two films, each of which takes a tenth of a second of processor time."""
DAY_SECONDS: Final = 86_400


@dataclass(slots=True)
class CoverDrawing:
    """Draws missing covers once a day, no more than can be stored."""

    films: Films
    covers: Covers
    clock: Clock
    job: Job = field(init=False)
    _next_at: int = field(init=False)

    def __post_init__(self) -> None:
        self.job = Job("cover drawing", self._work)
        self._next_at = self.clock() + FIRST_DELAY

    async def _work(self) -> int:
        if self.clock() < self._next_at:
            return self._next_at
        self.job.start_task("draw", self._draw_missing)
        self._next_at = self.clock() + DAY_SECONDS
        return self._next_at

    async def _draw_missing(self) -> None:
        for film_id in (await self.films.catalogue_ids())[:MAX_FILES]:
            film = await self.films.visible_film(film_id, None)
            if film and not await self.covers.is_stored(film):
                await self.covers.draw(film)
                await asyncio.sleep(PAUSE)
