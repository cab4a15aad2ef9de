"""Requests one film from TMDB and saves the answer."""

import logging

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.tmdb.client import ALL_PARTS, OFFER_PARTS, TmdbClient
from bot.tmdb.queries import cache
from bot.tmdb.rules.answers.errors import TmdbGone
from bot.tmdb.rules.answers.movie_answer import MovieAnswer
from bot.tmdb.rules.movie import MovieReference
from bot.tmdb.rules.stored_movie import StoredMovie
from bot.tmdb.service.matching import find_by_imdb_id, find_tmdb_id

log = logging.getLogger(__name__)


class Refresher(Struct, frozen=True):
    """Requests a film by its number, after looking up the number if necessary."""

    database: Database
    client: TmdbClient
    clock: Clock

    async def refresh(self, reference: MovieReference, stored: StoredMovie) -> None:
        """Update the cache.

        Raise TmdbError or MalformedResponse if a call fails; what earlier calls saved is kept.
        """
        known_id = stored.lookup.tmdb_id if stored.lookup else reference.tmdb_id
        tmdb_id = known_id or reference.tmdb_id
        if tmdb_id is None:
            await self._use_number(reference, await find_tmdb_id(self.client, reference), None)
            return
        with_text = stored.needs_text(self.clock())
        try:
            answer = await self.client.movie(tmdb_id, ALL_PARTS if with_text else OFFER_PARTS)
        except TmdbGone:
            await self._replace(reference, tmdb_id)
        else:
            await self._save(reference, answer, known_id, with_text=with_text)

    async def _replace(self, reference: MovieReference, dead_id: int) -> None:
        """Use the IMDb id to look up the number that replaces a dead one, save it, and request the film."""
        found = await find_by_imdb_id(self.client, reference)
        tmdb_id = found if found != dead_id else None
        log.info("TMDB id gone film=%s old_id=%d new_id=%s", reference.key, dead_id, tmdb_id)
        await self._use_number(reference, tmdb_id, dead_id)

    async def _use_number(self, reference: MovieReference, tmdb_id: int | None, dead_id: int | None) -> None:
        """Save the film's number, or that it has none, and delete what is cached for `dead_id`.

        If the film has a number, request it and save the answer.
        """
        now = self.clock()
        await self.database.write(
            lambda writer: _save_number(writer, reference.key, tmdb_id, dead_id, now), ("tmdb", dead_id or 0)
        )
        if tmdb_id:
            await self._save(reference, await self.client.movie(tmdb_id), tmdb_id, with_text=True)

    async def _save(
        self, reference: MovieReference, answer: MovieAnswer, known_id: int | None, *, with_text: bool
    ) -> None:
        """Save an answer, and its number if that is new; for an adult film, save only that there is no number."""
        now, tmdb_id = self.clock(), answer.facts.tmdb_id
        if answer.is_adult:
            log.warning("TMDB id of adult film dropped film=%s tmdb_id=%d", reference.key, tmdb_id)
            await self.database.write(
                lambda writer: _save_number(writer, reference.key, None, tmdb_id, now), ("tmdb", tmdb_id)
            )
            return
        if tmdb_id != known_id:
            await self.database.write(lambda writer: cache.save_lookup(writer, reference.key, tmdb_id, now))
        save = _save_all if with_text else _save_offers
        await self.database.write(lambda writer: save(writer, answer, now), ("tmdb", tmdb_id))


async def _save_all(writer: Writer, answer: MovieAnswer, now: int) -> None:
    await cache.save_movie(writer, answer.facts, answer.offers, now)


async def _save_offers(writer: Writer, answer: MovieAnswer, now: int) -> None:
    await cache.save_offers(writer, answer.facts.tmdb_id, answer.offers, now)


async def _save_number(writer: Writer, wanted: str, tmdb_id: int | None, dropped_id: int | None, now: int) -> None:
    await cache.save_lookup(writer, wanted, tmdb_id, now)
    if dropped_id:
        await cache.delete_movie(writer, dropped_id)
