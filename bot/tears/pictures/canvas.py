"""Draws the parts of tears pictures: a night sky, lines of text, covers and bars."""

import io
from collections.abc import Callable
from typing import Final, Literal

from PIL import (
    Image,
    ImageDraw,
    WebPImagePlugin,  # noqa: F401  # without this, Pillow imports all plugins at the first picture, which is slow
)

from bot.core.text import theme
from bot.films.pictures.lettering import font, is_covered

WIDTH: Final = 1200
"""The width of a picture, in pixels."""
SCALE: Final = 2
QUALITY, METHOD = 88, 2
TOP, BOTTOM = (30, 47, 84), (12, 21, 44)
INK, MUTED, GOLD, TRACK = (246, 248, 251), (168, 187, 217), (240, 205, 132), (52, 72, 112)
MARGIN = 44
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
"""The left, upper, right and lower edge."""


class BoardCanvas:
    """A picture that is WIDTH pixels wide; it is drawn larger and then reduced, so that edges are smooth."""

    def __init__(self, height: int) -> None:
        column = 1, height * SCALE  # blending a gradient one pixel wide is much faster than blending one of full width
        ramp = Image.linear_gradient("L").resize(column)
        sky = Image.composite(Image.new("RGB", column, BOTTOM), Image.new("RGB", column, TOP), ramp)
        self.image = sky.resize((WIDTH * SCALE, height * SCALE), Image.Resampling.NEAREST)
        self._draw = ImageDraw.Draw(self.image)

    def write(  # noqa: PLR0913, PLR0917  # a line of text has these properties
        self,
        place: tuple[int, int],
        text: str,
        size: int,
        colour: Colour,
        limit: int,
        anchor: Literal["ls", "ms", "rs"] = "ls",
    ) -> int:
        """Write a line of text with its baseline at `place`, cut to `limit` pixels, and return its width."""
        letters = font(size * SCALE)
        cut = _cut(printable(text), lambda piece: letters.getlength(piece) <= limit * SCALE)
        self._draw.text((place[0] * SCALE, place[1] * SCALE), cut, fill=colour, font=letters, anchor=anchor)
        return round(letters.getlength(cut) / SCALE)

    def paste_cover(self, cover: bytes | None, box: Box) -> None:
        """Paste a cover with rounded corners, or draw a dark field if there is none."""
        left, top, right, bottom = (edge * SCALE for edge in box)
        if cover is None:
            self._draw.rounded_rectangle((left, top, right, bottom), radius=6 * SCALE, fill=TRACK)
            return
        size = right - left, bottom - top
        with Image.open(io.BytesIO(cover)) as opened:
            whole = opened if opened.mode == "RGB" else opened.convert("RGB")
            small = whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, *size), radius=6 * SCALE, fill=255)
        self.image.paste(small, (left, top), mask)

    def bar(self, box: Box, colour: Colour) -> None:
        """Draw a bar with round ends, unless it has no width or height."""
        left, top, right, bottom = (edge * SCALE for edge in box)
        width, height = right - left, bottom - top
        if min(width, height) > 0:
            self._draw.rounded_rectangle((left, top, right, bottom), radius=min(width, height) // 2, fill=colour)

    def encode(self) -> bytes:
        """Return the picture as the content of a file."""
        file = io.BytesIO()
        self.image.reduce(SCALE).save(file, "WEBP", quality=QUALITY, method=METHOD)
        return file.getvalue()


def mean_shade(mean: float) -> Colour:
    """Return the colour of a bar: lighter for films that make people cry harder."""
    shade = theme.TEARS[min(max(4 - int(mean + 0.5), 0), 2)]
    return shade >> 16, shade >> 8 & 0xFF, shade & 0xFF


def printable(text: str) -> str:
    """Return a text without the letters that the font lacks."""
    return text if is_covered(text) else "".join(filter(is_covered, text)).strip()


def shown_titles(title: str, second_title: str) -> tuple[str, str]:
    """Return the titles that the font can write; an empty string stands for a missing second one.

    If the font can write neither, the first is what is left of `title` without the letters that the font lacks, or "…".
    """
    first, second, *_ = [*(one for one in (title, second_title) if one and is_covered(one)), "", ""]
    return first or printable(title) or "…", second


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    """Return a text, shortened with an ellipsis until it fits."""
    if fits(text):
        return text
    shortest, longest = 0, len(text)
    while shortest + 1 < longest:
        middle = (shortest + longest) // 2
        shortest, longest = (middle, longest) if fits(text[:middle].rstrip() + "…") else (shortest, middle)
    return text[:shortest].rstrip() + "…"
