"""The use cases of TMDB's data: reading it from memory and the database, and refreshing it in the background."""

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Collection, Mapping
from typing import Final

from msgspec import Struct, field

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, SqlFragment
from bot.tmdb.client import TmdbClient
from bot.tmdb.queries import cache
from bot.tmdb.queries.offer_conditions import NO_FILM_CONDITION, offered_film
from bot.tmdb.rules.answers.errors import TmdbError, TmdbRefused, TmdbUnavailable
from bot.tmdb.rules.answers.json_fields import MalformedResponse
from bot.tmdb.rules.movie import CachedMovie, MovieReference, PosterSize, poster_url
from bot.tmdb.rules.offers import ProviderFamily
from bot.tmdb.rules.stored_movie import StoredMovie
from bot.tmdb.service.refresh import Refresher

log = logging.getLogger(__name__)

MAX_REFRESHES: Final = 200
"""The maximum number of films that wait for TMDB at a time; others are requested when somebody opens them again."""
MAX_REMEMBERED: Final = 2000
RETRY_SECONDS: Final = 600
"""Seconds until a film is requested again after an answer that could not be used or saved."""


class RunningRefresh(Struct, frozen=True):
    """A running request for a film, and its `result` for those who wait: None if it fails or is cancelled."""

    task: "asyncio.Task[CachedMovie | None]"
    result: "asyncio.Future[CachedMovie | None]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def finish(self, task: "asyncio.Task[CachedMovie | None]") -> None:
        """Pass the task's result to those who wait for it."""
        self.result.set_result(None if task.cancelled() else task.result())


class Tmdb(Struct):
    """The films of TMDB; without a key there is no client, so no films are found and TMDB is never asked.

    `movie` never waits for the network. `request_refresh` asks TMDB in the background; a caller can wait for the
    result and then edit the card that it has shown.
    """

    database: Database
    clock: Clock
    families: Mapping[int, ProviderFamily]
    client: TmdbClient | None = None
    _remembered: dict[str, StoredMovie] = field(default_factory=dict)
    _refreshes: dict[str, RunningRefresh] = field(default_factory=dict)
    _failed_at: dict[str, int] = field(default_factory=dict)

    @property
    def is_enabled(self) -> bool:
        """Whether there is a key."""
        return self.client is not None

    async def movie(self, reference: MovieReference) -> CachedMovie | None:
        """Return a film from the cache, stale or not, or None if it is not there or has expired."""
        return (await self._stored(reference)).current(self.clock()) if self.client else None

    def request_refresh(self, reference: MovieReference) -> Awaitable[CachedMovie | None] | None:
        """Refresh a film in the background; return None if its cached data is fresh, or if TMDB must not be asked now.

        The result is the film afterwards, or None if there is none or the refresh failed; awaiting it never raises.
        Stop waiting with `asyncio.wait_for(refresh, seconds)`, which does not affect other callers.
        """
        key = reference.key
        if key not in self._refreshes:
            if not self._may_ask(key):
                return None
            self._refreshes[key] = self._start_refresh(key, reference)
        return asyncio.shield(self._refreshes[key].result)

    def poster_url(self, movie: CachedMovie, language: str, size: PosterSize) -> str | None:
        """Return the URL of the best poster for readers of a language, or None if the film has no poster."""
        path = movie.facts.poster_path(language)
        return poster_url(path, size, self.client.access.image_base_url) if path and self.client else None

    def offered_film(
        self, column: str, services: Collection[str], country: str, imdb_column: str | None = None
    ) -> SqlFragment:
        """Return the condition that a column holds the TMDB number of a film that services in a country have.

        `services` are our keys; offers to rent or to buy do not count. With `imdb_column`, which holds the IMDb id,
        films without a TMDB number are also found. The names of the parameters begin with tmdb_.
        """
        ids = sorted(number for number, family in self.families.items() if family.service_key in services)
        return offered_film(column, ids, country, imdb_column) if self.client else NO_FILM_CONDITION

    def clear_memory(self) -> None:
        """Clear the in-memory cache after rows were deleted."""
        self._remembered.clear()

    async def close(self) -> None:
        """Cancel running requests, wait until they have ended, and close all connections."""
        running = [refresh.task for refresh in self._refreshes.values()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        if self.client:
            await self.client.close()

    def _start_refresh(self, key: str, reference: MovieReference) -> RunningRefresh:
        # The task has its own context, because SimCord, which runs the demo, waits until every task in the bot's
        # context has ended or is in a long sleep.
        task = asyncio.create_task(self._refresh(reference), context=contextvars.Context())
        refresh = RunningRefresh(task)
        task.add_done_callback(lambda _: self._refreshes.pop(key, None))
        task.add_done_callback(refresh.finish)
        return refresh

    def _may_ask(self, key: str) -> bool:
        if self.client is None or self.client.throttle.is_paused or len(self._refreshes) >= MAX_REFRESHES:
            return False
        now, stored = self.clock(), self._remembered.get(key)
        has_failed = 0 <= now - self._failed_at.get(key, -RETRY_SECONDS) < RETRY_SECONDS
        return not has_failed and not (stored and stored.is_fresh(now))

    async def _refresh(self, reference: MovieReference) -> CachedMovie | None:
        """Refresh a film and return its data, or None; failures are logged, not raised."""
        try:
            return await self._ask(reference)
        except (TmdbUnavailable, TmdbRefused):
            return None  # the throttle has logged it
        except (TmdbError, MalformedResponse) as error:
            log.warning("TMDB answer not usable film=%s error=%s: %s", reference.key, type(error).__name__, error)
        except UserError as error:
            log.warning("TMDB refresh failed film=%s reason=%s", reference.key, error.key)
        except Exception:  # those who wait for the refresh get None instead of an error
            log.exception("TMDB refresh failed film=%s", reference.key)
        self._failed_at[reference.key] = self.clock()
        return None

    async def _ask(self, reference: MovieReference) -> CachedMovie | None:
        stored = await self.database.read(lambda reader: load(reader, reference, self.families))
        if self.client and not stored.is_fresh(self.clock()):
            await Refresher(self.database, self.client, self.clock).refresh(reference, stored)
            stored = await self.database.read(lambda reader: load(reader, reference, self.families))
        self._remember(reference.key, stored)
        return stored.current(self.clock())

    async def _stored(self, reference: MovieReference) -> StoredMovie:
        key = reference.key
        if key not in self._remembered:
            self._remember(key, await self.database.read(lambda reader: load(reader, reference, self.families)))
        return self._remembered[key]

    def _remember(self, key: str, stored: StoredMovie) -> None:
        if len(self._remembered) >= MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = stored


async def load(reader: Reader, reference: MovieReference, families: Mapping[int, ProviderFamily]) -> StoredMovie:
    """Return the stored data about a film, found by its own number or by the one that replaces it."""
    lookup = await cache.find_lookup(reader, reference.key)
    tmdb_id = lookup.tmdb_id if lookup else reference.tmdb_id
    facts = await cache.find_facts(reader, tmdb_id) if tmdb_id else None
    if facts is None:
        return StoredMovie(None, lookup)
    return StoredMovie(facts.with_offers(await cache.list_offers(reader, facts.facts.tmdb_id), families), lookup)
