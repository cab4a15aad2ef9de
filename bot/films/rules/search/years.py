"""Years as people write them: 2013, 2004-2013, since 2010, until 2000, 1990s, 1990년대."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.core.errors import UserError
from bot.core.text.cleaning import normalize

FIRST, LAST = 1880, 2200
DECADE, CENTURY = 10, 100
LATEST_SHORT = 30
"""Of two digits, those below are of this century: the 20s, but the 90s."""
LONGEST_TEXT = 60

SIDE = r"'?(\d{4}|\d{2}(?='?\s?s|\s?년대))('?\s?s|\s?년대|\s?년)?"
DASH = r"(?:-|to|through|부터|에서)"
SINCE = re.compile(rf"(?:since|from)\s*(?P<before>{SIDE})|(?P<after>{SIDE})\s*(?:-|\+|부터|이후|onwards?|and later)")
UNTIL = re.compile(rf"(?:until|till|up to|to|-)\s*(?P<before>{SIDE})|(?P<after>{SIDE})\s*(?:까지|이전|and before)")
SPAN = re.compile(rf"(?:from\s*|between\s*)?(?P<one>{SIDE})\s*(?:{DASH}|and)\s*(?P<other>{SIDE})\s*(?:까지|사이)?")
DASHES = re.compile("[‐‑‒–—−~〜∼～]")

Shape = Literal["one", "decade", "span", "since", "until"]


@dataclass(frozen=True, slots=True)
class Years:
    """The years from the first to the last, both included; a side that is None is open."""

    first: int | None = None
    last: int | None = None

    @property
    def shape(self) -> Shape:
        """In which of the ways these years are best said."""
        if self.first is None or self.last is None:
            return "since" if self.last is None else "until"
        if self.first == self.last:
            return "one"
        return "decade" if _is_decade(self.first, self.last) else "span"

    def __str__(self) -> str:
        """The shortest writing that reads as these years again."""
        if self.shape == "decade":
            return f"{self.first}s"
        return f"{self.first}" if self.shape == "one" else f"{self.first or ''}-{self.last or ''}"


def _is_decade(first: int, last: int) -> bool:
    return first % DECADE == 0 and last == first + DECADE - 1


def years_from(typed: str) -> Years:
    """The years that a text means; raises Refusal, with examples, for a text that means none."""
    years = read_years(typed)
    if years is None:
        raise UserError("films.search.years-unread")
    return years


def read_years(typed: str) -> Years | None:
    """The years that a text means; None when it means none."""
    plain = normalize("NFKC", typed[:LONGEST_TEXT]).casefold().replace("’", "'")
    text = " ".join(DASHES.sub("-", plain).split())
    if span := SPAN.fullmatch(text):
        return _between(_side(span["one"]), _side(span["other"]))
    if since := SINCE.fullmatch(text):
        side = _side(since["before"] or since["after"])
        return side and Years(side.first, None)
    if until := UNTIL.fullmatch(text):
        side = _side(until["before"] or until["after"])
        return side and Years(None, side.last)
    return _side(text)


def _between(one: Years | None, other: Years | None) -> Years | None:
    edges = [edge for side in (one, other) if side for edge in (side.first, side.last) if edge]
    return Years(min(edges), max(edges)) if one and other else None


def _side(text: str) -> Years | None:
    """A year or a decade."""
    match = re.fullmatch(SIDE, text)
    if match is None:
        return None
    number, mark = int(match[1]), (match[2] or "").strip(" '")
    if number < CENTURY:
        number += 2000 if number < LATEST_SHORT else 1900
    is_decade = mark in {"s", "년대"}
    if not FIRST <= number <= LAST or (is_decade and number % DECADE):
        return None
    return Years(number, number + DECADE - 1 if is_decade else number)


def offered_years(typed: str, decades: Iterable[int]) -> tuple[Years, ...]:
    """What a text, perhaps half typed, may become: the years it means, and the decades that begin like it."""
    known = [Years(decade, decade + DECADE - 1) for decade in decades]
    meant = read_years(typed)
    if meant is None:
        begun = tuple(years for years in known if str(years).startswith(typed.strip()))
        return begun or tuple(known)
    if meant.shape != "one" or meant.first is None:
        return (meant,)
    decade = meant.first - meant.first % DECADE
    return (meant, Years(meant.first, None), Years(None, meant.first), Years(decade, decade + DECADE - 1))
