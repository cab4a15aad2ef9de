"""What a search finds: a page of films, or nothing and what would help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.films.rules.film import FilmSummary, Person
from bot.films.rules.search.film_filter import Wanted

A_PAGE = 6
"""Films on one page of a list: as many as stand on a phone together with the controls under them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A film as a list shows it: its heading and, by language, what draws people in."""

    heading: FilmSummary
    hooks: Mapping[str, str]

    def hook(self, language: str) -> str:
        """The hook in `language`, else in any language, else nothing."""
        return self.hooks.get(language) or next(iter(self.hooks.values()), "")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the films that a search finds, counted from 0; `total` counts the films of all pages."""

    search: int
    wanted: Wanted
    films: Sequence[Listed]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return pages_of(self.total)


@dataclass(frozen=True, slots=True)
class Nothing:
    """A search that finds no film.

    `helps` are the conditions without which it finds some, and how many, the most first; where there is no such one,
    `alone` are those that find some by themselves. `near` are the people that may have been meant.
    """

    search: int
    wanted: Wanted
    helps: Sequence[tuple[str, int]] = ()
    alone: Sequence[tuple[str, int]] = ()
    near: Sequence[Person] = ()


def pages_of(films: int) -> int:
    """How many pages so many films fill."""
    return -(-films // A_PAGE)


def on_page(films: Sequence[int], number: int) -> tuple[int, Sequence[int]]:
    """The page that is there nearest to the one asked for, and what stands on it."""
    there = min(max(number, 0), max(pages_of(len(films)) - 1, 0))
    return there, films[there * A_PAGE : (there + 1) * A_PAGE]
