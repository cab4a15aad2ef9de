"""What can be done with films. No Discord here."""

import asyncio
from collections.abc import Sequence

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.films.queries import catalogue_writer, film_reader
from bot.films.rules.film import Catalogue, Film, FilmSummary
from bot.films.rules.finder.finder import Ambiguous, Found, NotFound, TitleIndex, find_film, suggest_films
from bot.films.rules.title_lists import ListedTitle, split_titles
from bot.films.service.cache import Shared

KEY = "film:"
"""What a suggestion's value starts with; the film's number follows."""

NO_FILM = 0
LONGEST_KEY = 18
"""Digits; a longer number is nothing that the database could hold."""
MOST_NAMES = 100_000
"""On all shelves together: half a kilobyte each."""
MOST_FILMS, MOST_SERVERS = 250, 100


def key_of(text: str) -> int:
    """The film's number that a button or a suggestion carries; NO_FILM for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else NO_FILM


class Films:
    """The films that the catalogue and each server's community know; those last asked for are kept in memory."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._shelves = Shared(self._build_shelf, MOST_NAMES, len)
        self._saddest = Shared(self._read_saddest, MOST_SERVERS)
        self._owners = Shared(self._read_owners, 1)
        self._films: dict[int, film_reader.OwnedFilm] = {}

    async def load(self, catalogue: Catalogue) -> bool:
        """Bring the film table up to the catalogue, in one transaction; False when it was there already."""
        if await catalogue_writer.loaded_digest(self.database.reader) == catalogue.digest:
            return False
        await self.database.write(lambda writer: _put_catalogue(writer, catalogue))
        self.forget(None)
        return True

    def forget(self, server: int | None) -> None:
        """Read anew what changed, once it is committed: a server's own films, or the catalogue, which all see."""
        self._films = {}
        self._owners.forget_all()
        for shown in (self._shelves, self._saddest):
            shown.forget_all() if server is None else shown.forget(server)

    async def find(self, typed: str, server: int | None) -> Found | Ambiguous | NotFound:
        """Which film a person means, by a suggestion's value or by any of its names."""
        if not typed.startswith(KEY):
            return find_film(await self._shelf(server), typed)
        key = key_of(typed.removeprefix(KEY))
        return Found(key) if await self._seen(key, server) else NotFound(())

    async def titles_on(self, line: str, server: int | None) -> tuple[ListedTitle, ...]:
        """The titles that stand on one line; looked for off the loop, for there may be many."""
        return await asyncio.to_thread(split_titles, await self._shelf(server), line)

    async def suggest(self, typed: str, server: int | None) -> tuple[FilmSummary, ...]:
        """At most 25 films that a half-typed text may become, likeliest first; the saddest while nothing is typed."""
        if typed.startswith(KEY):
            return await self.headings([key_of(typed.removeprefix(KEY))], server)
        if not typed.strip():
            return await self._saddest.get(await self._owner(server))
        return await self.headings(suggest_films(await self._shelf(server), typed), server)

    async def headings(self, films: Sequence[int], server: int | None) -> tuple[FilmSummary, ...]:
        """The headings of those films that the server sees, in the order asked."""
        return await film_reader.summaries(self.database.reader, films, server)

    async def film(self, key: int, server: int | None) -> Film:
        """Everything about one film; raises Refusal when the server sees none of that key."""
        film = await self._seen(key, server)
        if film is None:
            raise UserError("films.gone")
        return film

    async def _seen(self, key: int, server: int | None) -> Film | None:
        known = self._films  # what is read of it while it is forgotten goes with it
        kept = known.pop(key, None) or await self.database.read(lambda reader: film_reader.film(reader, key))
        if kept is None:
            return None
        known[key] = kept  # the last that was asked for
        if len(known) > MOST_FILMS:
            del known[next(iter(known))]
        return kept.film if kept.owner_id in {None, server} else None

    async def _shelf(self, server: int | None) -> TitleIndex:
        """The names that a server sees; servers without films of their own share the catalogue's."""
        return await self._shelves.get(await self._owner(server))

    async def _owner(self, server: int | None) -> int | None:
        return server if server in await self._owners.get(None) else None

    async def _build_shelf(self, owner: int | None) -> TitleIndex:
        reader = self.database.reader
        names, ids = await film_reader.titles(reader, owner), await film_reader.external_ids(reader, owner)
        return await asyncio.to_thread(TitleIndex, names, ids, await film_reader.people(reader, owner))

    async def _read_saddest(self, owner: int | None) -> tuple[FilmSummary, ...]:
        return await film_reader.saddest(self.database.reader, owner)

    async def _read_owners(self, _: None) -> frozenset[int]:
        return await film_reader.guilds_with_own_films(self.database.reader)


async def _put_catalogue(writer: Writer, catalogue: Catalogue) -> None:
    await catalogue_writer.retire_catalogue(writer, [entry.slug for entry in catalogue.entries])
    for entry in catalogue.entries:
        await catalogue_writer.save_film(writer, entry, server=None)
    await catalogue_writer.set_digest(writer, catalogue.digest)
