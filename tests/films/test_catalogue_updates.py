"""Films that are added or changed while the bot runs become visible."""

import asyncio

import pytest
from msgspec import field
from msgspec.structs import replace

from bot.core.storage.database import Database
from bot.core.storage.sql import ReadingWork, T
from bot.core.storage.sqlite.connection import Connection
from bot.films.queries import catalogue_writer
from bot.films.rules.film import Catalogue, CatalogueEntry, FilmTitle
from bot.films.rules.finder.finder import Found, NotFound
from bot.films.service.films import CHOICE_PREFIX, Films
from bot.ids import FilmId, GuildId
from tests.sql import replace_connections, sqlite_engine

pytestmark = pytest.mark.postgres_soak  # other tests already run this SQL on PostgreSQL, so --soak is enough

HERE, ELSEWHERE = GuildId(118), GuildId(2118)


@pytest.fixture
def entry(our_catalogue: Catalogue) -> CatalogueEntry:
    """Return a copy of one of our films with another name."""
    return replace(our_catalogue.entries[0], slug="zebra-crossing", titles=(FilmTitle("english", "Zebra Crossing"),))


async def put(films: Films, entry: CatalogueEntry, server: GuildId) -> FilmId:
    return await films.database.write(lambda writer: catalogue_writer.save_film(writer, entry, server))


async def test_a_servers_new_film_is_found_only_there(films: Films, entry: CatalogueEntry) -> None:
    """After `invalidate()`, the film's own server finds and suggests it, and another server does not find it."""
    assert await films.suggest("zebr", HERE) == ()  # this empty answer stays cached until invalidate() is called
    before = [await films.find("Zebra Crossing", server) for server in (HERE, ELSEWHERE)]
    assert [type(found) for found in before] == [NotFound, NotFound]
    key = await put(films, entry, HERE)
    films.invalidate(HERE)
    assert await films.find("Zebra Crossing", HERE) == await films.find(f"{CHOICE_PREFIX}{key}", HERE) == Found(key)
    assert [heading.id for heading in await films.suggest("zebr", HERE)] == [key]
    assert await films.find("Zebra Crossing", ELSEWHERE) == before[1]
    assert [await films.find(f"{CHOICE_PREFIX}{key}", server) for server in (ELSEWHERE, None)] == [NotFound(())] * 2


async def test_a_film_is_found_by_external_ids_and_suggested_by_its_people(films: Films, entry: CatalogueEntry) -> None:
    """An IMDb id, an IMDb link and a TMDB link find the film. A title with an actor's name suggests that film first."""
    (hope,) = [film.id for film in await films.suggest("Hope", HERE) if film.title_en == "Hope"]
    for typed in ("tt3153634", "https://m.imdb.com/title/tt3153634/", "https://www.themoviedb.org/movie/255709"):
        assert await films.find(typed, HERE) == Found(hope)
        assert [film.id for film in await films.suggest(typed, HERE)] == [hope]
    assert (await films.suggest("7번방 류승룡", HERE))[0].title_en == "Miracle in Cell No. 7"
    key = await put(films, replace(entry, film=replace(entry.film, imdb_id="tt0000118", tmdb_id=None)), HERE)
    films.invalidate(HERE)
    assert await films.find("tt0000118", HERE) == Found(key)
    assert await films.find("tt0000118", ELSEWHERE) == NotFound(())


async def test_a_changed_film_is_shown_as_it_is_now(films: Films, entry: CatalogueEntry) -> None:
    """After a change and `invalidate()`, the film has its new length."""
    key = await put(films, entry, HERE)
    films.invalidate(HERE)
    assert (await films.film(key, HERE)).minutes == entry.film.minutes
    await put(films, replace(entry, film=replace(entry.film, minutes=7)), HERE)
    films.invalidate(HERE)
    assert (await films.film(key, HERE)).minutes == 7


async def test_a_changed_catalogue_is_seen_in_every_server(
    films: Films, our_catalogue: Catalogue, entry: CatalogueEntry
) -> None:
    """A server with its own films sees a new film of the catalogue just as other servers do."""
    await put(films, entry, HERE)
    films.invalidate(HERE)
    before = [await films.find("Quagga Days", server) for server in (HERE, ELSEWHERE)]
    assert [type(found) for found in before] == [NotFound, NotFound]
    new = replace(entry, slug="quagga-days", titles=(FilmTitle("english", "Quagga Days"),))
    await films.load_catalogue(Catalogue("another", (*our_catalogue.entries, new)))
    found = [await films.find("Quagga Days", server) for server in (HERE, ELSEWHERE)]
    assert isinstance(found[0], Found)
    assert found[0] == found[1]


class SlowConnection(Connection, frozen=True):
    """A connection that holds back what it has read until `gate` is set."""

    has_read: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self, work: ReadingWork[T]) -> T:
        found = await Connection.read(self, work)
        self.has_read.set()
        await self.gate.wait()
        return found


@pytest.mark.sqlite_only
async def test_a_read_from_before_a_change_is_not_cached(database: Database, entry: CatalogueEntry) -> None:
    """The result of a read that began before the change and ended after it is not reused."""
    slow = SlowConnection(sqlite_engine(database).reader.raw)
    films = Films(replace_connections(database, reader=slow))
    key = await put(films, entry, HERE)
    reading = asyncio.create_task(films.film(key, HERE))
    await slow.has_read.wait()
    await put(films, replace(entry, film=replace(entry.film, minutes=7)), HERE)
    films.invalidate(HERE)
    slow.gate.set()
    assert ((await reading).minutes, (await films.film(key, HERE)).minutes) == (entry.film.minutes, 7)


async def test_servers_share_cached_suggestions(films: Films, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers without their own films share cached suggestions. The number of cached suggestions is limited."""
    monkeypatch.setattr("bot.films.service.films.MAX_CACHED_TYPED", 1)
    films.invalidate(None)
    first = await films.suggest("hop", HERE)
    assert await films.suggest("hop", ELSEWHERE) is first
    await films.suggest("harm", HERE)
    again = await films.suggest("hop", HERE)
    assert again == first
    assert again is not first


async def test_a_typed_title_is_looked_up_once_until_the_films_change(films: Films) -> None:
    """Servers without films of their own share what a title means."""
    found = await films.find("harmony", HERE)
    assert await films.find("harmony", ELSEWHERE) is found
    films.invalidate(None)
    again = await films.find("harmony", HERE)
    assert again == found
    assert again is not found
