"""Compares one person's ratings with their server's, as a whole and by theme."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from math import fsum
from typing import Final

from msgspec import Struct

from bot.ids import FilmId
from bot.tears.rules.board import Board
from bot.tears.rules.rating import Rating

MIN_THEME_FILMS: Final = 2
MIN_DIFFERENCE, MIN_THEME_DIFFERENCE = 0.25, 0.5
"""The smallest mean differences in tissues that count: over all films, and for a theme."""
TOP_COUNT: Final = 3


class Comparison(StrEnum):
    """Whether a person cries harder than their server, less, or about as hard."""

    HARDER = "harder"
    LESS = "less"
    SAME = "same"


class Profile(Struct, frozen=True):
    """A person's ratings, most tissues first, compared with the server's; `comparison` is None if none is possible.

    `harder_theme` and `less_theme` are the themes at which the person is furthest above and below the server, or None.
    """

    ratings: Sequence[Rating]
    comparison: Comparison | None = None
    harder_theme: str | None = None
    less_theme: str | None = None

    @property
    def mean(self) -> float:
        """The mean of the person's ratings."""
        return _mean([rating.tissues for rating in self.ratings]) if self.ratings else 0.0

    @property
    def top(self) -> Sequence[Rating]:
        """Up to TOP_COUNT ratings with the most tissues; ratings of 0 are left out."""
        return [rating for rating in self.ratings if rating.tissues][:TOP_COUNT]


def compare(ratings: Sequence[Rating], board: Board, themes: Mapping[FilmId, Sequence[str]]) -> Profile:
    """Compare a person's ratings with the server's means for films that enough people have rated."""
    differences = {
        rating.film_id: rating.tissues - tears.mean
        for rating in ratings
        if (tears := board.by_film.get(rating.film_id)) and tears.is_enough
    }
    if not differences:
        return Profile(ratings)
    by_theme = _by_theme(differences, themes)
    hardest = max(by_theme, key=lambda theme: (by_theme[theme], theme), default=None)
    softest = min(by_theme, key=lambda theme: (by_theme[theme], theme), default=None)
    return Profile(
        ratings,
        _comparison(_mean(differences.values())),
        hardest if hardest and by_theme[hardest] >= MIN_THEME_DIFFERENCE else None,
        softest if softest and by_theme[softest] <= -MIN_THEME_DIFFERENCE else None,
    )


def _comparison(difference: float) -> Comparison:
    if abs(difference) < MIN_DIFFERENCE:
        return Comparison.SAME
    return Comparison.HARDER if difference > 0 else Comparison.LESS


def _mean(values: Collection[float]) -> float:
    return fsum(values) / len(values)


def _by_theme(differences: Mapping[FilmId, float], themes: Mapping[FilmId, Sequence[str]]) -> Mapping[str, float]:
    """Return the mean difference by theme, for the themes that enough of the films have."""
    found: dict[str, list[float]] = {}
    for film_id, difference in differences.items():
        for theme in themes.get(film_id, ()):
            found.setdefault(theme, []).append(difference)
    return {theme: _mean(each) for theme, each in found.items() if len(each) >= MIN_THEME_FILMS}
