"""A deck is shuffled into any order that does not begin with a recently drawn film."""

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
    """No film is lost or repeated. A deck of four or more does not begin with a recently drawn film."""
    lately = set(films[:count])
    order = shuffled_order(films, lately, Random(seed))
    assert sorted(order) == sorted(films)
    assert len(films) <= RECENT_DRAWS or order[0] not in lately


@given(FILMS, FILMS, SEEDS)
def test_new_films_come_among_the_others_without_reordering_them(old: list[int], new: list[int], seed: int) -> None:
    """Films already in the deck keep their order."""
    old = [film for film in old if film not in new]
    order = insert_at_random(old, new, Random(seed))
    assert sorted(order) == sorted([*old, *new])
    assert [film for film in order if film in old] == old


@given(FILMS, SEEDS)
def test_the_same_seed_gives_the_same_order(films: list[int], seed: int) -> None:
    """Both a shuffle and an insertion of new films can be repeated."""
    assert shuffled_order(films, set(), Random(seed)) == shuffled_order(films, set(), Random(seed))
    assert insert_at_random([], films, Random(seed)) == insert_at_random([], films, Random(seed))


def test_every_permissible_order_is_as_likely_as_another(volume: Callable[[int], int]) -> None:
    """If three of five films cannot come first, each of the 48 remaining orders is about equally frequent."""
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


def test_a_new_film_is_as_likely_at_one_position_as_at_another(volume: Callable[[int], int]) -> None:
    """Among three other films, the new film is first, second, third and last about equally often."""
    rng = Random(2026)
    places = Counter(insert_at_random([1, 2, 3], [9], rng).index(9) for _ in range(volume(8_000)))
    assert len(places) == 4
    assert chi_square(places) < 25  # 3 degrees of freedom: exceeded by chance about once in 65,000 runs


def test_in_a_deck_of_three_any_film_can_come_first() -> None:
    """All three were drawn recently, so one of them has to come first."""
    assert {shuffled_order([1, 2, 3], {1, 2, 3}, Random(seed))[0] for seed in range(50)} == {1, 2, 3}


def chi_square(seen: Counter[object] | Counter[int] | Counter[tuple[int, ...]]) -> float:
    """Return the chi-square statistic of these counts, which are expected to be equal."""
    expected = sum(seen.values()) / len(seen)
    return sum((count - expected) ** 2 / expected for count in seen.values())
