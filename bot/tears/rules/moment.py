"""A film in one server: the spread of its ratings, and a page of the moments that people shared."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from bot.ids import FilmId, RatingId

MOMENTS_PER_PAGE: Final = 5


class Moment(Struct, frozen=True):
    """A moment without its writer's name; `is_own` is whether the reader wrote it."""

    rating_id: RatingId
    tissues: int
    text: str
    is_own: bool = False


class FilmSpread(Struct, frozen=True):
    """How many people gave each number of tissues to a film, and how many moments there are."""

    film_id: FilmId
    by_tissues: Mapping[int, int]
    moment_count: int

    @property
    def count(self) -> int:
        """The number of ratings."""
        return sum(self.by_tissues.values())

    @property
    def mean(self) -> float:
        """The mean of the ratings, or 0 if there are none."""
        return sum(tissues * people for tissues, people in self.by_tissues.items()) / max(self.count, 1)


class MomentPage(Struct, frozen=True):
    """A page of a film's moments, latest rating first."""

    film_id: FilmId
    moments: Sequence[Moment]
    page_index: int
    page_count: int
