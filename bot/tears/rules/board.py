"""The order of a cry board: each film's mean, pulled towards the middle while few people have rated it."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Final

from msgspec import Struct

from bot.ids import FilmId

MIN_SHOWN: Final = 3
"""A film's card shows the server's mean instead of our estimate once the film has this many ratings."""
ADDED_RATINGS, ADDED_MEAN = 5, 2.5
"""Every film starts with this many ratings of this value, so that a film with few ratings stays near the middle."""


class FilmTears(Struct, frozen=True):
    """How many people in a server rated a film, and the sum of their ratings in tissues."""

    film_id: FilmId
    count: int
    total: int

    @property
    def mean(self) -> float:
        """The mean of all ratings."""
        return self.total / self.count

    @property
    def score(self) -> float:
        """What the board is ordered by: the mean with the added ratings.

        The score depends on this film's ratings alone. Equal scores are exactly equal, although they are floats.
        """
        return (self.total + ADDED_RATINGS * ADDED_MEAN) / (self.count + ADDED_RATINGS)

    @property
    def rank(self) -> tuple[float, int, FilmId]:
        """What orders the board: the highest score first, then the most ratings, then the lowest film id."""
        return -self.score, -self.count, self.film_id

    @property
    def is_enough(self) -> bool:
        """Whether enough people rated the film to show their mean as the server's."""
        return self.count >= MIN_SHOWN


RANK: Final = attrgetter("rank")


class Board(Struct, frozen=True):
    """The rated films of a server, in the order of `FilmTears.rank`."""

    ranking: Sequence[FilmTears]
    by_film: Mapping[FilmId, FilmTears]

    @classmethod
    def of(cls, films: Iterable[FilmTears]) -> "Board":
        """Return the board of these films."""
        ranking = sorted(films, key=RANK)
        return cls(ranking, {tears.film_id: tears for tears in ranking})

    def updated(self, film_ids: Iterable[FilmId], films: Iterable[FilmTears]) -> "Board":
        """Return the board without the films of `film_ids`, and with `films` added."""
        ranking, by_film = [*self.ranking], {**self.by_film}
        for outdated in (by_film.pop(film_id) for film_id in film_ids if film_id in self.by_film):
            del ranking[bisect_left(ranking, outdated.rank, key=RANK)]
        for tears in films:
            insort(ranking, tears, key=RANK)
            by_film[tears.film_id] = tears
        return Board(ranking, by_film)

    def __len__(self) -> int:
        return len(self.ranking)

    @property
    def rating_count(self) -> int:
        """The number of all ratings."""
        return sum(tears.count for tears in self.ranking)
