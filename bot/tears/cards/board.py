"""A server's cry board as a card."""

from collections.abc import Iterator, Mapping, Sequence

from discord import Embed
from msgspec import Struct

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import THEME_KIND, film_title
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.films.rules.film import FilmSummary
from bot.ids import FilmId
from bot.tears.cards.rating import mean_text
from bot.tears.rules.board import ADDED_MEAN, ADDED_RATINGS, FilmTears
from bot.tears.rules.period import BoardFilter, Period
from bot.tears.rules.rating import MAX_TISSUES

FULL, EMPTY = "▰", "▱"
TITLE_LIMIT = 80
SEPARATOR = " · "
Summaries = Mapping[FilmId, FilmSummary]


class BoardPage(Struct, frozen=True):
    """A page of a board: its films and their titles; `first_place` and `page_index` are counted from 0."""

    board_filter: BoardFilter
    tears: Sequence[FilmTears]
    films: Summaries
    first_place: int
    page_index: int
    page_count: int


def board_card(page: BoardPage, vocabulary: Vocabulary, localize: Localizer) -> Embed:
    """Return the card of a page: each film's place, title, bar, mean and ratings, or a note that there are no films."""
    lines = (_film_lines(place, tears, page.films, localize) for place, tears in _places(page))
    card = Embed(
        title=board_title(page.board_filter, vocabulary, localize),
        description="\n".join(lines) or localize("tears.board.empty"),
        colour=theme.TEARS[MAX_TISSUES],
    )
    return card.set_footer(text="\n".join(_footer(page, localize))) if page.tears else card


def _places(page: BoardPage) -> Iterator[tuple[int, FilmTears]]:
    return enumerate(page.tears, page.first_place + 1)


def _film_lines(place: int, tears: FilmTears, films: Summaries, localize: Localizer) -> str:
    title = short_title(films[tears.film_id], localize)
    return f"**{place}. {title}**\n{tissue_bar(tears.mean)} {tears_text(tears, localize)}"


def _footer(page: BoardPage, localize: Localizer) -> Iterator[str]:
    yield localize("tears.board.rule", count=ADDED_RATINGS, mean=ADDED_MEAN)
    if page.page_count > 1:
        yield localize("tears.board.page", page=page.page_index + 1, pages=page.page_count)


def board_title(board_filter: BoardFilter, vocabulary: Vocabulary, localize: Localizer) -> str:
    """Return the title of a board, with its theme and its period if it is limited to them."""
    shown = (
        localize("tears.board.title"),
        vocabulary.label(THEME_KIND, board_filter.theme, localize.language) if board_filter.theme else "",
        localize(f"tears.period.{board_filter.period}") if board_filter.period is not Period.ALL else "",
    )
    return SEPARATOR.join(part for part in shown if part)


def picture_card(title: str, localize: Localizer) -> Embed:
    """Return the card around a board's picture."""
    card = Embed(title=title, colour=theme.TEARS[MAX_TISSUES])
    return card.set_footer(text=localize("tears.board.rule", count=ADDED_RATINGS, mean=ADDED_MEAN))


def short_title(film: FilmSummary, localize: Localizer) -> str:
    """Return a film's title and year as markdown, short enough for a list."""
    return escaping.truncate(film_title(film, localize), TITLE_LIMIT)


def tears_text(tears: FilmTears, localize: Localizer) -> str:
    """Return a film's mean as a number and a word, and the number of its ratings."""
    people = ratings_text(tears.count, localize)
    return f"**{mean_text(tears.mean)}** {mean_word(tears.mean, localize)}{SEPARATOR}{people}"


def ratings_text(count: int, localize: Localizer) -> str:
    """Return a number of ratings as text, such as "12 ratings"."""
    return localize("tears.board.rating" if count == 1 else "tears.board.ratings", count=count)


def mean_word(mean: float, localize: Localizer) -> str:
    """Return the word for the nearest number of tissues."""
    return localize(f"tears.level.{int(mean + 0.5)}")


def tissue_bar(mean: float) -> str:
    """Return a bar with a cell for each tissue; the cells up to the rounded mean are full."""
    full = int(mean + 0.5)
    return FULL * full + EMPTY * (MAX_TISSUES - full)
