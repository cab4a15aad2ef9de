"""Draws a server's year in tears: the film at the top with its cover, two more, two facts, and a bar for each month."""

from collections.abc import Sequence

from bot.tears.pictures.canvas import GOLD, INK, MARGIN, MUTED, TRACK, WIDTH, BoardCanvas, mean_shade, shown_titles
from bot.tears.pictures.contents import MAX_FILMS, PictureRow, YearPicture

HEIGHT = 968
RIGHT = WIDTH - MARGIN
HERO_TOP, HERO_WIDTH, HERO_HEIGHT = 182, 240, 360
TEXT_LEFT = MARGIN + HERO_WIDTH + 40
ROW_TOP, ROW_HEIGHT, ROW_COVER = 346, 102, (64, 96)
FACTS_TOP, FACT_LEFTS = 584, (MARGIN, 708)
CHART_BOTTOM, CHART_HEIGHT, BAR_WIDTH, EMPTY_HEIGHT = 898, 168, 52, 8


def draw_year(year: YearPicture) -> bytes:
    """Return the picture as the content of a file."""
    canvas = BoardCanvas(HEIGHT)
    width = canvas.write((MARGIN, 92), year.heading, 74, INK, WIDTH - 2 * MARGIN)
    canvas.write((RIGHT, 92), year.server, 34, MUTED, RIGHT - MARGIN - width - 40, "rs")
    canvas.write((MARGIN, 146), year.summary, 36, MUTED, WIDTH - 2 * MARGIN)
    first, *others = year.films[:MAX_FILMS]
    _draw_first(canvas, year.top_heading, first)
    for number, film in enumerate(others):
        _draw_other(canvas, film, number + 2, ROW_TOP + ROW_HEIGHT * number)
    for fact, left, right in zip(year.facts, FACT_LEFTS, (FACT_LEFTS[1] - 30, RIGHT), strict=False):
        canvas.write((left, FACTS_TOP + 30), fact.heading, 30, MUTED, right - left)
        canvas.write((left, FACTS_TOP + 80), fact.text, 42, INK, right - left)
    _draw_months(canvas, year.months)
    return canvas.encode()


def _draw_first(canvas: BoardCanvas, heading: str, film: PictureRow) -> None:
    canvas.paste_cover(film.cover, (MARGIN, HERO_TOP, MARGIN + HERO_WIDTH, HERO_TOP + HERO_HEIGHT))
    canvas.write((TEXT_LEFT, HERO_TOP + 32), heading, 32, GOLD, RIGHT - TEXT_LEFT)
    title, second = shown_titles(film.title, film.second_title)
    canvas.write((TEXT_LEFT, HERO_TOP + 92), title, 54, INK, RIGHT - TEXT_LEFT - 130)
    canvas.write((RIGHT, HERO_TOP + 92), film.mean_text, 66, GOLD, 130, "rs")
    below = " · ".join(filter(None, (second, film.detail)))
    canvas.write((TEXT_LEFT, HERO_TOP + 136), below, 30, MUTED, RIGHT - TEXT_LEFT)


def _draw_other(canvas: BoardCanvas, film: PictureRow, place: int, top: int) -> None:
    width, height = ROW_COVER
    canvas.paste_cover(film.cover, (TEXT_LEFT, top, TEXT_LEFT + width, top + height))
    left = TEXT_LEFT + width + 24
    title, _ = shown_titles(film.title, film.second_title)
    canvas.write((left, top + 46), f"{place}. {title}", 40, INK, RIGHT - left - 110)
    canvas.write((left, top + 84), film.detail, 28, MUTED, RIGHT - left - 110)
    canvas.write((RIGHT, top + 62), film.mean_text, 50, INK, 110, "rs")


def _draw_months(canvas: BoardCanvas, months: Sequence[tuple[str, int]]) -> None:
    """Draw a bar for each month, higher for more tissues; the highest one (the first in a tie) is gold."""
    most, step = max(tissues for _, tissues in months), (WIDTH - 2 * MARGIN) / len(months)
    highest = next(number for number, (_, tissues) in enumerate(months) if tissues == most)
    for number, (name, tissues) in enumerate(months):
        middle = round(MARGIN + step * (number + 0.5))
        is_hardest = bool(most) and number == highest
        height = max(round(CHART_HEIGHT * tissues / most), BAR_WIDTH // 2) if tissues else EMPTY_HEIGHT
        colour = (GOLD if is_hardest else mean_shade(3)) if tissues else TRACK
        box = middle - BAR_WIDTH // 2, CHART_BOTTOM - height, middle + BAR_WIDTH // 2, CHART_BOTTOM
        canvas.bar(box, colour)
        canvas.write((middle, CHART_BOTTOM + 44), name, 30, GOLD if is_hardest else MUTED, round(step), "ms")
