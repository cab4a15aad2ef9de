"""Places the text of a cover: above the scene, below it, or on a slip of paper as on old Korean books."""

import re
from random import Random
from typing import Protocol

from msgspec import Struct

from bot.films.pictures.canvas import COVER_HEIGHT, UNIT, Canvas, Colour, Point
from bot.films.pictures.cover import Cover
from bot.films.pictures.lettering import LEADING, TextLines, fit_text, font, is_covered, text_width
from bot.films.pictures.palette import INK, PAPER, Palette

MARGIN = 0.075
"""The margin around the text."""
FREE = 1 - 2 * MARGIN
LARGEST, TITLE_HEIGHT = 0.3, 0.66
SMALL, SMALL_HEIGHT = 0.056, 0.17
GAP, SMALL_GAP = 0.035, 0.02
"""The gaps below the title and between the small lines."""
BASELINE = 0.88
"""The distance from the top of a line to its baseline, as a multiple of the font size."""
DROP, INSET = 0.013, 0.014
SLIP_TITLE = re.compile(r"[\uac00-\ud7a3]{1,5}")
SLIP_LETTER, SLIP_LENGTH, SLIP_PITCH = 0.225, 0.92, 1.06
TITLE_ABOVE_SHARE, SLIP_SHARE = 0.45, 0.42
"""The probability that a title without a slip is above the scene, and that a short Korean title is on a slip."""


class Layout(Protocol):
    """Where a cover's text is, and which area is left for the scene."""

    @property
    def top(self) -> float:
        """The distance from the top of the cover to where the scene begins."""

    @property
    def horizon(self) -> float:
        """The distance from the top of the cover to the scene's horizon."""

    @property
    def offset(self) -> float:
        """How far the scene is moved to the right."""

    @property
    def focus(self) -> int:
        """The side with room for the main object: -1 left, 1 right, 0 both."""

    def write(self, canvas: Canvas) -> None:
        """Write the text on top of the scene."""


class SmallLines(Struct, frozen=True):
    """The second title, and below it the year with one drop per tissue."""

    second: TextLines
    year: int
    tears: int

    @property
    def height(self) -> float:
        """The height of all lines."""
        return SMALL + (self.second.height + SMALL_GAP if self.second.lines else 0.0)

    def write(self, canvas: Canvas, y: float, ink: Colour) -> None:
        """Write the lines downwards from `y`."""
        y = _write(canvas, self.second, (MARGIN, y), ink) + (SMALL_GAP if self.second.lines else 0.0)
        year = str(self.year)
        canvas.text((MARGIN, y + SMALL * BASELINE), year, font(round(SMALL * UNIT)), ink)
        x = MARGIN + text_width(year) * SMALL + 0.045
        for index in range(self.tears):
            _drop(canvas, (x + index * DROP * 3.1, y + SMALL * 0.6), ink)


class TitleAbove(Struct, frozen=True):
    """The title in the sky."""

    title: TextLines
    small: SmallLines
    ink: Colour
    offset: float = 0.0
    focus: int = 0

    @property
    def top(self) -> float:
        """Return the distance from the top of the cover to just below the text."""
        return MARGIN + self.title.height + GAP + self.small.height + 0.05

    @property
    def horizon(self) -> float:
        """Return where the horizon is, near the bottom of the cover."""
        return COVER_HEIGHT - max(0.09, (COVER_HEIGHT - self.top) * 0.14)

    def write(self, canvas: Canvas) -> None:
        """Write downwards from the top margin."""
        self.small.write(canvas, _write(canvas, self.title, (MARGIN, MARGIN), self.ink) + GAP, self.ink)


class TitleBelow(Struct, frozen=True):
    """The title on the ground."""

    title: TextLines
    small: SmallLines
    top: float = 0.06
    offset: float = 0.0
    focus: int = 0

    @property
    def horizon(self) -> float:
        """Return where the horizon is, just above the text."""
        return self._first_line - 0.045

    @property
    def _first_line(self) -> float:
        return COVER_HEIGHT - MARGIN - self.small.height - GAP - self.title.height

    def write(self, canvas: Canvas) -> None:
        """Write in a pale colour on the ground."""
        self.small.write(canvas, _write(canvas, self.title, (MARGIN, self._first_line), PAPER) + GAP, PAPER)


class Slip(Struct, frozen=True):
    """The title written vertically on a slip of paper, and the small lines on the ground."""

    title: str
    small: SmallLines
    is_left: bool
    top: float = 0.1

    @property
    def horizon(self) -> float:
        """Return where the horizon is, above the small lines."""
        return COVER_HEIGHT - MARGIN - self.small.height - 0.06

    @property
    def size(self) -> float:
        """Return the size of a letter."""
        return min(SLIP_LETTER, SLIP_LENGTH / len(self.title) / SLIP_PITCH)

    @property
    def focus(self) -> int:
        """Return the side without the slip."""
        return 1 if self.is_left else -1

    @property
    def offset(self) -> float:
        """Return how far the scene is moved aside for the slip."""
        return self.focus * self.size * 0.62

    def write(self, canvas: Canvas) -> None:
        """Paint the slip on the scene, with one letter below another."""
        size = self.size
        width, length = size * 1.42, size * (SLIP_PITCH * (len(self.title) - 1) + 1.38)
        left = MARGIN if self.is_left else 1 - MARGIN - width
        canvas.rectangle(left, MARGIN, left + width, MARGIN + length, PAPER)
        _frame(canvas, (left, MARGIN), width, length)
        for index, letter in enumerate(self.title):
            baseline = MARGIN + size * (0.18 + SLIP_PITCH * index + BASELINE)
            x = left + (width - text_width(letter) * size) / 2
            canvas.text((x, baseline), letter, font(round(size * UNIT)), INK)
        self.small.write(canvas, COVER_HEIGHT - MARGIN - self.small.height, PAPER)


def choose_layout(cover: Cover, colours: Palette, rng: Random) -> Layout:
    """Return a random layout for a film's cover; a title with letters that the font lacks is left out."""
    covered = [title for title in (cover.title_ko, cover.title_en) if title and is_covered(title)]
    first, second = [*covered, "", ""][:2]
    small = SmallLines(fit_text(second, FREE, SMALL_HEIGHT, SMALL), cover.year, min(max(cover.tears or 0, 0), 5))
    is_above, on_slip, is_left = rng.random() < TITLE_ABOVE_SHARE, rng.random() < SLIP_SHARE, rng.random() < 0.5  # noqa: PLR2004  # a half
    if on_slip and SLIP_TITLE.fullmatch(first):
        return Slip(first, small, is_left)
    title = fit_text(first, FREE, TITLE_HEIGHT, LARGEST)
    return TitleAbove(title, small, INK if colours.is_day else PAPER) if is_above else TitleBelow(title, small)


def _write(canvas: Canvas, text: TextLines, place: Point, ink: Colour) -> float:
    """Write lines downwards from `place` and return the bottom of the last one."""
    x, y = place
    for index, line in enumerate(text.lines):
        baseline = y + text.size * (LEADING * index + BASELINE)
        canvas.text((x, baseline), line, font(round(text.size * UNIT)), ink)
    return y + text.height


def _frame(canvas: Canvas, corner: Point, width: float, height: float) -> None:
    """Draw a thin line inside the edge of a slip."""
    left, top, right, bottom = (
        corner[0] + INSET,
        corner[1] + INSET,
        corner[0] + width - INSET,
        corner[1] + height - INSET,
    )
    canvas.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], INK, 0.003, 0.55)


def _drop(canvas: Canvas, centre: Point, ink: Colour) -> None:
    x, y = centre
    canvas.disc(centre, DROP, ink)
    canvas.polygon([(x - DROP * 0.92, y - DROP * 0.4), (x, y - DROP * 2.3), (x + DROP * 0.92, y - DROP * 0.4)], ink)
