"""Splits a line into titles: "Hope, Harmony, Sunny" is three, "Kim Ji-young, Born 1982, Hope" is two."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from bot.films.rules.finder.exact_match import title_positions
from bot.films.rules.finder.finder import certain_matches
from bot.films.rules.finder.title_index import TitleIndex
from bot.films.rules.normalization.normalize import normalize_text, title_year_readings

MAX_PIECES = 40  # a line with more pieces is not a list of titles
MAX_PIECES_OF_TITLE = 4

_LINK: Final = r"(?P<link>(?:https?://|\b(?:imdb\.com|themoviedb\.org)/)[^\s,，、;；|｜<>]+)"
_COMMAS: Final = r"[,，、;；|｜/／\n①-⑳]|(?:^|(?<=\s))\(?[0-9]{1,2}[.)](?=\s)|\s(?=<?https?://)"
_STRONG = re.compile(f"{_LINK}|{_COMMAS}")
_ANY = re.compile(rf"{_LINK}|{_COMMAS}|[·•・&＆+＋]|\s(?:[-–—]|and|or|vs\.?|그리고|또는|아니면)(?=\s)", re.IGNORECASE)

Span = tuple[int, int]


class ListedTitle(Struct, frozen=True):
    """A title from a list; `is_film` is True if it certainly names a known film."""

    text: str
    is_film: bool


def split_titles(title_index: TitleIndex, text: str) -> tuple[ListedTitle, ...]:
    """Split a line into titles; text that names no known film is cut only at strong separators such as commas.

    A line of only one piece, or of more than `MAX_PIECES`, is returned whole, with `is_film` False.
    """
    pieces = list(_piece_spans(text))
    if not 1 < len(pieces) <= MAX_PIECES:
        return (ListedTitle(text, is_film=False),)
    titles: list[ListedTitle] = []
    unknown: list[Span] = []
    while pieces:
        count = _count_title_pieces(title_index, text, pieces)
        if count:
            titles += [*_unknown_titles(text, unknown), ListedTitle(_span_text(text, pieces[:count]), is_film=True)]
            unknown = []
        else:
            unknown.append(pieces[0])
        del pieces[: count or 1]
    return (*titles, *_unknown_titles(text, unknown))


def _piece_spans(text: str, separators: re.Pattern[str] = _ANY) -> Iterator[Span]:
    """Yield the spans of the non-blank pieces between separators, keeping links whole."""
    cuts = [match.span() for match in separators.finditer(text) if not match["link"]]
    ends = [0, *(offset for cut in cuts for offset in cut), len(text)]
    for start, end in zip(ends[::2], ends[1::2], strict=True):
        if text[start:end].strip():
            yield start, end


def _count_title_pieces(title_index: TitleIndex, text: str, pieces: Sequence[Span]) -> int:
    """Return how many pieces, starting with the first, make up one known title, or 0 if none do."""
    for count in range(min(MAX_PIECES_OF_TITLE, len(pieces)), 1, -1):
        if _is_title(title_index, _span_text(text, pieces[:count])):
            return count
    return int(bool(certain_matches(title_index, _span_text(text, pieces[:1]))))


def _is_title(title_index: TitleIndex, text: str) -> bool:
    """Return whether `text` is a complete title, alone or with the year of a film that has this title."""
    readings = (
        (title_index.films_at(title_positions(title_index, normalize_text(title))), year)
        for title, year in title_year_readings(text)
    )
    in_year = any(title_index.year_of[film] == year for films, year in readings for film in films)
    return in_year or bool(title_positions(title_index, normalize_text(text)))


def _unknown_titles(text: str, pieces: Sequence[Span]) -> Iterator[ListedTitle]:
    unknown = _span_text(text, pieces) if pieces else ""
    return (ListedTitle(_span_text(unknown, [part]), is_film=False) for part in _piece_spans(unknown, _STRONG))


def _span_text(text: str, pieces: Sequence[Span]) -> str:
    return text[pieces[0][0] : pieces[-1][1]].strip()
