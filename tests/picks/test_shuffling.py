"""How a deck is shuffled: into any order that does not begin with what was just drawn."""

from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.picks.rules.shuffle import RECENT_DRAWS, insert_at_random, shuffled_order

FILMS = st.lists(st.integers(1, 10**6), unique=True, max_size=40)
SEEDS = st.integers(0, 2**32)


@given(FILMS, st.integers(0, RECENT_DRAWS), SEEDS)
def test_every_film_is_in_a_shuffled_deck_once(films: list[int], count: int, seed: int) -> None:
    """Nothing is lost or duplicated, and a deck of at least four does not begin with what was drawn last."""
    lately = set(films[:count])
    order = shuffled_order(films, lately, Random(seed))
    assert sorted(order) == sorted(films)
    assert len(films) <= RECENT_DRAWS or order[0] not in lately


@given(FILMS, FILMS, SEEDS)
def test_new_films_come_among_the_others_without_reordering_them(old: list[int], new: list[int], seed: int) -> None:
    """Films already in the deck are still drawn in the same order."""
    old = [film for film in old if film not in new]
    order = insert_at_random(old, new, Random(seed))
    assert sorted(order) == sorted([*old, *new])
    assert [film for film in order if film in old] == old


@given(FILMS, SEEDS)
def test_the_same_seed_gives_the_same_order(films: list[int], seed: int) -> None:
    """With a seed, a shuffle can be reproduced."""
    assert shuffled_order(films, set(), Random(seed)) == shuffled_order(films, set(), Random(seed))
    assert insert_at_random([], films, Random(seed)) == insert_at_random([], films, Random(seed))


def test_every_permissible_order_is_as_likely_as_another(volume: Callable[[int], int]) -> None:
    """If three of five films may not come first, each of the 48 remaining orders is about equally frequent."""
    rng = Random(2026)
    orders = Counter(tuple(shuffled_order([1, 2, 3, 4, 5], {1, 2, 3}, rng)) for _ in range(volume(48_000)))
    assert len(orders) == 48
    assert chi_square(orders) < 100  # 47 degrees of freedom: exceeded by chance about once in 93,000 runs


def test_every_order_of_a_new_deck_is_as_likely_as_another(volume: Callable[[int], int]) -> None:
    """Before anything was drawn, all 120 orders of five films are about equally frequent."""
    rng = Random(2026)
    orders = Counter(tuple(insert_at_random([], [1, 2, 3, 4, 5], rng)) for _ in range(volume(60_000)))
    assert len(orders) == 120
    assert chi_square(orders) < 190  # 119 degrees of freedom: exceeded by chance about once in 26,000 runs


def test_a_new_film_may_come_anywhere_in_the_rest(volume: Callable[[int], int]) -> None:
    """Each position, first, last or in between, is as likely as another."""
    rng = Random(2026)
    places = Counter(insert_at_random([1, 2, 3], [9], rng).index(9) for _ in range(volume(8_000)))
    assert len(places) == 4
    assert chi_square(places) < 25  # 3 degrees of freedom: exceeded by chance about once in 65,000 runs


def test_in_a_deck_of_three_any_film_may_come_first() -> None:
    """All of its films were drawn recently, so no order can avoid them."""
    assert {shuffled_order([1, 2, 3], {1, 2, 3}, Random(seed))[0] for seed in range(50)} == {1, 2, 3}


def chi_square(seen: Counter[object] | Counter[int] | Counter[tuple[int, ...]]) -> float:
    """Return the chi-square statistic of these counts, which are expected to be equal."""
    expected = sum(seen.values()) / len(seen)
    return sum((count - expected) ** 2 / expected for count in seen.values())
