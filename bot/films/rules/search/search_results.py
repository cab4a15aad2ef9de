"""Search results: a page of films or, if no film matches, the changes that would find some."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.films.rules.film import FilmSummary, Person
from bot.films.rules.search.film_filter import FilmFilter
from bot.ids import FilmId, SearchId

PAGE_SIZE = 6
"""Films per page, as many as fit on a phone's screen with the buttons."""


class SearchHit(Struct, frozen=True):
    """A film in a list of results, with its one-line hooks by language; None means unknown, as in `Film`."""

    summary: FilmSummary
    hooks: Mapping[str, str]
    minutes: int | None = None
    tears: int | None = None
    content_notes: tuple[str, ...] | None = None

    def hook(self, language: str) -> str:
        """Return the hook in `language`, otherwise in any language, otherwise an empty string."""
        return self.hooks.get(language) or next(iter(self.hooks.values()), "")


class SearchPage(Struct, frozen=True):
    """A page of search results; `page_index` starts at 0, `total` counts the films on all pages."""

    search_id: SearchId
    film_filter: FilmFilter
    films: Sequence[SearchHit]
    page_index: int
    total: int

    @property
    def page_count(self) -> int:
        """Return the number of pages."""
        return count_pages(self.total)


class NoResults(Struct, frozen=True):
    """A search without results, with the conditions that can be removed or kept alone to find films."""

    search_id: SearchId
    film_filter: FilmFilter
    counts_without: Sequence[tuple[str, int]] = ()  # (condition, films that match without it), most films first
    counts_alone: Sequence[tuple[str, int]] = ()  # (condition, films that match it alone), if `counts_without` is empty
    similar_people: Sequence[Person] = ()  # people whom the typed name may mean


def count_pages(films: int) -> int:
    """Return the number of pages that this many films fill."""
    return -(-films // PAGE_SIZE)


def page_slice(films: Sequence[FilmId], number: int) -> tuple[int, Sequence[FilmId]]:
    """Return the existing page index nearest to `number`, and the films on that page."""
    index = min(max(number, 0), max(count_pages(len(films)) - 1, 0))
    return index, films[index * PAGE_SIZE : (index + 1) * PAGE_SIZE]
