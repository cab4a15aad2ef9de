"""Scenes with houses, lights, wires, rails or umbrellas."""

import math

from bot.films.pictures.canvas import COVER_HEIGHT, Point
from bot.films.pictures.scenes.base import LEFT, RIGHT, Stage, across, land, moon, ridges, sky_point, spaced


def hillside(stage: Stage) -> None:
    """Paint small houses on a hillside, some with a light on."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    rows = 6
    for row in range(rows):
        share = row / (rows - 1)
        level = stage.horizon - stage.room * 0.56 * (1 - share)
        size = 0.075 + 0.05 * share
        for x in spaced(rng, round(1.16 / size) + 1, LEFT, RIGHT, 0.3):
            _house(stage, (x, level + rng.uniform(-0.02, 0.02)), size, 0.25 + 0.6 * share)
    canvas.fill(colours.ground, stage.horizon)


def _house(stage: Stage, foot: Point, size: float, nearness: float) -> None:
    (x, y), canvas, colours, rng = foot, stage.canvas, stage.colours, stage.rng
    high = size * rng.uniform(0.8, 1.2)
    canvas.rectangle(x - size / 2, y - high * 0.6, x + size / 2, y + size * 1.4, colours.layer(nearness))
    canvas.polygon(
        [(x - size * 0.62, y - high * 0.55), (x - size * 0.1, y - high), (x + size * 0.62, y - high * 0.55)],
        colours.layer(nearness + 0.12),
    )
    if rng.random() < 0.3:  # noqa: PLR2004
        canvas.glow((x, y - size * 0.15), size * 0.8, colours.light, 0.5)
        canvas.rectangle(x - size * 0.13, y - size * 0.3, x + size * 0.13, y - size * 0.04, colours.light)


def home(stage: Stage) -> None:
    """Paint a tiled house with its light on, and smoke over the roof."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    ridges(stage, 3, stage.room * 0.5)
    x, half, base = rng.uniform(0.36, 0.64), 0.2, stage.horizon + 0.01
    canvas.rectangle(x - half * 0.8, base - 0.12, x + half * 0.8, base, colours.layer(0.82))
    canvas.polygon(_roof((x, base - 0.11), half), colours.layer(1.0))
    canvas.glow((x, base - 0.05), 0.26, colours.light, 0.45)
    for shift in (-0.085, -0.028, 0.029, 0.086):
        canvas.rectangle(x + shift - 0.024, base - 0.082, x + shift + 0.024, base - 0.012, colours.light)
        canvas.line([(x + shift, base - 0.082), (x + shift, base - 0.012)], colours.layer(0.82), 0.004)
    side = stage.side()
    for puff in range(9):
        spot = (
            x + side * (half * 0.6 + 0.02 * math.sin(puff * 0.9) + puff * 0.006),
            base - 0.24 - puff * stage.room * 0.03,
        )
        canvas.disc(spot, 0.013 + puff * 0.003, colours.pale, 0.3 - puff * 0.028)


def _roof(eaves: Point, half: float) -> list[Point]:
    """Return the outline of a roof with upturned eaves."""
    x, y = eaves
    curve = [(x - half * 1.12 + half * 2.24 * step / 16, y - 0.045 * abs(step / 8 - 1) ** 2.4) for step in range(17)]
    return [*curve, (x + half * 0.62, y - half * 0.62), (x - half * 0.62, y - half * 0.62)]


def lanterns(stage: Stage) -> None:
    """Paint paper lanterns that rise over dark hills."""
    rng = stage.rng
    ridges(stage, 2, stage.room * 0.22)
    count = rng.choice((5, 7, 9))
    for index, x in enumerate(spaced(rng, count, 0.1, 0.9, 0.35)):
        size = rng.uniform(0.022, 0.05) if index % 2 else rng.uniform(0.045, 0.062)
        _lantern(stage, (x, stage.top + stage.room * rng.uniform(0.12, 0.74)), size)


def _lantern(stage: Stage, centre: Point, size: float) -> None:
    (x, y), canvas, light = centre, stage.canvas, stage.colours.light
    canvas.glow(centre, size * 4, light, 0.5)
    canvas.polygon(
        [
            (x - size * 0.8, y - size),
            (x + size * 0.8, y - size),
            (x + size, y + size * 0.4),
            (x + size * 0.5, y + size),
            (x - size * 0.5, y + size),
            (x - size, y + size * 0.4),
        ],
        light,
    )
    canvas.disc((x, y + size * 0.7), size * 0.3, stage.colours.pale, 0.9)


def candles(stage: Stage) -> None:
    """Paint a crowd of small flames at dusk."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    canvas.fade(colours.haze, colours.ground, stage.horizon - stage.room * 0.55, stage.room * 0.55)
    canvas.fill(colours.ground, stage.horizon)
    for row in range(9):
        share = row / 8
        for x in spaced(rng, 20 - row, LEFT, RIGHT, 0.4):
            y = stage.horizon - stage.room * 0.5 * (1 - share) ** 1.3 + rng.uniform(-0.012, 0.012)
            size = 0.0045 + 0.0085 * share
            canvas.glow((x, y), size * 6, colours.light, 0.5)
            canvas.disc((x, y), size, colours.light)
            canvas.polygon([(x - size * 0.9, y), (x, y - size * 2.6), (x + size * 0.9, y)], colours.light)


def wires(stage: Stage) -> None:
    """Paint birds close together on wires."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    moon(stage, sky_point(stage, 0.55), min(0.11, stage.room * 0.2))
    land(stage, stage.horizon - 0.02, colours.layer(0.4), 0.03)
    land(stage, stage.horizon, colours.ground, 0.012)
    levels = [stage.top + stage.room * share for share in (0.3, 0.44, 0.58)]
    sags = [rng.uniform(0.03, 0.06) for _ in levels]
    for level, sag in zip(levels, sags, strict=True):
        canvas.line([(x, level + sag * math.sin(x * math.pi)) for x in across()], colours.layer(1.0), 0.004)
    first = rng.uniform(0.2, 0.55)
    wire = rng.choice((0, 1))
    for index in range(rng.choice((2, 2, 3))):
        x = first + index * 0.105
        _bird(stage, (x, levels[wire] + sags[wire] * math.sin(x * math.pi)), 0.038 if index else 0.046)


def _bird(stage: Stage, feet: Point, size: float) -> None:
    (x, y), canvas, ink = feet, stage.canvas, stage.colours.layer(1.0)
    canvas.disc((x, y - size * 0.85), size * 0.62, ink, flat=1.2)
    canvas.disc((x + size * 0.2, y - size * 1.65), size * 0.4, ink)
    canvas.polygon(
        [(x + size * 0.5, y - size * 1.8), (x + size * 0.95, y - size * 1.6), (x + size * 0.5, y - size * 1.5)], ink
    )
    canvas.polygon(
        [(x - size * 0.5, y - size * 0.9), (x - size * 0.9, y + size * 0.75), (x - size * 0.05, y - size * 0.3)], ink
    )


def rails(stage: Stage) -> None:
    """Paint rails that meet only at the horizon."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    end = rng.uniform(0.32, 0.68)
    level = stage.horizon - stage.room * 0.46
    moon(stage, (end, level), min(0.13, stage.room * 0.25))
    land(stage, level, colours.layer(0.45), 0.012)
    canvas.fade(colours.layer(0.5), colours.ground, level + 0.012, stage.horizon - level)
    bottom, depth = stage.horizon, stage.horizon - level
    for step in range(1, 15):
        share = (step / 14) ** 2.2
        y, half, middle = level + depth * share, 0.36 * share, end + (0.5 - end) * share
        canvas.line([(middle - half, y), (middle + half, y)], colours.layer(0.95), 0.003 + 0.022 * share)
    for side in (-1, 1):
        canvas.polygon([(end, level), (0.5 + side * 0.29, bottom), (0.5 + side * 0.25, bottom)], colours.haze)
    canvas.fill(colours.ground, stage.horizon)


def umbrellas(stage: Stage) -> None:
    """Paint two overlapping umbrellas, the nearer one lit."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    canvas.fade(colours.layer(0.4), colours.ground, stage.horizon, COVER_HEIGHT - stage.horizon)
    size, x, side = min(0.2, stage.room * 0.4), rng.uniform(0.42, 0.58), stage.side()
    _umbrella(stage, (x + side * size * 0.75, stage.horizon - size * 0.75), size * 0.8, lit=False)
    _umbrella(stage, (x - side * size * 0.35, stage.horizon - size * 1.05), size, lit=True)


def _umbrella(stage: Stage, centre: Point, size: float, *, lit: bool) -> None:
    (x, y), canvas, colours = centre, stage.canvas, stage.colours
    shade = colours.light if lit else colours.layer(0.55)
    if lit:
        canvas.glow(centre, size * 2.2, colours.light, 0.4)
    canvas.line([(x, y - size * 0.75), (x, stage.horizon + 0.02)], colours.layer(1.0), 0.007)
    dome = [
        (x + size * math.cos(math.pi + math.pi * step / 24), y + size * 0.72 * math.sin(math.pi + math.pi * step / 24))
        for step in range(25)
    ]
    hem = [
        (x + size - size * 2 * step / 24, y + 0 - size * 0.1 * abs(math.sin(step / 24 * 4 * math.pi)))
        for step in range(25)
    ]
    canvas.polygon([*dome, *hem], shade)
    for rib in (-0.5, 0, 0.5):
        canvas.line([(x, y - size * 0.72), (x + rib * size, y - size * 0.02)], colours.layer(0.9), 0.003, 0.45)
