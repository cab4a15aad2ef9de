"""Parses years as people type them: 2013, 2004-2013, since 2010, until 2000, 1990s, 1990년대."""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.text.cleaning import normalize

MIN_YEAR, MAX_YEAR = 1880, 2200
DECADE, CENTURY = 10, 100
SHORT_YEAR_PIVOT = 30
"""Two-digit years below this are in this century, others in the last: the 20s are the 2020s, the 90s the 1990s."""
MAX_YEARS_LENGTH = 60

YEAR_OR_DECADE = r"'?(\d{4}|\d{2}(?='?\s?s|\s?년대))('?\s?s|\s?년대|\s?년)?"
DASH = r"(?:-|to|through|부터|에서)"
SINCE = re.compile(
    rf"(?:since|from)\s*(?P<before>{YEAR_OR_DECADE})"
    rf"|(?P<after>{YEAR_OR_DECADE})\s*(?:-|\+|부터|이후|onwards?|and later)"
)
UNTIL = re.compile(
    rf"(?:until|till|up to|to|-)\s*(?P<before>{YEAR_OR_DECADE})|(?P<after>{YEAR_OR_DECADE})\s*(?:까지|이전|and before)"
)
SPAN = re.compile(
    rf"(?:from\s*|between\s*)?(?P<one>{YEAR_OR_DECADE})\s*(?:{DASH}|and)\s*(?P<other>{YEAR_OR_DECADE})\s*(?:까지|사이)?"
)
DASHES = re.compile("[‐‑‒–—−~〜∼～]")

Shape = Literal["one", "decade", "span", "since", "until"]


class YearRange(Struct, frozen=True):
    """The years from `first` to `last`, inclusive; None means that the range is open on that side."""

    first: int | None = None
    last: int | None = None

    @property
    def shape(self) -> Shape:
        """Return the kind of range, which determines its wording."""
        if self.first is None or self.last is None:
            return "since" if self.last is None else "until"
        if self.first == self.last:
            return "one"
        return "decade" if _is_decade(self.first, self.last) else "span"

    def __str__(self) -> str:
        """Return a short text that parses as these years."""
        if self.shape == "decade":
            return f"{self.first}s"
        return f"{self.first}" if self.shape == "one" else f"{self.first or ''}-{self.last or ''}"


def _is_decade(first: int, last: int) -> bool:
    return first % DECADE == 0 and last == first + DECADE - 1


def parse_years(query: str) -> YearRange:
    """Return the years that `query` means; raise UserError if it means none."""
    years = try_parse_years(query)
    if years is None:
        raise UserError("films.search.years-unread")
    return years


def try_parse_years(query: str) -> YearRange | None:
    """Return the years that `query` means, or None if it means none."""
    plain = normalize("NFKC", query[:MAX_YEARS_LENGTH]).casefold().replace("’", "'")
    text = " ".join(DASHES.sub("-", plain).split())
    if span := SPAN.fullmatch(text):
        return _span_of(_year_or_decade(span["one"]), _year_or_decade(span["other"]))
    if since := SINCE.fullmatch(text):
        side = _year_or_decade(since["before"] or since["after"])
        return side and YearRange(side.first, None)
    if until := UNTIL.fullmatch(text):
        side = _year_or_decade(until["before"] or until["after"])
        return side and YearRange(None, side.last)
    return _year_or_decade(text)


def _span_of(start: YearRange | None, end: YearRange | None) -> YearRange | None:
    edges = [edge for side in (start, end) if side for edge in (side.first, side.last) if edge]
    return YearRange(min(edges), max(edges)) if start and end else None


def _year_or_decade(text: str) -> YearRange | None:
    """Return the year or decade that `text` means, or None if it is neither."""
    match = re.fullmatch(YEAR_OR_DECADE, text)
    if match is None:
        return None
    number, mark = int(match[1]), (match[2] or "").strip(" '")
    if number < CENTURY:
        number += 2000 if number < SHORT_YEAR_PIVOT else 1900
    is_decade = mark in {"s", "년대"}
    if not MIN_YEAR <= number <= MAX_YEAR or (is_decade and number % DECADE):
        return None
    return YearRange(number, number + DECADE - 1 if is_decade else number)


def suggest_years(query: str, decades: Iterable[int]) -> tuple[YearRange, ...]:
    """Return completions of a possibly unfinished text: the years that it means, else decades.

    A single year is also completed to the years since it, the years until it, and its decade. Of the decades, those
    that start with the text are returned, or all of them if none does.
    """
    decade_ranges = [YearRange(decade, decade + DECADE - 1) for decade in decades]
    parsed = try_parse_years(query)
    if parsed is None:
        prefixed = tuple(years for years in decade_ranges if str(years).startswith(query.strip()))
        return prefixed or tuple(decade_ranges)
    if parsed.shape != "one" or parsed.first is None:
        return (parsed,)
    decade = parsed.first - parsed.first % DECADE
    return (
        parsed,
        YearRange(parsed.first, None),
        YearRange(None, parsed.first),
        YearRange(decade, decade + DECADE - 1),
    )
