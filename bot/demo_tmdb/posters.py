"""Draws posters for the made-up TMDB with a sky, a sun, hills and the title, nothing like the real posters."""

import colorsys
import io
import math
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
FONT_FILE: Final = Path(__file__).parents[2] / "data" / "fonts" / "nunmul-serif.otf"
WIDTH, HEIGHT = 342, 513
LAYERS: Final = 4
TITLE_SIZES: Final = (58, 50, 43, 37, 31)
MAX_LINES: Final = 3
NOTE: Final = "drawn for the demo"
PALE: Final[Colour] = (250, 244, 232)


def draw_poster(number: int, title: str) -> bytes:
    """Return a poster as PNG, with colours and shapes determined by the film's number."""
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(picture)
    hue = number * 0.618 % 1
    for y in range(HEIGHT):
        draw.line(((0, y), (WIDTH, y)), _colour(hue + 0.08 * y / HEIGHT, 0.55, 0.38 + 0.5 * y / HEIGHT))
    _draw_sun(draw, number, hue)
    for layer in range(LAYERS):
        _draw_hills(draw, number, layer, _colour(hue + 0.05, 0.6, 0.44 - 0.1 * layer))
    _write_title(draw, title)
    draw.text((WIDTH / 2, HEIGHT - 22), NOTE, PALE, _font(13), anchor="mm")
    file = io.BytesIO()
    picture.quantize(128).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_sun(draw: ImageDraw.ImageDraw, number: int, hue: float) -> None:
    radius, x = 46 + number % 40, 80 + number % 180
    y = 290 + number % 60
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), _colour(hue + 0.5, 0.18, 0.97))


def _draw_hills(draw: ImageDraw.ImageDraw, number: int, layer: int, colour: Colour) -> None:
    base, height, phase = 345 + 42 * layer, 34 - 5 * layer, number % 7 + 1.7 * layer
    ridge = [
        (x, base + height * math.sin(x / (46 + 13 * layer) + phase) + 8 * math.sin(x / 17 + 2 * phase))
        for x in range(-4, WIDTH + 8, 4)
    ]
    draw.polygon([*ridge, (WIDTH + 8, HEIGHT), (-4, HEIGHT)], colour)


def _write_title(draw: ImageDraw.ImageDraw, title: str) -> None:
    for size in TITLE_SIZES:
        font = _font(size)
        lines = _wrapped(title, font)
        if len(lines) <= MAX_LINES and all(font.getlength(line) <= WIDTH - 48 for line in lines):
            break
    for i, line in enumerate(lines):
        draw.text((WIDTH / 2, 62 + i * size * 1.2), line, PALE, font, anchor="mm")


def _wrapped(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH - 48:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILE, size)


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, max(0.0, min(value, 1.0)))
    return round(red * 255), round(green * 255), round(blue * 255)
