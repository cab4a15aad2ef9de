"""Helpers for tests of the search."""

from collections.abc import Callable

from bot.core.storage.database import Database
from bot.films.queries import catalogue_writer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import CatalogueEntry, Film, FilmSummary, FilmTitle
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.search_results import NoResults, SearchPage
from bot.films.service.availability import FilmAvailability
from bot.films.service.films import Films
from bot.films.service.search import FilmSearch
from bot.ids import GuildId, UserId
from bot.settings.service import SettingsService
from bot.tmdb.service.tmdb import Tmdb

SAM, JIWOO = UserId(1), UserId(2)
OURS = GuildId(5)


class Clock:
    """A clock that a test sets."""

    now = 1_800_000_000

    def __call__(self) -> int:
        return self.now


def without_key(database: Database, clock: Callable[[], int]) -> FilmAvailability:
    """Return the film availability of a bot without a TMDB key."""
    return FilmAvailability(Tmdb(database, clock, families={}), SettingsService(database, lambda *_: None))


def search_in(database: Database, reference: ReferenceData, clock: Callable[[], int]) -> FilmSearch:
    """Return the search of a bot without a TMDB key."""
    return FilmSearch(Films(database), reference, clock, without_key(database, clock))


async def titles(searches: FilmSearch, film_filter: FilmFilter, guild_id: GuildId | None = None) -> set[str]:
    films = searches.films
    return {
        film.title_en for film in await films.summaries(await searches.find_matching(film_filter, guild_id), guild_id)
    }


async def search_page(searches: FilmSearch, film_filter: FilmFilter, person: UserId = SAM) -> SearchPage:
    found = await searches.start(film_filter, person, None)
    assert isinstance(found, SearchPage)
    return found


async def search_without_results(searches: FilmSearch, film_filter: FilmFilter) -> NoResults:
    found = await searches.start(film_filter, SAM, None)
    assert isinstance(found, NoResults)
    return found


async def save_film(database: Database, title: str, guild_id: GuildId | None = None, **known: object) -> int:
    """Save a film with this title beside the catalogue's films, and return its id."""
    film = Film(FilmSummary(0, title, None, 2020, "KR"), **known)  # type: ignore[arg-type]  # checked at run time
    entry = CatalogueEntry(f"mine-{len(title)}", film, (FilmTitle("english", title),))
    return await database.write(lambda writer: catalogue_writer.save_film(writer, entry, guild_id))
