"""What searches by service find and `/where` shows, compared with answers computed in plain Python."""

from collections.abc import Callable, Iterator
from random import Random

import pytest

from bot.core.storage.database import Database
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.search_results import SearchPage
from bot.films.service.availability import FilmAvailability
from bot.films.service.films import Films
from bot.films.service.search import FilmSearch
from bot.ids import FilmId, GuildId
from bot.settings.service import SettingsService
from tests.films.availability import COUNTRIES, FILMS, KEYS, KINDS, NOW, SERVICE_OF, random_world, store_world, tmdb_of
from tests.films.search_helpers import OURS, SAM

PAID = ("rent", "buy")


@pytest.fixture
def settings(database: Database) -> SettingsService:
    return SettingsService(database, lambda *_: None)


async def search_all_pages(searches: FilmSearch, film_filter: FilmFilter, guild_id: GuildId | None) -> set[int]:
    """Return the films on all pages of a search, and check that none occurs twice."""
    page = await searches.start(film_filter, SAM, guild_id)
    films: list[int] = []
    while isinstance(page, SearchPage):
        films += [hit.summary.id for hit in page.films]
        if page.page_index + 1 == page.page_count:
            assert len({*films}) == len(films) == page.total
            break
        page = await searches.open_page(page.search_id, page.page_index + 1, SAM, guild_id)
    return {*films}


@pytest.mark.postgres_soak
async def test_searches_by_service_match_plain_python_in_random_worlds(
    database: Database, reference: ReferenceData, settings: SettingsService, volume: Callable[[int], int]
) -> None:
    """Searches by named services, by the person's own services, and by both find the expected films."""
    finds = 0
    for seed in range(volume(200)):
        random = Random(seed)
        world = random_world(random)
        await store_world(world, database)
        own, region = (random.choice((None, *COUNTRIES)) for _ in range(2))
        mine, named = (tuple(random.sample(KEYS, random.randint(1, 4))) for _ in range(2))
        await settings.set_country(SAM, own)
        await settings.set_services(SAM, mine)
        await settings.set_region(OURS, region)
        searches = FilmSearch(
            Films(database), reference, lambda: NOW, FilmAvailability(tmdb_of(world, database, reference), settings)
        )
        for guild_id, country in ((OURS, own or region), (None, own)):
            expected = {
                FilmFilter(services=named): named,
                FilmFilter(on_mine=True): mine,
                FilmFilter(services=named, on_mine=True): {*named} & {*mine},
            }
            for film_filter, services in expected.items():
                films = world.watchable(services, country)
                assert await search_all_pages(searches, film_filter, guild_id) == films, (seed, film_filter, country)
                finds += bool(films)
    assert finds > volume(200) * 3, "most searches find nothing, so this test proves little"


def best_offers(offers: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each service's best offer without extra cost, and its offers to rent and buy the film."""
    for service in {service for service, _ in offers}:
        kinds = [kind for kind in KINDS if (service, kind) in offers]
        yield from ((service, kind) for kind in [kind for kind in kinds if kind not in PAID][:1])
        yield from ((service, kind) for kind in kinds if kind in PAID)


@pytest.mark.postgres_soak
async def test_where_to_watch_matches_plain_python_in_random_worlds(
    database: Database, reference: ReferenceData, settings: SettingsService, volume: Callable[[int], int]
) -> None:
    """The offers in each country, and the list of countries, are the expected ones."""
    offers = 0
    for seed in range(volume(200)):
        world = random_world(Random(seed))
        await store_world(world, database)
        films, availability = Films(database), FilmAvailability(tmdb_of(world, database, reference), settings)
        for film_id in FILMS:
            film, offered = await films.visible_film(FilmId(film_id), None), world.offered(film_id)
            assert film
            for country in COUNTRIES:
                watch_info = await availability.watch_info(film, country, "en")
                listed = sorted((offer.service_key or "", offer.kind) for offer in watch_info.listed)
                there = {(SERVICE_OF.get(provider, ""), kind) for place, kind, provider in offered if place == country}
                assert listed == sorted(best_offers(there)), (seed, film_id, country)
            movie = await availability.movie(film)
            assert {*(movie.countries if movie else ())} == {country for country, _, _ in offered}, (seed, film_id)
            offers += len(offered)
    assert offers > volume(200) * 5, "most films have no offers, so this test proves little"


async def test_changed_services_apply_at_once_to_earlier_searches(
    database: Database, reference: ReferenceData, settings: SettingsService
) -> None:
    """A saved search does not contain the person's own services. The next page uses the current ones."""
    world = random_world(Random(1))
    await store_world(world, database)
    searches = FilmSearch(
        Films(database), reference, lambda: NOW, FilmAvailability(tmdb_of(world, database, reference), settings)
    )
    await settings.set_services(SAM, KEYS)
    before = await searches.start(FilmFilter(on_mine=True), SAM, None)
    assert isinstance(before, SearchPage)
    stored = await database.read(lambda reader: reader.execute("SELECT film_filter FROM search"))
    assert [row[0] for row in stored] == ['{"on_mine": true}']
    await settings.set_services(SAM, ())
    assert not isinstance(await searches.open_page(before.search_id, 0, SAM, None), SearchPage)
