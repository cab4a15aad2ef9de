"""Draws films from a database whose content is known, so that the draws can be checked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from msgspec.structs import replace

from bot import app
from bot.core.storage.database import Database
from bot.core.text.language_choice import LanguageResolver
from bot.films.queries import catalogue_writer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import CatalogueEntry
from bot.films.service.availability import FilmAvailability
from bot.ids import NO_FILM, FilmId, GuildId, UserId
from bot.picks.rules.moods import parse_moods
from bot.picks.rules.pick import NoMatch, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.rules.preferences import all_preferences
from bot.picks.service.draw import PickSelector
from bot.picks.service.picks import Picks
from bot.picks.service.preferences import Preferences
from bot.settings.service import SettingsService
from bot.tmdb.service.tmdb import Tmdb
from tests.sql import execute, select

SERVER, OTHER_SERVER = GuildId(100), GuildId(200)
SAM, JIWOO, MINA = UserId(1), UserId(2), UserId(3)
SAM_HERE, SAM_ALONE = Requester(SAM, SERVER), Requester(SAM, None)
JIWOO_HERE, MINA_HERE = Requester(JIWOO, SERVER), Requester(MINA, SERVER)
NOW = 1_800_000_000
MOODS = parse_moods(json.loads((app.DATA_DIR / "vocabulary.json").read_text(encoding="utf-8")))


@dataclass(slots=True)
class PickBench:
    """Draws films, and reads and changes the database directly."""

    database: Database
    reference: ReferenceData
    seed: int = 7
    now: int = NOW
    tmdb: Tmdb | None = None
    settings: SettingsService = field(init=False)
    selector: PickSelector = field(init=False)
    picks: Picks = field(init=False)
    preferences: Preferences = field(init=False)

    def __post_init__(self) -> None:
        self.tmdb = self.tmdb or Tmdb(self.database, lambda: self.now, families={})
        self.settings = SettingsService(self.database, LanguageResolver().set_language)
        self.preferences = Preferences(self.database, self.settings, all_preferences(self.reference))
        self.selector = PickSelector(MOODS, self.reference, FilmAvailability(self.tmdb, self.settings))
        self.picks = Picks(self.database, self.selector, Random(self.seed), lambda: self.now)

    async def draw(self, requester: Requester = SAM_HERE, pick_filter: PickFilter | None = None) -> Pick:
        """Draw a film, and require that one is drawn."""
        drawn = await self.picks.draw(requester, pick_filter or PickFilter())
        assert isinstance(drawn, Pick), drawn
        return drawn

    async def draw_no_match(self, requester: Requester = SAM_HERE, pick_filter: PickFilter | None = None) -> NoMatch:
        """Draw, and require that nothing matches."""
        drawn = await self.picks.draw(requester, pick_filter or PickFilter())
        assert isinstance(drawn, NoMatch), drawn
        return drawn

    async def films(self, count: int, requester: Requester = SAM_HERE) -> list[FilmId]:
        """Draw this many times, and return the films."""
        return [(await self.draw(requester)).film_id or NO_FILM for _ in range(count)]

    async def add(self, entry: CatalogueEntry, guild_id: GuildId | None = None, **changes: object) -> FilmId:
        """Add a film that is like a catalogue entry except for the changes, and return its id."""
        changed = replace(entry, film=replace(entry.film, **changes), slug=f"{entry.slug}-again")
        return await self.database.write(lambda writer: catalogue_writer.save_film(writer, changed, guild_id))

    async def retire(self, film: FilmId, *, back: bool = False) -> None:
        """Retire a film, or bring it back."""
        await execute(
            self.database,
            "UPDATE film SET retired = :retired WHERE id = :film",
            {"retired": int(not back), "film": film},
        )

    async def erase(self, film: FilmId) -> None:
        """Delete a film entirely."""
        await execute(self.database, "DELETE FROM film WHERE id = :film", {"film": film})

    async def key(self, slug: str) -> FilmId:
        """Return the id of the film with this slug."""
        rows = await select(self.database, "SELECT id FROM film WHERE slug = :slug", {"slug": slug})
        film: FilmId = rows[0][0]
        return film

    async def undrawn(self, guild_id: GuildId = SERVER) -> list[FilmId]:
        """Return the films left in a server's deck, in order."""
        rows = await select(
            self.database,
            "SELECT film_id FROM deck_card JOIN deck ON deck.id = deck_id"
            " WHERE guild_id = :guild_id AND position IS NOT NULL ORDER BY position",
            {"guild_id": guild_id},
        )
        return [row[0] for row in rows]


async def create_database(path: Path, entries: Sequence[CatalogueEntry]) -> Database:
    """Return a database with only these films."""
    database = await Database.open(path)
    for entry in entries:
        await database.write(partial(catalogue_writer.save_film, entry=entry, guild_id=None))
    return database
