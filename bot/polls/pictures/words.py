"""Fits texts into a picture: omits letters that the font lacks, and shortens long texts by their width."""

import re
from collections.abc import Sequence

from msgspec import Struct

from bot.core.text.cleaning import normalize
from bot.films.pictures.lettering import is_covered, text_width

ELLIPSIS = "…"
SPACES = re.compile(r"\s+")
LOST_PUNCTUATION = re.compile(r"\s+([,.!?…)])")
EMPTY_BRACKETS = re.compile(r"[(\[{]\s*[)\]}]")


def printable(text: str, fallback: str = "") -> str:
    """Return a text as the font can write it, or `fallback` if a letter would be lost or no letter or digit is left."""
    kept, has_lost_letters = "", False
    for letter in normalize("NFC", text):
        written = letter if is_covered(letter) else _base_letter(letter)
        has_lost_letters |= letter.isalpha() and not written
        kept += written or " "
    kept = LOST_PUNCTUATION.sub(r"\1", SPACES.sub(" ", EMPTY_BRACKETS.sub(" ", kept))).strip()
    return fallback if has_lost_letters or not any(map(str.isalnum, kept)) else kept


def _base_letter(letter: str) -> str:
    """Return a letter without its accents, if the font has that letter; otherwise an empty string."""
    base = normalize("NFKD", letter)[:1]
    return base if base.isalpha() and is_covered(base) else ""


def shorten(text: str, width: float, size: float) -> str:
    """Return a text shortened to a width at a font size, with an ellipsis if it was cut."""
    if text_width(text) * size <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width(text[:middle].rstrip() + ELLIPSIS) * size <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip(" ,.:;–—-") + ELLIPSIS


class Paragraph(Struct, frozen=True):
    """Lines of the same size, in pixels."""

    lines: tuple[str, ...]
    size: float


def wrap(text: str, width: float, size: float, max_lines: int) -> Paragraph:
    """Return a text broken between words into at most `max_lines` lines; the last one is shortened if necessary."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < max_lines - 1:
        count = next((n for n in range(len(words), 0, -1) if text_width(" ".join(words[:n])) * size <= width), 0)
        if not count:
            break
        lines.append(" ".join(words[:count]))
        del words[:count]
    if words:
        lines.append(shorten(" ".join(words), width, size))
    return Paragraph(tuple(lines), size)


def fit_largest(text: str, width: float, sizes: Sequence[tuple[float, int]]) -> Paragraph:
    """Return a text in the first size in which it fits, or shortened in the last size.

    Each size comes with its maximum number of lines.
    """
    paragraphs = [wrap(text, width, size, max_lines) for size, max_lines in sizes]
    return next((paragraph for paragraph in paragraphs if " ".join(paragraph.lines) == text), paragraphs[-1])
