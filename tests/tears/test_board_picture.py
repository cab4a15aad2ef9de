"""The pictures of boards and years can be drawn, whatever their content."""

import io

import pytest
from msgspec.structs import replace
from PIL import Image

from bot.films.pictures.cover import Cover
from bot.films.pictures.draw import draw_cover
from bot.tears.pictures.board import draw_board
from bot.tears.pictures.canvas import WIDTH
from bot.tears.pictures.contents import MAX_ROWS, BoardPicture, PictureFact, PictureRow, YearPicture
from bot.tears.pictures.year import HEIGHT, draw_year

ROW = PictureRow("Hope", "소원", 4.8, "4.8", "Cried hard · 12 ratings")


def size(board: BoardPicture) -> tuple[int, int]:
    with Image.open(io.BytesIO(draw_board(board))) as image:
        image.load()
        return image.size


@pytest.mark.parametrize("title", ["", "가나다" * 100, "W" * 300, "ไทย", "😭", "سينما"])
def test_any_title_can_be_drawn(title: str) -> None:
    """The picture keeps its width, even with long titles and with letters that the font lacks."""
    rows = [replace(ROW, title=title, second_title=title), replace(ROW, second_title=title)]
    assert size(BoardPicture(title, title, rows))[0] == WIDTH


def test_the_picture_is_as_high_as_its_films_need() -> None:
    """The height grows with the films up to MAX_ROWS. An empty board is as high as a board of one film."""
    heights = [size(BoardPicture("Board", "", [ROW] * count))[1] for count in (0, 1, MAX_ROWS, MAX_ROWS + 3)]
    assert heights[0] == heights[1] < heights[2] == heights[3]


def test_a_cover_is_shown() -> None:
    """The same board with a cover looks different."""
    cover = draw_cover(Cover("Hope", "소원", 2013, 5, ("parent-child",)))
    with_cover = draw_board(BoardPicture("Board", "", [replace(ROW, cover=cover)]))
    assert with_cover != draw_board(BoardPicture("Board", "", [ROW]))


def year(**changes: object) -> YearPicture:
    """Return the picture of a year with three films and with tissues in every month."""
    facts = [PictureFact("Made the most people cry · 12 people", "Hope"), PictureFact("Hardest month", "March")]
    months = [(str(month), month) for month in range(1, 13)]
    shown = YearPicture("2026 in tears", "Film Club", "84 ratings", "Top", [ROW] * 3, facts, months)
    return replace(shown, **changes)


@pytest.mark.parametrize("title", ["", "가나다" * 100, "W" * 300, "ไทย", "😭"])
def test_a_year_of_any_films_can_be_drawn(title: str) -> None:
    """Whatever the names of the film and the server, the picture keeps its size."""
    row = replace(ROW, title=title, second_title=title)
    drawn = draw_year(year(films=[row], server=title, facts=[PictureFact(title, title)]))
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.size == (WIDTH, HEIGHT)


def test_a_year_without_a_tear_can_be_drawn() -> None:
    """The picture differs from that of a year with tears."""
    dry = year(months=[(str(month), 0) for month in range(1, 13)], facts=[])
    assert draw_year(dry) != draw_year(year())
