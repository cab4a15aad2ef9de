"""Draws a cry board as one picture: covers, titles, bars and means on a night sky, legible on a phone."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from bot.core.text import theme
from bot.films.pictures.lettering import font, is_covered

WIDTH, HEIGHT = 1200, 900
"""Pixels; Discord shows embeds' pictures in a box of these proportions."""
MAX_ROWS = 5
SCALE: Final = 2
QUALITY = 88
TOP, BOTTOM = (30, 47, 84), (12, 21, 44)
INK, MUTED, GOLD, TRACK = (246, 248, 251), (168, 187, 217), (240, 205, 132), (52, 72, 112)
MARGIN, HEADER, ROW = 44, 138, 150
COVER_WIDTH, COVER_HEIGHT, COVER_LEFT = 90, 135, 118
TEXT_LEFT, TEXT_RIGHT, MEAN_RIGHT = 236, 1010, WIDTH - MARGIN
TITLE_SIZE, SECOND_SIZE, HEADING_SIZE, MEAN_SIZE, PLACE_SIZE = 42, 27, 58, 62, 54
BAR_HEIGHT = 20
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One film: its titles, its mean, what is written below, and its cover as the content of a file."""

    title: str
    second_title: str
    mean: float
    mean_text: str
    detail: str
    cover: bytes | None = None


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """Everything that a board's picture is drawn from; at most MAX_ROWS films are shown."""

    heading: str
    subheading: str
    rows: Sequence[PictureRow]


def draw_board(board: BoardPicture) -> bytes:
    """Return the picture as the content of a file; its height depends on the number of films."""
    rows = board.rows[:MAX_ROWS]
    image = _background(HEADER + ROW * max(len(rows), 1) + MARGIN // 2)
    draw = ImageDraw.Draw(image)
    _write(draw, (MARGIN, 74), board.heading, HEADING_SIZE, INK, WIDTH - 2 * MARGIN)
    _write(draw, (MARGIN, 116), board.subheading, SECOND_SIZE + 3, MUTED, WIDTH - 2 * MARGIN)
    for place, row in enumerate(rows, 1):
        _row(image, draw, place, row, HEADER + ROW * (place - 1))
    return _encode(image)


def _background(height: int) -> Image.Image:
    size = WIDTH * SCALE, height * SCALE
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, BOTTOM), Image.new("RGB", size, TOP), ramp)


def _row(image: Image.Image, draw: ImageDraw.ImageDraw, place: int, row: PictureRow, top: int) -> None:
    _write(draw, (MARGIN, top + 92), str(place), PLACE_SIZE, GOLD if place == 1 else MUTED, COVER_LEFT - MARGIN)
    _paste_cover(image, draw, row.cover, top + 4)
    title, second = _shown_titles(row)
    width = _write(draw, (TEXT_LEFT, top + 46), title, TITLE_SIZE, INK, TEXT_RIGHT - TEXT_LEFT)
    if second:
        left = TEXT_LEFT + width + 18
        if TEXT_RIGHT - left > SECOND_SIZE * 3:
            _write(draw, (left, top + 46), second, SECOND_SIZE, MUTED, TEXT_RIGHT - left)
    _bar(draw, row.mean, top + 66)
    _write(draw, (TEXT_LEFT, top + 122), row.detail, SECOND_SIZE, MUTED, TEXT_RIGHT - TEXT_LEFT)
    _write(draw, (MEAN_RIGHT, top + 92), row.mean_text, MEAN_SIZE, GOLD if place == 1 else INK, 150, anchor="rs")


def _shown_titles(row: PictureRow) -> tuple[str, str]:
    """Return the two titles; one that the font cannot write is replaced by the other."""
    titles = [title for title in (row.title, row.second_title) if title and is_covered(title)]
    first, second = [*titles, "", ""][:2]
    return first or "".join(letter for letter in row.title if is_covered(letter)).strip() or "…", second


def _paste_cover(image: Image.Image, draw: ImageDraw.ImageDraw, cover: bytes | None, top: int) -> None:
    box = [COVER_LEFT * SCALE, top * SCALE, (COVER_LEFT + COVER_WIDTH) * SCALE, (top + COVER_HEIGHT) * SCALE]
    if cover is None:
        draw.rounded_rectangle(box, radius=6 * SCALE, fill=TRACK)
        return
    size = COVER_WIDTH * SCALE, COVER_HEIGHT * SCALE
    with Image.open(io.BytesIO(cover)) as opened:
        small = opened.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *size), radius=6 * SCALE, fill=255)
    image.paste(small, (box[0], box[1]), mask)


def _bar(draw: ImageDraw.ImageDraw, mean: float, top: int) -> None:
    width = TEXT_RIGHT - TEXT_LEFT
    shade = theme.TEARS[min(max(4 - int(mean + 0.5), 0), 2)]
    for length, colour in ((width, TRACK), (round(width * mean / 5), _rgb(shade))):
        if length >= BAR_HEIGHT:
            edges = (TEXT_LEFT, top, TEXT_LEFT + length, top + BAR_HEIGHT)
            draw.rounded_rectangle([edge * SCALE for edge in edges], radius=BAR_HEIGHT * SCALE // 2, fill=colour)


def _write(  # noqa: PLR0913, PLR0917  # a line of text has these properties
    draw: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    size: int,
    colour: Colour,
    limit: int,
    anchor: str = "ls",
) -> int:
    """Write a line, cut to fit, and return its width."""
    letters = font(size * SCALE)
    cut = _cut(text, lambda piece: letters.getlength(piece) <= limit * SCALE)
    draw.text((place[0] * SCALE, place[1] * SCALE), cut, fill=colour, font=letters, anchor=anchor)
    return round(letters.getlength(cut) / SCALE)


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    """Return a text, shortened with an ellipsis until it fits."""
    if fits(text):
        return text
    shortest, longest = 0, len(text)
    while shortest + 1 < longest:
        middle = (shortest + longest) // 2
        shortest, longest = (middle, longest) if fits(text[:middle].rstrip() + "…") else (shortest, middle)
    return text[:shortest].rstrip() + "…"


def _encode(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.resize((image.width // SCALE, image.height // SCALE), Image.Resampling.BOX).save(
        file, "WEBP", quality=QUALITY, method=2
    )
    return file.getvalue()


def _rgb(colour: int) -> Colour:
    return colour >> 16, colour >> 8 & 0xFF, colour & 0xFF
