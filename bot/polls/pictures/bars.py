"""The bars of a result: one for each option, with the option's name and votes, in two columns if there are many."""

import math
from collections.abc import Sequence

from msgspec import Struct

from bot.films.pictures.lettering import text_width
from bot.films.pictures.palette import INK, PAPER
from bot.polls.pictures.result_picture import MAX_IN_ONE_COLUMN, Bar
from bot.polls.pictures.sheet import DIM, INNER, MARGIN, Box, Sheet
from bot.polls.pictures.words import shorten

HEIGHT, GAP, COLUMN_GAP, PADDING = 72, 13, 24, 24
LABEL_SIZE, VALUE_SIZE, STAR, STAR_SPACE = 40, 36, 16, 44
MIN_SHARE = 0.025
"""The minimum share of a bar that is filled, so that a single vote among very many can be seen."""


class BarChart(Struct, frozen=True):
    """All bars of a result."""

    bars: Sequence[Bar]

    @property
    def height(self) -> float:
        """The height of the longest column."""
        return self._rows * (HEIGHT + GAP) - GAP

    @property
    def _columns(self) -> int:
        return 1 if len(self.bars) <= MAX_IN_ONE_COLUMN else 2

    @property
    def _rows(self) -> int:
        return math.ceil(len(self.bars) / self._columns)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the bars downwards from `top`, column by column."""
        width = (INNER - COLUMN_GAP * (self._columns - 1)) / self._columns
        for index, bar in enumerate(self.bars):
            column, row = divmod(index, self._rows)
            left, y = MARGIN + column * (width + COLUMN_GAP), top + row * (HEIGHT + GAP)
            _draw_bar(sheet, bar, (left, y, left + width, y + HEIGHT))


def _draw_bar(sheet: Sheet, bar: Bar, box: Box) -> None:
    """Draw a bar, filled to its share, and its text, which is dark on the winner's light colour."""
    left, top, right, bottom = box
    colours = sheet.colours
    end = left + (right - left) * max(bar.share, MIN_SHARE) if bar.share else left
    sheet.pill(box, colours.shade(0.4, 0.75), 0.34)
    sheet.pill(box, colours.light if bar.is_winner else colours.shade(0.42, 1.15), end=end)
    if bar.is_tied:
        sheet.frame(box, colours.light)
    inks = INK if bar.is_winner else DIM if bar.is_out else PAPER, PAPER if bar.share and not bar.is_out else DIM
    start, value_start = left + PADDING, right - PADDING - text_width(bar.value) * VALUE_SIZE
    if bar.is_winner:
        sheet.star((start + STAR, (top + bottom) / 2), STAR, INK)
        start += STAR_SPACE
    label = shorten(bar.label, value_start - PADDING - start, LABEL_SIZE)
    sheet.text_over((start, top + (HEIGHT - LABEL_SIZE) / 2), label, LABEL_SIZE, end, inks)
    if bar.is_out:
        sheet.strike((start, (top + bottom) / 2), text_width(label) * LABEL_SIZE)
    sheet.text_over((value_start, top + (HEIGHT - VALUE_SIZE) / 2), bar.value, VALUE_SIZE, end, inks)
