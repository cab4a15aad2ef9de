"""Draws a cry board as one picture: covers, titles, bars and means on a night sky, legible on a phone."""

from bot.tears.pictures.canvas import GOLD, INK, MARGIN, MUTED, TRACK, WIDTH, BoardCanvas, mean_shade, shown_titles
from bot.tears.pictures.contents import MAX_ROWS, BoardPicture, PictureRow

HEADER, ROW = 138, 150
COVER_WIDTH, COVER_HEIGHT, COVER_LEFT = 90, 135, 118
TEXT_LEFT, TEXT_RIGHT, MEAN_RIGHT = 236, 1010, WIDTH - MARGIN
TITLE_SIZE, SECOND_SIZE, HEADING_SIZE, MEAN_SIZE, PLACE_SIZE = 42, 27, 58, 62, 54
BAR_HEIGHT = 20


def draw_board(board: BoardPicture) -> bytes:
    """Return the picture as the content of a file; its height depends on the number of films."""
    rows = board.rows[:MAX_ROWS]
    canvas = BoardCanvas(HEADER + ROW * max(len(rows), 1) + MARGIN // 2)
    canvas.write((MARGIN, 74), board.heading, HEADING_SIZE, INK, WIDTH - 2 * MARGIN)
    canvas.write((MARGIN, 116), board.subheading, SECOND_SIZE + 3, MUTED, WIDTH - 2 * MARGIN)
    for place, row in enumerate(rows, 1):
        _draw_row(canvas, place, row, HEADER + ROW * (place - 1))
    return canvas.encode()


def _draw_row(canvas: BoardCanvas, place: int, row: PictureRow, top: int) -> None:
    canvas.write((MARGIN, top + 92), str(place), PLACE_SIZE, GOLD if place == 1 else MUTED, COVER_LEFT - MARGIN)
    canvas.paste_cover(row.cover, (COVER_LEFT, top + 4, COVER_LEFT + COVER_WIDTH, top + 4 + COVER_HEIGHT))
    title, second = shown_titles(row.title, row.second_title)
    left = TEXT_LEFT + 18 + canvas.write((TEXT_LEFT, top + 46), title, TITLE_SIZE, INK, TEXT_RIGHT - TEXT_LEFT)
    if second and TEXT_RIGHT - left > SECOND_SIZE * 3:
        canvas.write((left, top + 46), second, SECOND_SIZE, MUTED, TEXT_RIGHT - left)
    _draw_bar(canvas, row.mean, top + 66)
    canvas.write((TEXT_LEFT, top + 122), row.detail, SECOND_SIZE, MUTED, TEXT_RIGHT - TEXT_LEFT)
    canvas.write((MEAN_RIGHT, top + 92), row.mean_text, MEAN_SIZE, GOLD if place == 1 else INK, 150, "rs")


def _draw_bar(canvas: BoardCanvas, mean: float, top: int) -> None:
    width = TEXT_RIGHT - TEXT_LEFT
    for length, colour in ((width, TRACK), (round(width * mean / 5), mean_shade(mean))):
        if length >= BAR_HEIGHT:
            canvas.bar((TEXT_LEFT, top, TEXT_LEFT + length, top + BAR_HEIGHT), colour)
