"""The use cases of films: loading the catalogue, and finding, suggesting and reading films."""

import asyncio
import logging
from collections.abc import Iterable, Sequence

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.films.queries import catalogue_writer, films, search
from bot.films.queries.films import ContentNotes
from bot.films.rules.film import Catalogue, Film, FilmSummary
from bot.films.rules.finder.finder import (
    Ambiguous,
    Found,
    IndexedTitle,
    NotFound,
    TitleIndex,
    find_film,
    suggest_films,
)
from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH
from bot.films.rules.search.search_index import SearchIndex
from bot.films.rules.similarity import load_rapidfuzz
from bot.films.rules.title_lists import ListedTitle, split_titles
from bot.films.service.cache import RecentlyUsed, SingleFlightCache
from bot.films.service.serial_executor import SerialExecutor
from bot.ids import NO_FILM, FilmId, GuildId, parse_id

log = logging.getLogger(__name__)

CATALOGUE_TOPIC = "catalogue"
"""The topic on which processes learn that a different catalogue was loaded."""
CHOICE_PREFIX = "film:"
"""The prefix of a suggestion's value, followed by the film's id."""
MAX_CACHED_TITLES = 100_000
"""The maximum number of titles in all title indexes together, at half a kilobyte each."""
MAX_CACHED_TEXT = 15_000_000
"""The maximum number of characters in all search indexes together; a film has about 600, which take 1.2 kB."""
MAX_CACHED_FILMS, MAX_CACHED_GUILDS = 250, 100
MAX_CACHED_TYPED = 2_000
"""The maximum number of typed texts whose films or suggestions are cached; people often type the same beginnings."""
TypedText = tuple[GuildId | None, str]
"""The server whose films are searched, None for the catalogue, and what somebody typed."""
FoundFilm = Found | Ambiguous | NotFound
MAX_TITLES_ON_LOOP = 5_000
"""An index with more titles is searched for suggestions in a thread, because a search can take ten milliseconds."""


class Films:
    """The films of the catalogue and of each server; the most recently used ones are cached."""

    def __init__(self, database: Database) -> None:
        self.database, self.searches = database, SerialExecutor()
        self._title_indexes = SingleFlightCache(self._build_title_index, MAX_CACHED_TITLES, len)
        self._search_indexes = SingleFlightCache(self._build_search_index, MAX_CACHED_TEXT, lambda index: index.size)
        self._saddest = SingleFlightCache(self._read_saddest, MAX_CACHED_GUILDS)
        self._owners = SingleFlightCache(self._read_owners, 1)
        self._start_caches()

    def _start_caches(self) -> None:
        """Replace the caches; a value that is being read now goes into an old one, which nobody uses any more."""
        self._film_cache = RecentlyUsed[FilmId, films.OwnedFilm](MAX_CACHED_FILMS)
        self._found = RecentlyUsed[TypedText, FoundFilm](MAX_CACHED_TYPED)
        self._suggestions = RecentlyUsed[TypedText, tuple[FilmSummary, ...]](MAX_CACHED_TYPED)

    async def has_loaded(self, digest: str) -> bool:
        """Return whether the film table already has the catalogue with this digest."""
        return await self.database.read(catalogue_writer.loaded_digest) == digest

    async def load_catalogue(self, catalogue: Catalogue) -> bool:
        """Update the film table from the catalogue in one transaction; return False if the table was up to date."""
        if await self.has_loaded(catalogue.digest):
            return False
        is_new = await self.database.write(lambda writer: _save_catalogue(writer, catalogue), ("catalogue", 0))
        self.invalidate(None)
        if is_new:
            log.info("catalogue loaded films=%d", len(catalogue.entries))
        return is_new

    async def catalogue_changed(self, _: int | None) -> None:
        """Clear every cache, because another process has loaded a different catalogue."""
        self.invalidate(None)

    def invalidate(self, guild_id: GuildId | None) -> None:
        """Clear the caches of a server's films, or of all films if `guild_id` is None; call this after the commit."""
        self._start_caches()
        self._owners.clear()
        for cache in (self._title_indexes, self._search_indexes, self._saddest):
            cache.clear() if guild_id is None else cache.invalidate(guild_id)

    async def find(self, query: str, guild_id: GuildId | None) -> FoundFilm:
        """Find the film that a query means: the value of a suggestion, or typed text."""
        if query.startswith(CHOICE_PREFIX):
            film_id = parse_id(query.removeprefix(CHOICE_PREFIX), FilmId)
            return Found(film_id) if await self.visible_film(film_id, guild_id) else NotFound(())
        cache, owner = self._found, await self._owner_of(guild_id)
        if found := cache.get((owner, query)):
            return found
        found = find_film(await self._title_indexes.get(owner), query)
        if len(query) <= MAX_TITLE_LENGTH:
            cache.set((owner, query), found)
        return found

    async def split_titles(self, line: str, guild_id: GuildId | None) -> tuple[ListedTitle, ...]:
        """Return the titles on one line, split in a thread of its own, because there may be many."""
        return await asyncio.to_thread(split_titles, await self._title_index(guild_id), line)

    async def suggest(self, query: str, guild_id: GuildId | None) -> tuple[FilmSummary, ...]:
        """Return at most 25 films that a partly typed text may mean, likeliest first; for an empty one, the saddest."""
        if query.startswith(CHOICE_PREFIX):
            return await self.summaries([parse_id(query.removeprefix(CHOICE_PREFIX), FilmId)], guild_id)
        cache, owner = self._suggestions, await self._owner_of(guild_id)  # `invalidate` may replace the cache meanwhile
        if not query.strip():
            return await self._saddest.get(owner)
        suggested = cache.get((owner, query))
        if suggested is None:
            suggested = await self._search_suggestions(await self._title_indexes.get(owner), query)
            if len(query) <= MAX_TITLE_LENGTH:
                cache.set((owner, query), suggested)
        return suggested

    async def content_notes(self, film_ids: Iterable[FilmId], guild_id: GuildId | None) -> ContentNotes:
        """Return the content notes by film, also of retired films; None for a film that nobody has reviewed."""
        ids = tuple(film_ids)
        return await self.database.read(lambda reader: films.content_notes(reader, ids, guild_id))

    async def summaries(self, film_ids: Sequence[FilmId], guild_id: GuildId | None) -> tuple[FilmSummary, ...]:
        """Return the summaries of those films that the server sees, in the order of the ids."""
        return await self.database.read(lambda reader: films.summaries(reader, film_ids, guild_id))

    async def catalogue_ids(self) -> Sequence[FilmId]:
        """Return the ids of all films of the catalogue, including retired ones."""
        return await self.database.read(lambda reader: films.ids_after(reader, NO_FILM, None))

    async def film(self, film_id: FilmId, guild_id: GuildId | None) -> Film:
        """Return everything about a film; raise UserError if the server sees no film with that id."""
        film = await self.visible_film(film_id, guild_id)
        if film is None:
            raise UserError("films.gone")
        return film

    async def visible_film(self, film_id: FilmId, guild_id: GuildId | None) -> Film | None:
        """Return everything about a film, or None if the server sees no film with that id."""
        cache = self._film_cache  # `invalidate` may replace the cache meanwhile
        film = cache.get(film_id)
        if film is None:
            film = await self.database.read(lambda reader: films.film(reader, film_id))
            if film is None:
                return None
            cache.set(film_id, film)
        return film.film if film.owner_id in {None, guild_id} else None

    async def search_index(self, guild_id: GuildId | None) -> SearchIndex:
        """Return the index in which a server's films and people are searched for."""
        return await self._search_indexes.get(await self._owner_of(guild_id))

    async def _title_index(self, guild_id: GuildId | None) -> TitleIndex:
        """Return the title index of a server; servers without their own films share the catalogue's."""
        return await self._title_indexes.get(await self._owner_of(guild_id))

    async def _owner_of(self, guild_id: GuildId | None) -> GuildId | None:
        return guild_id if guild_id in await self._owners.get(None) else None

    async def _search_suggestions(self, index: TitleIndex, query: str) -> tuple[FilmSummary, ...]:
        """Return at most 25 films of an index that a partly typed text may mean."""
        if len(index) <= MAX_TITLES_ON_LOOP:
            film_ids = suggest_films(index, query)
        else:
            film_ids = await self.searches.run(suggest_films, index, query)
        return tuple(map(index.summary, film_ids))

    async def _build_title_index(self, owner: GuildId | None) -> TitleIndex:
        data = await self.database.read(lambda reader: _read_title_index_data(reader, owner))
        return await asyncio.to_thread(_make_title_index, *data)

    async def _build_search_index(self, owner: GuildId | None) -> SearchIndex:
        read = self.database.read  # three separate reads, so that other work can run between them
        films_read = await read(lambda reader: search.film_texts(reader, owner))
        people = await read(lambda reader: search.people(reader, owner))
        appearances = await read(lambda reader: search.appearances(reader, owner))
        return await asyncio.to_thread(SearchIndex, films_read, people, appearances)

    async def _read_saddest(self, owner: GuildId | None) -> tuple[FilmSummary, ...]:
        return await self.database.read(lambda reader: films.saddest(reader, owner))

    async def _read_owners(self, _: None) -> frozenset[GuildId]:
        return await self.database.read(films.guilds_with_own_films)


def _make_title_index(
    titles: Sequence[IndexedTitle], ids: Sequence[tuple[str, FilmId]], people: Sequence[tuple[str, FilmId]]
) -> TitleIndex:
    """Build a title index, and import what compares titles, before a search on the event loop has to."""
    load_rapidfuzz()
    return TitleIndex(titles, ids, people)


async def _read_title_index_data(
    reader: Reader, owner: GuildId | None
) -> tuple[Sequence[IndexedTitle], Sequence[tuple[str, FilmId]], Sequence[tuple[str, FilmId]]]:
    """Return the titles, the ids on other sites and the people that films are found by."""
    return (
        await films.titles(reader, owner),
        await films.external_ids(reader, owner),
        await films.names_of_people(reader, owner),
    )


async def _save_catalogue(writer: Writer, catalogue: Catalogue) -> bool:
    """Write the catalogue; return False if another process has just done that."""
    if await catalogue_writer.loaded_digest(writer) == catalogue.digest:
        return False
    await catalogue_writer.retire_catalogue(writer, [entry.slug for entry in catalogue.entries])
    await catalogue_writer.save_films(writer, catalogue.entries, guild_id=None)
    await catalogue_writer.set_digest(writer, catalogue.digest)
    await writer.notify(CATALOGUE_TOPIC, 0)
    return True
