"""Scenes with windows, an arch, stairs, a table or letters."""

import math

from bot.films.pictures.canvas import Colour, Point
from bot.films.pictures.scenes.base import LEFT, RIGHT, Stage, lamp, ridges


def wall(stage: Stage) -> None:
    """Paint a wall down to the horizon, and the floor."""
    colours = stage.colours
    upper, lower = (colours.sky, colours.layer(0.3)) if colours.is_day else (colours.layer(0.6), colours.layer(0.8))
    stage.canvas.fade(upper, lower, 0, stage.horizon)
    stage.canvas.fill(colours.ground, stage.horizon)


def window(stage: Stage) -> None:
    """Paint a lit window in a dark wall, and its light on the floor."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    wall(stage)
    x, width, height = rng.uniform(0.38, 0.62), 0.32, stage.room * 0.62
    top = stage.top + stage.room * 0.12
    left, right, sill = x - width / 2, x + width / 2, top + height
    slant = stage.side() * rng.uniform(0.08, 0.16)
    canvas.polygon(
        [
            (left + slant, stage.horizon),
            (right + slant, stage.horizon),
            (right + slant * 1.4, stage.horizon + 0.07),
            (left + slant * 1.3, stage.horizon + 0.07),
        ],
        colours.light,
        0.22,
    )
    canvas.glow((x, top + height / 2), 0.5, colours.light, 0.3)
    canvas.rectangle(left, top, right, sill, colours.light)
    canvas.rectangle(left, top + height * 0.62, right, sill, colours.pale, 0.5)
    bars = rng.choice(((0.5,), (1 / 3, 2 / 3)))
    for share in bars:
        canvas.line([(left + width * share, top), (left + width * share, sill)], colours.layer(0.9), 0.009)
    for share in rng.choice(((0.5,), (0.35,), (0.33, 0.66))):
        canvas.line([(left, top + height * share), (right, top + height * share)], colours.layer(0.9), 0.009)
    canvas.rectangle(left - 0.03, sill, right + 0.03, sill + 0.018, colours.layer(0.95))


def bars(stage: Stage) -> None:
    """Paint a high barred window with moonlight coming through."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    wall(stage)
    size, top = min(0.26, stage.room * 0.42), stage.top + stage.room * 0.08
    x, slant = rng.uniform(0.28, 0.72), 0.16 * stage.side()
    canvas.rectangle(x - size / 2, top, x + size / 2, top + size, colours.haze)
    canvas.glow((x, top + size * 0.5), size * 1.3, colours.light, 0.35)
    canvas.disc((x + size * 0.12, top + size * 0.45), size * 0.2, colours.light)
    for index in range(5):
        bar = x - size / 2 + size * index / 4
        canvas.line([(bar, top - 0.01), (bar, top + size + 0.01)], colours.layer(1.0), 0.016)
        if index < 4:  # noqa: PLR2004  # light falls between the bars
            gap = size / 4
            first, last = bar + 0.008 + slant * 1.3, bar + gap - 0.008 + slant * 1.3
            low = stage.horizon + 0.02
            canvas.polygon(
                [
                    (first, low - stage.room * 0.2),
                    (last, low - stage.room * 0.2),
                    (last + slant * 0.5 + 0.012 * index, low),
                    (first + slant * 0.5 + 0.012 * index, low),
                ],
                colours.light,
                0.35,
            )


def arch(stage: Stage) -> None:
    """Paint an arch with light coming through it."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    wall(stage)
    x = rng.uniform(0.42, 0.58)
    for step, shade in enumerate((0.62, 0.42, 0.2)):
        half, shift = 0.25 - step * 0.045, step * 0.04
        peak = stage.horizon - stage.room * 0.5 + shift
        canvas.disc((x, peak), half, colours.layer(shade))
        canvas.rectangle(x - half, peak, x + half, stage.horizon, colours.layer(shade))
    half, peak = 0.115, stage.horizon - stage.room * 0.5 + 0.12
    canvas.glow((x, peak + 0.05), 0.4, colours.light, 0.5)
    canvas.disc((x, peak), half, colours.light)
    canvas.rectangle(x - half, peak, x + half, stage.horizon, colours.light)
    canvas.polygon(
        [
            (x - half, stage.horizon),
            (x + half, stage.horizon),
            (x + half * 1.5, stage.horizon + 0.06),
            (x - half * 1.5, stage.horizon + 0.06),
        ],
        colours.light,
        0.22,
    )


def letters(stage: Stage) -> None:
    """Paint envelopes drifting in the wind."""
    rng = stage.rng
    ridges(stage, 3, stage.room * 0.26)
    for index, share in enumerate((0.2, 0.4, 0.6, 0.78)):
        x = (0.24, 0.62, 0.36, 0.74)[index] + rng.uniform(-0.06, 0.06)
        _envelope(stage, (x, stage.top + stage.room * share), 0.15 - 0.022 * index, rng.uniform(-0.5, 0.5))


def _envelope(stage: Stage, centre: Point, size: float, angle: float) -> None:
    canvas, colours = stage.canvas, stage.colours

    def turned(x: float, y: float) -> Point:
        return (
            centre[0] + size * (x * math.cos(angle) - y * math.sin(angle)),
            centre[1] + size * (x * math.sin(angle) + y * math.cos(angle)),
        )

    canvas.polygon([turned(-1, -0.62), turned(1, -0.62), turned(1, 0.62), turned(-1, 0.62)], colours.pale)
    canvas.polygon([turned(-1, -0.62), turned(0, 0.14), turned(1, -0.62)], colours.shade(0.82))
    canvas.line([turned(-1, -0.62), turned(0, 0.14), turned(1, -0.62)], colours.layer(0.5), 0.004, 0.7)
    canvas.disc(turned(0, 0.14), size * 0.13, colours.light)


def table(stage: Stage) -> None:
    """Paint two steaming cups below a lamp."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    wall(stage)
    x, shade, size = rng.uniform(0.44, 0.56), stage.top + stage.room * 0.34, min(0.1, stage.room * 0.17)
    width = min(0.17, stage.room * 0.3)
    canvas.polygon(
        [(x - width * 0.5, shade), (x + width * 0.5, shade), (x + 0.44, stage.horizon), (x - 0.44, stage.horizon)],
        colours.light,
        0.2,
    )
    canvas.glow((x, shade), 0.36, colours.light, 0.5)
    canvas.line([(x, stage.top), (x, shade - width * 0.5)], colours.layer(1.0), 0.006)
    canvas.polygon(
        [
            (x - width * 0.3, shade - width * 0.6),
            (x + width * 0.3, shade - width * 0.6),
            (x + width, shade),
            (x - width, shade),
        ],
        colours.light,
    )
    for side, tint in ((-1, colours.pale), (1, colours.layer(0.2))):
        _cup(stage, (x + side * size * 1.5, stage.horizon), size, tint)


def _cup(stage: Stage, foot: Point, size: float, tint: Colour) -> None:
    (x, y), canvas, colours = foot, stage.canvas, stage.colours
    rim = y - size * 1.05
    canvas.ring((x + size * 0.8, y - size * 0.6), size * 0.32, tint, size * 0.14)
    canvas.polygon([(x - size * 0.78, rim), (x + size * 0.78, rim), (x + size * 0.52, y), (x - size * 0.52, y)], tint)
    canvas.disc((x, rim), size * 0.78, colours.layer(0.9), flat=0.2)
    phase = stage.rng.uniform(0, math.tau)
    steam = [(x + 0.018 * math.sin(phase + step * 0.55), rim - 0.02 - step * stage.room * 0.016) for step in range(13)]
    canvas.line(steam, colours.pale, 0.006, 0.6)


def steps(stage: Stage) -> None:
    """Paint a long staircase with a light at each end."""
    canvas, colours = stage.canvas, stage.colours
    side = stage.side()
    canvas.fill(colours.ground, stage.horizon)
    count, low = 8, stage.horizon
    for index in range(count):
        left = 0.1 + 0.9 * index / count
        right = RIGHT
        if side < 0:
            left, right = LEFT, 1 - left
        canvas.rectangle(
            left, low - stage.room * 0.62 * (index + 1) / count, right, low, colours.layer(0.3 + 0.6 * index / count)
        )
    high = 0.9 if side > 0 else 0.1
    lamp(stage, (high, low - stage.room * 0.62 - 0.06), 0.024)
    lamp(stage, (1 - high, low - 0.035), 0.015)
