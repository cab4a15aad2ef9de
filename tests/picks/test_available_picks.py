"""Draws by streaming service find exactly the films that a reference in plain Python finds."""

from collections.abc import Callable
from random import Random

import pytest

from bot.core.storage.database import Database
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.picks.rules.pick import NoMatch, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.sampler import FilmSampler
from tests.films.availability import COUNTRIES, KEYS, random_world, store_world, tmdb_of
from tests.picks.pick_bench import SAM, SAM_ALONE, SAM_HERE, SERVER, PickBench


async def draw_all(bench: PickBench, requester: Requester, pick_filter: PickFilter) -> set[int]:
    """Draw until no film matches any more, require that none was drawn twice, reshuffle, and return the films."""
    films: list[int] = []
    while isinstance(pick := await bench.picks.draw(requester, pick_filter), Pick):
        films.append(pick.film_id or 0)
    assert isinstance(pick, NoMatch)
    assert len({*films}) == len(films) == pick.matching_drawn
    await bench.picks.shuffle_after_pick(pick.pick.id, requester, can_manage_server=True)
    return {*films}


@pytest.mark.postgres_soak
async def test_draws_by_service_match_the_reference(
    database: Database, reference: ReferenceData, volume: Callable[[int], int]
) -> None:
    """The filter is a named service, the person's own services, or both."""
    finds = 0
    for seed in range(volume(200)):
        random = Random(seed)
        world = random_world(random)
        await store_world(world, database)
        bench = PickBench(database, reference, seed, tmdb=tmdb_of(world, database, reference))
        sampler = FilmSampler(database, bench.selector, random)
        own, region = (random.choice((None, *COUNTRIES)) for _ in range(2))
        mine, named = tuple(random.sample(KEYS, random.randint(1, 4))), random.choice(KEYS)
        await bench.settings.set_country(SAM, own)
        await bench.preferences.set_services(SAM, mine)
        await bench.settings.set_region(SERVER, region)
        requester, country = random.choice(((SAM_HERE, own or region), (SAM_ALONE, own)))
        expected = {
            PickFilter(service=named): {named},
            PickFilter(on_mine=True): {*mine},
            PickFilter(service=named, on_mine=True): {named} & {*mine},
        }
        for pick_filter, services in expected.items():
            by_hand = world.watchable(services, country)
            assert await draw_all(bench, requester, pick_filter) == by_hand, (seed, pick_filter, country)
            assert {*await sampler.sample(requester, pick_filter, 200)} == by_hand, (seed, pick_filter, country)
            finds += bool(by_hand)
    assert finds > volume(200), "most draws find nothing, so this test proves little"
