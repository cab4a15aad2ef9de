"""What can be done with films. No Discord here."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.films.queries import read, write
from bot.films.rules.film import Catalogue, Film, Heading
from bot.films.rules.finding import Found, Missing, Several, Shelf, find, suggest
from bot.kit.database import Database
from bot.kit.refusals import Refusal

KEY = "film:"
"""What a suggestion's value starts with; the film's number follows."""

NO_FILM = 0
LONGEST_KEY = 18
"""Digits; a longer number is nothing that the database could hold."""


def key_of(text: str) -> int:
    """The film's number that a button or a suggestion carries; NO_FILM for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else NO_FILM


@dataclass(slots=True)
class Films:
    """The films that the catalogue and each server's community know."""

    database: Database
    _shelves: dict[int | None, Shelf] = field(default_factory=dict)

    async def load(self, catalogue: Catalogue) -> bool:
        """Bring the film table up to the catalogue, in one transaction; False when it was there already."""
        if await write.digest(self.database.reader) == catalogue.digest:
            return False
        async with self.database.transaction() as writer:
            await write.retire_catalogue(writer, [entry.slug for entry in catalogue.entries])
            for entry in catalogue.entries:
                await write.put_film(writer, entry, server=None)
            await write.set_digest(writer, catalogue.digest)
        self._shelves.clear()
        return True

    async def find(self, typed: str, server: int | None) -> Found | Several | Missing:
        """Which film a person means, by a suggestion's value or by any of its names."""
        if not typed.startswith(KEY):
            return find(await self._shelf(server), typed)
        key = key_of(typed.removeprefix(KEY))
        return Found(key) if await self.headings([key], server) else Missing(())

    async def suggest(self, typed: str, server: int | None) -> tuple[Heading, ...]:
        """At most 25 films that a half-typed text may become, likeliest first; the saddest while nothing is typed."""
        if typed.startswith(KEY):
            return await self.headings([key_of(typed.removeprefix(KEY))], server)
        if not typed.strip():
            return await read.saddest(self.database.reader, server)
        return await self.headings(suggest(await self._shelf(server), typed), server)

    async def headings(self, films: Sequence[int], server: int | None) -> tuple[Heading, ...]:
        """The headings of those films that the server sees, in the order asked."""
        return await read.headings(self.database.reader, films, server)

    async def film(self, key: int, server: int | None) -> Film:
        """Everything about one film; raises Refusal when the server sees none of that key."""
        film = await read.film(self.database.reader, key, server)
        if film is None:
            raise Refusal("films.gone")
        return film

    async def _shelf(self, server: int | None) -> Shelf:
        """The names that a server sees; servers without films of their own share the catalogue's."""
        own = server if server and await read.has_own(self.database.reader, server) else None
        if own not in self._shelves:
            self._shelves[own] = Shelf(await read.names(self.database.reader, own))
        return self._shelves[own]
