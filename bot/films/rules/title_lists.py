"""Several titles on one line: "Hope, Harmony, Sunny" are three, "Kim Ji-young, Born 1982, Hope" are two."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.films.rules.finder.exact_match import title_positions
from bot.films.rules.finder.finder import certain_matches
from bot.films.rules.finder.title_index import TitleIndex
from bot.films.rules.normalization.normalize import normalize_text, title_year_readings

MAX_PIECES = 40  # a line of more is no list of titles
MAX_PIECES_OF_TITLE = 4

_LINK: Final = r"(?P<link>(?:https?://|\b(?:imdb\.com|themoviedb\.org)/)[^\s,，、;；|｜<>]+)"
_COMMAS: Final = r"[,，、;；|｜/／\n①-⑳]|(?:^|(?<=\s))\(?[0-9]{1,2}[.)](?=\s)|\s(?=<?https?://)"
_STRONG = re.compile(f"{_LINK}|{_COMMAS}")
_ANY = re.compile(rf"{_LINK}|{_COMMAS}|[·•・&＆+＋]|\s(?:[-–—]|and|or|vs\.?|그리고|또는|아니면)(?=\s)", re.IGNORECASE)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ListedTitle:
    """A part of a line, and whether it is certainly the title of a film that we know."""

    text: str
    is_film: bool


def split_titles(title_index: TitleIndex, text: str) -> tuple[ListedTitle, ...]:
    """Cut a line into titles; what is no film for certain is cut at commas and slashes only."""
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
    """Return where the parts between the separators begin and end; empty ones are left out, links kept whole."""
    cuts = [found.span() for found in separators.finditer(text) if not found["link"]]
    ends = [0, *(place for cut in cuts for place in cut), len(text)]
    for start, end in zip(ends[::2], ends[1::2], strict=True):
        if text[start:end].strip():
            yield start, end


def _count_title_pieces(title_index: TitleIndex, text: str, pieces: Sequence[Span]) -> int:
    """Count the pieces that make up the title which the first one begins; 0 where that is no film for certain."""
    for count in range(min(MAX_PIECES_OF_TITLE, len(pieces)), 1, -1):
        if _is_title(title_index, _span_text(text, pieces[:count])):
            return count
    return int(bool(certain_matches(title_index, _span_text(text, pieces[:1]))))


def _is_title(title_index: TitleIndex, text: str) -> bool:
    """Tell whether a text is a whole name, perhaps with the year of a film of that name."""
    dated = (
        (title_index.films_at(title_positions(title_index, normalize_text(title))), year)
        for title, year in title_year_readings(text)
    )
    in_year = any(title_index.year_of[film] == year for films, year in dated for film in films)
    return in_year or bool(title_positions(title_index, normalize_text(text)))


def _unknown_titles(text: str, pieces: Sequence[Span]) -> Iterator[ListedTitle]:
    unknown = _span_text(text, pieces) if pieces else ""
    return (ListedTitle(_span_text(unknown, [part]), is_film=False) for part in _piece_spans(unknown, _STRONG))


def _span_text(text: str, pieces: Sequence[Span]) -> str:
    return text[pieces[0][0] : pieces[-1][1]].strip()
