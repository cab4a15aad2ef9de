"""Sets the text on a cover: checks which letters the font has, splits titles into lines and chooses their size."""

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from PIL import ImageFont

FONT_FILE = Path(__file__).parents[3] / "data" / "fonts" / "nunmul-serif.otf"
COVERED = re.compile(
    r"["
    r"\u0020-\u007e\u00a0-\u0103\u0110-\u0113\u011a-\u011b\u0128-\u012b\u0143-\u0144\u0147-\u0148"
    r"\u014c-\u014f\u0152-\u0153\u0168-\u016d\u2010-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022"
    r"\u2026\u2032-\u2033\u2039-\u203a\u20a9\u2122\u2190-\u2193\u3000-\u3002\u3008-\u3011"
    r"\u3131-\u3163\uac00-\ud7a3\uff01\uff0c\uff1a\uff1f"
    r"]*"
)
"""Matches a text if the font has a glyph for each of its characters."""
LEADING = 1.22
"""The distance between lines, as a multiple of the font size."""
MAX_LINES, MAX_LETTERS = 5, 120
MAX_WORD = 14
"""The maximum number of letters of a word; longer words are broken."""
MEASURED_SIZE, BISECTIONS = 200, 10


class TextLines(Struct, frozen=True):
    """Lines of text of the same size, in units of the cover's width."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """The height from the top of the first line to the bottom of the last."""
        return self.size * (LEADING * (len(self.lines) - 1) + 1) if self.lines else 0.0


def is_covered(text: str) -> bool:
    """Return whether the font has every letter of a text."""
    return COVERED.fullmatch(text) is not None


def fit_text(text: str, width: float, height: float, largest: float) -> TextLines:
    """Split a text into lines and return them in the largest size that fits `width` and `height`, at most `largest`."""
    words = _words(text)
    candidates = [_fit_lines(_split(words, count), width, height, largest) for count in range(1, MAX_LINES + 1)]
    return max(candidates, key=lambda text_lines: (round(text_lines.size, 3), -len(text_lines.lines)))


@functools.lru_cache(maxsize=64)
def font(pixels: int) -> "ImageFont.FreeTypeFont":
    """Return the font in a size in pixels."""
    from PIL import ImageFont  # noqa: PLC0415  # the alt text of a poll's result uses this module without drawing

    return ImageFont.truetype(FONT_FILE, pixels, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=512)
def text_width(text: str) -> float:
    """Return the width of a line, as a multiple of the font size."""
    return font(MEASURED_SIZE).getlength(text) / MEASURED_SIZE


def _words(text: str) -> list[str]:
    """Return the words of a text, each with the space after it; a long text is shortened.

    Words are also split after hyphens and colons, and after every `MAX_WORD` letters.
    """
    if len(text) > MAX_LETTERS:
        text = text[: MAX_LETTERS - 1].rstrip() + "…"
    words = re.findall(r"\S+?[-–—:](?=\S)|\S+\s*", text)
    return [word[start : start + MAX_WORD] for word in words for start in range(0, len(word.rstrip()), MAX_WORD)]


def _split(words: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the words in at most `count` lines, with the longest line as short as possible."""
    shortest, longest = 0.0, sum(map(text_width, words))
    for _ in range(BISECTIONS):
        middle = (shortest + longest) / 2
        fits = len(_fill_lines(words, middle)) <= count
        shortest, longest = (shortest, middle) if fits else (middle, longest)
    return tuple(line.rstrip() for line in _fill_lines(words, longest))


def _fill_lines(words: Sequence[str], limit: float) -> list[str]:
    """Return the words in lines, each filled up to `limit`."""
    lines: list[str] = []
    filled = 0.0
    for word in words:
        if lines and filled + text_width(word.rstrip()) <= limit:
            lines[-1] += word
        else:
            lines.append(word)
            filled = 0.0
        filled += text_width(word)
    return lines


def _fit_lines(lines: tuple[str, ...], width: float, height: float, largest: float) -> TextLines:
    widest = max(map(text_width, lines), default=1.0)
    return TextLines(lines, min(largest, width / widest, height / TextLines(lines, 1.0).height if lines else largest))
