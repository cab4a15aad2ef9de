"""Paints the weather of a cover, only below `top` so that the text stays readable."""

from random import Random

from bot.films.pictures.canvas import COVER_HEIGHT, Canvas
from bot.films.pictures.palette import Palette


def stars(canvas: Canvas, colours: Palette, rng: Random, top: float) -> None:
    """Paint stars, more of them higher up; by day there are none."""
    for _ in range(0 if colours.is_day else 90):
        place = rng.uniform(-0.15, 1.15), top + rng.random() ** 1.5 * (COVER_HEIGHT - top) * 0.75
        canvas.disc(place, rng.uniform(0.0011, 0.0031), colours.pale, rng.uniform(0.3, 0.9))


def rain(canvas: Canvas, colours: Palette, rng: Random, top: float) -> None:
    """Paint thin streaks of rain, all at the same slant."""
    slant = rng.choice((-1, 1)) * rng.uniform(0.08, 0.2)
    for _ in range(130):
        x, y, length = rng.uniform(-0.2, 1.2), rng.uniform(top, COVER_HEIGHT), rng.uniform(0.04, 0.11)
        canvas.line([(x, y), (x + slant * length, y + length)], colours.pale, 0.0022, rng.uniform(0.2, 0.5))


def snow(canvas: Canvas, colours: Palette, rng: Random, top: float) -> None:
    """Paint snow, with larger flakes nearby."""
    for _ in range(110):
        size = rng.random() ** 3
        canvas.disc(
            (rng.uniform(-0.15, 1.15), rng.uniform(top, COVER_HEIGHT)),
            0.003 + 0.0085 * size,
            colours.pale,
            0.55 + 0.4 * size,
        )


def petals(canvas: Canvas, colours: Palette, rng: Random, top: float) -> None:
    """Paint drifting petals."""
    for _ in range(34):
        place, size = (rng.uniform(-0.15, 1.15), rng.uniform(top, COVER_HEIGHT)), rng.uniform(0.006, 0.013)
        canvas.disc(place, size, colours.pale, rng.uniform(0.5, 0.9), rng.uniform(0.4, 0.8))


def clouds(canvas: Canvas, colours: Palette, rng: Random, top: float) -> None:
    """Paint long thin clouds."""
    for _ in range(5):
        x, y, half = (
            rng.uniform(-0.15, 1.15),
            top + rng.uniform(0.03, (COVER_HEIGHT - top) * 0.6),
            rng.uniform(0.15, 0.4),
        )
        for band in range(3):
            shift = rng.uniform(-0.1, 0.1)
            canvas.disc((x + shift, y + band * 0.011), half * (1 - band * 0.2), colours.haze, 0.22, 0.035)
