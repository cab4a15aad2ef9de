"""The top of a result's picture: the cover of the film that won, the question, the winner and how it won."""

from msgspec import Struct

from bot.films.pictures.palette import PAPER
from bot.polls.pictures.result_picture import ResultPicture
from bot.polls.pictures.sheet import DIM, INNER, LEADING, MARGIN, Sheet
from bot.polls.pictures.words import Paragraph, fit_largest, wrap

COVER_WIDTH, COVER_HEIGHT, COVER_GAP = 208, 312, 42
QUESTION_SIZES, HEADLINE_SIZES = ((44, 1), (40, 2)), ((86, 1), (74, 1), (66, 1), (70, 2), (58, 2), (46, 3))
"""Font sizes, each with a maximum number of lines. The first that fits the whole text is used, or else the last."""
HOW_IT_ENDED_SIZE = 42
GAP, BELOW = 12, 38


class Header(Struct, frozen=True):
    """The texts, broken into lines, and the cover beside them."""

    question: Paragraph
    headline: Paragraph
    how_it_ended: Paragraph
    cover: bytes

    @property
    def bottom(self) -> float:
        """The distance from the top of the picture to the bars or the flows."""
        return MARGIN + max(self._text_height, COVER_HEIGHT if self.cover else 0) + BELOW

    @property
    def _text_height(self) -> float:
        paragraphs = [each for each in (self.question, self.headline, self.how_it_ended) if each.lines]
        return sum(len(each.lines) * each.size * LEADING for each in paragraphs) + GAP * (len(paragraphs) - 1)

    def draw(self, sheet: Sheet) -> None:
        """Draw the cover on the left and the texts beside it, vertically centred."""
        left = top = float(MARGIN)
        if self.cover:
            sheet.paste(self.cover, (MARGIN, MARGIN, MARGIN + COVER_WIDTH, MARGIN + COVER_HEIGHT))
            left += COVER_WIDTH + COVER_GAP
            top += max(0.0, (COVER_HEIGHT - self._text_height) / 2)
        for paragraph, colour in (
            (self.question, DIM),
            (self.headline, PAPER),
            (self.how_it_ended, sheet.colours.light),
        ):
            if paragraph.lines:
                top = sheet.paragraph((left, top), paragraph, colour) + GAP


def lay_out_header(picture: ResultPicture) -> Header:
    """Return the header, with the question and the headline as large as possible."""
    width = INNER - (COVER_WIDTH + COVER_GAP if picture.cover else 0)
    return Header(
        fit_largest(picture.question, width, QUESTION_SIZES),
        fit_largest(picture.headline, width, HEADLINE_SIZES),
        wrap(picture.how_it_ended, width, HOW_IT_ENDED_SIZE, 2),
        picture.cover,
    )
