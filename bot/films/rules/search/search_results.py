"""What a search finds: a page of films, or nothing and what would help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.films.rules.film import FilmSummary, Person
from bot.films.rules.search.film_filter import FilmFilter

PAGE_SIZE = 6
"""Films on one page of a list: as many as stand on a phone together with the controls under them."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A film as a list shows it: its heading and, by language, what draws people in."""

    summary: FilmSummary
    hooks: Mapping[str, str]

    def hook(self, language: str) -> str:
        """The hook in `language`, else in any language, else nothing."""
        return self.hooks.get(language) or next(iter(self.hooks.values()), "")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of the films that a search finds, counted from 0; `total` counts the films of all pages."""

    search_id: int
    film_filter: FilmFilter
    films: Sequence[SearchHit]
    page_index: int
    total: int

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return count_pages(self.total)


@dataclass(frozen=True, slots=True)
class NoResults:
    """A search that finds no film.

    `helps` are the conditions without which it finds some, and how many, the most first; where there is no such one,
    `alone` are those that find some by themselves. `near` are the people that may have been meant.
    """

    search_id: int
    film_filter: FilmFilter
    counts_without: Sequence[tuple[str, int]] = ()
    counts_alone: Sequence[tuple[str, int]] = ()
    similar_people: Sequence[Person] = ()


def count_pages(films: int) -> int:
    """How many pages so many films fill."""
    return -(-films // PAGE_SIZE)


def page_slice(films: Sequence[int], number: int) -> tuple[int, Sequence[int]]:
    """The page that is there nearest to the one asked for, and what stands on it."""
    index = min(max(number, 0), max(count_pages(len(films)) - 1, 0))
    return index, films[index * PAGE_SIZE : (index + 1) * PAGE_SIZE]
