"""Suggested films follow the rules for picks, and no deck changes."""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from bot.picks.rules.pick import Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.sampler import FilmSampler
from tests.picks.pick_bench import JIWOO_HERE, MOODS, OTHER_SERVER, SAM, SAM_HERE, PickBench
from tests.sql import execute, select


@pytest.fixture
def sampling(bench: PickBench) -> FilmSampler:
    return FilmSampler(bench.database, bench.selector, Random(5))


@pytest.mark.postgres_soak
async def test_every_film_is_as_likely_as_another(sampling: FilmSampler, volume: Callable[[int], int]) -> None:
    """In many samples of five, each of the 118 films occurs about equally often. No sample has a film twice."""
    expected = volume(200)
    drawn = Counter[int]()
    for _ in range(118 * expected // 5):
        five = await sampling.sample(SAM_HERE, PickFilter(), 5)
        assert len(set(five)) == 5
        drawn.update(five)
    assert len(drawn) == 118
    chi_square = sum((count - expected) ** 2 / expected for count in drawn.values())
    assert chi_square < 180  # with 117 degrees of freedom, its 0.999 quantile is about 170


async def test_suggestions_do_not_use_up_a_deck(bench: PickBench, sampling: FilmSampler) -> None:
    """After suggestions, the deck has the same films in the same order."""
    await bench.draw()
    before = await bench.undrawn()
    await sampling.sample(SAM_HERE, PickFilter(), 5)
    assert await bench.undrawn() == before


async def test_avoided_films_are_never_suggested(bench: PickBench, sampling: FilmSampler) -> None:
    """Films with an avoided note and unreviewed films are left out, but only for that person."""
    await bench.preferences.set_avoided_notes(SAM, ["sexual-violence"])
    rows = await select(
        bench.database, "SELECT film_id FROM film_term WHERE kind = 'content_warning' AND term = 'sexual-violence'"
    )
    avoided = {row[0] for row in rows}
    unknown = await bench.key("harmony")
    await execute(bench.database, "UPDATE film SET notes_known = 0 WHERE id = :film", {"film": unknown})
    assert avoided
    assert not {*await sampling.sample(SAM_HERE, PickFilter(), 118)} & {*avoided, unknown}
    assert len(await sampling.sample(JIWOO_HERE, PickFilter(), 118)) == 118


async def test_a_mood_puts_its_genres_first(bench: PickBench, sampling: FilmSampler) -> None:
    """All films with a theme of the mood are suggested, and those with one of its genres come first."""
    pick_filter = PickFilter("parents")
    every = await sampling.sample(SAM_HERE, pick_filter, 118)
    genres, themes = MOODS["parents"].genres, MOODS["parents"].themes
    rows = await select(bench.database, "SELECT film_id, kind, term FROM film_term")
    of_genre = {film for film, kind, term in rows if kind == "genre" and term in genres}
    assert {*every} == {film for film, kind, term in rows if kind == "theme" and term in themes}
    first = [film in of_genre for film in every]
    assert first == sorted(first, reverse=True)


async def test_films_are_left_out_on_request(bench: PickBench, sampling: FilmSampler) -> None:
    """If all films but two are left out, a sample of five has only two films."""
    all_but_two = (await sampling.sample(SAM_HERE, PickFilter(), 118))[:116]
    assert len(await sampling.sample(SAM_HERE, PickFilter(), 5, all_but_two)) == 2
    assert await sampling.sample(SAM_HERE, PickFilter("no-such-mood"), 0) == ()


async def test_a_servers_own_film_is_suggested_only_there(bench: PickBench, sampling: FilmSampler) -> None:
    """Another server never gets the film as a suggestion."""
    own = await bench.key("hope")
    await execute(
        bench.database, "UPDATE film SET guild_id = :server WHERE id = :film", {"server": OTHER_SERVER, "film": own}
    )
    assert own not in await sampling.sample(SAM_HERE, PickFilter(), 118)
    assert own in await sampling.sample(Requester(SAM, OTHER_SERVER), PickFilter(), 118)
