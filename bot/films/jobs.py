"""Prepares the films of the catalogue, so that nobody has to wait for a cover or look at a film to find its offers."""

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
"""Seconds after the start, so that people who have been waiting for the bot are answered first."""
COVER_PAUSE, OFFER_PAUSE = 0.25, 1.0
"""Seconds after a cover, which takes a tenth of a second of work; after a call, so that people's calls come first."""
HOUR_SECONDS, DAY_SECONDS = 3_600, 86_400
BUSY_SECONDS = 300
"""Seconds until the next look while another process is preparing the films; what it has done is not done again."""
Preparation: TypeAlias = Callable[[Film], Awaitable[bool]]
"""Prepares a film; returns whether there was anything to do."""


@dataclass(slots=True)
class CatalogueSweep:
    """Goes through the films of the catalogue again and again, with a pause after each that had to be prepared.

    Of several processes, one at a time does this.
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
        if not now < self._next_at <= now + self.interval:  # further ahead only because the clock was set back
            self.job.start_task("round", self._prepare_films)
            self._next_at = now + self.interval
        return self._next_at

    async def _prepare_films(self) -> None:
        async with self.films.database.turn((self.name.replace(" ", "-"), 0), waits=False) as is_ours:
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
    """Return the jobs that prepare the catalogue; without a key of TMDB only its covers."""
    availability = pictures.availability
    offers = [offer_refresh(films, availability, clock)] if availability.tmdb.is_enabled else []
    return [cover_drawing(films, pictures.covers, clock), *offers]


def cover_drawing(films: Films, covers: Covers, clock: Clock) -> Job:
    """Return the job that draws missing covers once a day, as many as are stored at most."""

    async def draw(film: Film) -> bool:
        if is_missing := not await covers.is_stored(film):
            await covers.draw(film)
        return is_missing

    return CatalogueSweep(films, clock, "cover drawing", draw, DAY_SECONDS, COVER_PAUSE, MAX_FILES).job


def offer_refresh(films: Films, availability: FilmAvailability, clock: Clock) -> Job:
    """Return the job that looks every hour for films whose offers are a day old, and asks TMDB for them.

    It asks for one film at a time, and for none while TMDB has a fault.
    """

    async def refresh(film: Film) -> bool:
        request = availability.request_refresh(film)
        if request is not None:
            await request
        return request is not None

    return CatalogueSweep(films, clock, "offer refresh", refresh, HOUR_SECONDS, OFFER_PAUSE).job
