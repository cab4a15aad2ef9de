"""Prepares the films of the catalogue, so that no card waits for a cover and every film has current offers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.core.clock import Clock
from bot.core.jobs import Job
from bot.films.film_pictures import FilmPictures
from bot.films.rules.film import Film
from bot.films.service.availability import FilmAvailability
from bot.films.service.cover_files import MAX_FILES
from bot.films.service.covers import Covers
from bot.films.service.films import Films

FIRST_DELAY: Final = 60
"""Seconds to wait after the start, so that people who have been waiting for the bot are answered first."""
COVER_PAUSE, OFFER_PAUSE = 0.25, 1.0
"""Seconds to pause after drawing a cover (0.1 s of work) and after a call to TMDB, so that people are served first."""
HOUR_SECONDS, DAY_SECONDS = 3_600, 86_400
BUSY_SECONDS = 300
"""Seconds until the next attempt if another process is preparing the films."""
Preparation: TypeAlias = Callable[[Film], Awaitable[bool]]
"""Prepares a film; returns whether there was anything to do."""


@dataclass(slots=True)
class CataloguePreparation:
    """Prepares the films of the catalogue, at most `max_films`, at regular intervals.

    It pauses after each film that needed preparation. If there are several processes, only one prepares at a time.
    """

    films: Films
    clock: Clock
    name: str
    prepare: Preparation
    interval: int
    pause: float
    max_films: int | None = None
    job: Job = field(init=False)
    _next_at: int = field(init=False)

    def __post_init__(self) -> None:
        self.job = Job(self.name, self._work)
        self._next_at = self.clock() + FIRST_DELAY

    async def _work(self) -> int:
        now = self.clock()
        if not now < self._next_at <= now + self.interval:  # `_next_at` is further ahead only if the clock was set back
            self.job.start_task("round", self._prepare_films)
            self._next_at = now + self.interval
        return self._next_at

    async def _prepare_films(self) -> None:
        async with self.films.database.process_lock((self.name.replace(" ", "-"), 0), waits=False) as is_ours:
            if is_ours:
                await self._prepare_each()
            else:
                self._next_at = self.clock() + BUSY_SECONDS

    async def _prepare_each(self) -> None:
        for film_id in (await self.films.catalogue_ids())[: self.max_films]:
            film = await self.films.visible_film(film_id, None)
            if film and await self.prepare(film):
                await asyncio.sleep(self.pause)


def preparation_jobs(films: Films, pictures: FilmPictures, clock: Clock) -> Sequence[Job]:
    """Return the jobs that prepare the catalogue; without a TMDB key, only the one for covers."""
    availability = pictures.availability
    offers = [offer_refresh(films, availability, clock)] if availability.tmdb.is_enabled else []
    return [cover_drawing(films, pictures.covers, clock), *offers]


def cover_drawing(films: Films, covers: Covers, clock: Clock) -> Job:
    """Return the job that draws missing covers once a day, at most as many as can be stored."""

    async def draw(film: Film) -> bool:
        if is_missing := not await covers.is_stored(film):
            await covers.draw(film)
        return is_missing

    return CataloguePreparation(films, clock, "cover drawing", draw, DAY_SECONDS, COVER_PAUSE, MAX_FILES).job


def offer_refresh(films: Films, availability: FilmAvailability, clock: Clock) -> Job:
    """Return the job that looks every hour for films with missing or stale TMDB data, and requests the data from TMDB.

    The job requests the data of one film at a time, and none while calls to TMDB are paused.
    """

    async def refresh(film: Film) -> bool:
        request = availability.request_refresh(film)
        if request is not None:
            await request
        return request is not None

    return CataloguePreparation(films, clock, "offer refresh", refresh, HOUR_SECONDS, OFFER_PAUSE).job
