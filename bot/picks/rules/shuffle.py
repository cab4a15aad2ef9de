"""Shuffles a deck, and inserts new films into it."""

from collections.abc import Collection, Sequence
from random import Random

from bot.ids import Id

RECENT_DRAWS = 3
"""This many of the most recently drawn films cannot be first after a shuffle."""


def shuffled_order(films: Sequence[Id], recent: Collection[Id], rng: Random) -> list[Id]:
    """Return the films in random order, beginning with one that is not recent; all such orders are equally likely."""
    # In a deck of at most RECENT_DRAWS films, all can be recent, so any film can be first.
    openings = [film for film in films if film not in recent] if len(films) > RECENT_DRAWS else list(films)
    if not openings:
        return []
    first = rng.choice(openings)
    others = [film for film in films if film != first]
    rng.shuffle(others)
    return [first, *others]


def insert_at_random(order: Sequence[Id], new: Sequence[Id], rng: Random) -> list[Id]:
    """Return `order` with the `new` films inserted at random positions."""
    count = len(order) + len(new)
    indexes = set(rng.sample(range(count), len(new)))
    old, added = iter(order), iter(rng.sample(new, len(new)))
    return [next(added if index in indexes else old) for index in range(count)]
