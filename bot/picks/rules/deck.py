"""How a deck is shuffled, and how new films come into it."""

from collections.abc import Collection, Sequence
from random import Random

RECENT_DRAWS = 3
"""So many cards drawn last do not open the deck when it is shuffled anew."""


def shuffled_order(films: Sequence[int], recent: Collection[int], rng: Random) -> list[int]:
    """The films in any order that does not open with one drawn `lately`, each such order as likely as another.

    A deck of so few films that it must open with one of those may open with any.
    """
    openings = [film for film in films if film not in recent] if len(films) > RECENT_DRAWS else list(films)
    if not openings:
        return []
    first = rng.choice(openings)
    others = [film for film in films if film != first]
    rng.shuffle(others)
    return [first, *others]


def insert_at_random(order: Sequence[int], new: Sequence[int], rng: Random) -> list[int]:
    """The films of `order` as they follow each other, and the `new` ones anywhere among them."""
    count = len(order) + len(new)
    places = set(rng.sample(range(count), len(new)))
    old, added = iter(order), iter(rng.sample(new, len(new)))
    return [next(added if place in places else old) for place in range(count)]
