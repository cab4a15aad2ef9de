"""Scenes by the water."""

from bot.films.pictures.canvas import COVER_HEIGHT, Point
from bot.films.pictures.scenes.base import LEFT, RIGHT, Stage, lamp, land, moon, ridges, sky_point, water


def boats(stage: Stage) -> None:
    """Paint a large and a small boat on the sea."""
    _sea(stage)
    x = stage.rng.uniform(0.3, 0.4)
    _boat(stage, (x, _sea_line(stage) + 0.06), 0.15)
    _boat(stage, (x + stage.rng.uniform(0.26, 0.34), _sea_line(stage) + 0.085), 0.075)


def lone_boat(stage: Stage) -> None:
    """Paint a single boat on an empty sea."""
    _sea(stage)
    _boat(stage, (stage.rng.uniform(0.3, 0.7), _sea_line(stage) + 0.04), 0.1)


def _sea_line(stage: Stage) -> float:
    """Return where the sea meets the sky."""
    return stage.horizon - min(0.17, stage.room * 0.3)


def _sea(stage: Stage) -> None:
    x, y = sky_point(stage, stage.rng.uniform(0.35, 0.6))
    moon(stage, (x, y), stage.rng.uniform(0.7, 1.3) * min(0.11, stage.room * 0.18))
    water(stage, _sea_line(stage))
    for step in range(8):  # the light on the water
        half = 0.02 + 0.055 * stage.rng.random()
        level = _sea_line(stage) + 0.014 + step * (stage.horizon - _sea_line(stage)) / 8
        stage.canvas.line([(x - half, level), (x + half, level)], stage.colours.light, 0.0045, 0.75 - step * 0.07)


def _boat(stage: Stage, keel: Point, size: float) -> None:
    """Paint a paper boat."""
    (x, y), canvas, colours = keel, stage.canvas, stage.colours
    canvas.polygon([(x - size * 0.34, y), (x, y - size * 0.85), (x, y)], colours.pale)
    canvas.polygon([(x + size * 0.34, y), (x, y - size * 0.85), (x, y)], colours.shade(0.8))
    hull = [(x - size, y - size * 0.42), (x, y), (x + size, y - size * 0.42), (x + size * 0.6, y + size * 0.2)]
    canvas.polygon([*hull, (x - size * 0.6, y + size * 0.2)], colours.pale)
    canvas.polygon([(x, y), hull[2], hull[3], (x + size * 0.1, y + size * 0.2)], colours.shade(0.84))
    canvas.line([(x - size * 0.6, y + size * 0.22), (x + size * 0.6, y + size * 0.22)], colours.layer(1.0), 0.006, 0.5)


def ripples(stage: Stage) -> None:
    """Paint ripples on still water, and a drop above them."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    level = stage.horizon - min(0.34, stage.room * 0.46)
    canvas.fade(colours.haze, colours.ground, level, stage.horizon - level + 0.03)
    canvas.fill(colours.ground, stage.horizon + 0.03)
    x, y = rng.uniform(0.36, 0.64), stage.horizon - min(0.17, stage.room * 0.24)
    for step in range(8):
        canvas.ring(
            (x, y), 0.05 + step * 0.075, colours.pale, 0.007 - step * 0.0006, opacity=0.85 - step * 0.09, flat=0.3
        )
    drop(stage, (x, stage.top + stage.room * rng.uniform(0.3, 0.42)), min(0.075, stage.room * 0.13))


def drop(stage: Stage, centre: Point, radius: float) -> None:
    """Paint a single shining tear."""
    (x, y), canvas, light = centre, stage.canvas, stage.colours.light
    canvas.glow(centre, radius * 4, light, 0.45)
    canvas.disc(centre, radius, light)
    canvas.polygon(
        [(x - radius * 0.93, y - radius * 0.37), (x, y - radius * 2.3), (x + radius * 0.93, y - radius * 0.37)], light
    )


def reflection(stage: Stage) -> None:
    """Paint a half moon that forms a full circle with its reflection."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    x, radius = rng.uniform(0.36, 0.64), min(rng.uniform(0.19, 0.27), stage.room * 0.38)
    level = stage.horizon - radius
    canvas.glow((x, level), radius * 2.2, colours.light, 0.5)
    canvas.disc((x, level), radius, colours.light)
    canvas.fade(colours.layer(0.35), colours.ground, level, COVER_HEIGHT - level)
    for step in range(12):
        y = level + radius * (0.06 + step * 0.078)
        half = max(0.0, radius**2 - (y - level) ** 2) ** 0.5 * rng.uniform(0.72, 1.0)
        shift = rng.uniform(-0.012, 0.012)
        canvas.line([(x - half + shift, y), (x + half + shift, y)], colours.light, radius * 0.04, 0.72 - step * 0.04)


def river(stage: Stage) -> None:
    """Paint a river between two banks with a light on each."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    level = stage.horizon - min(0.16, stage.room * 0.3)
    ridges(stage, 3, stage.room * 0.5)
    canvas.fade(colours.haze, colours.layer(0.45), level - 0.01, COVER_HEIGHT - level)
    near = land(stage, stage.horizon, colours.ground, 0.015)
    canvas.polygon(
        [(LEFT, level - 0.035), (RIGHT, level - 0.02), (RIGHT, level + 0.004), (LEFT, level)], colours.layer(0.8)
    )
    left = rng.uniform(0.14, 0.3)
    right = rng.uniform(0.68, 0.86)
    lamp(stage, (left, level - 0.04), 0.014)
    lamp(stage, (right, near(right) - 0.07), 0.022)
    canvas.line([(right, near(right) - 0.06), (right, near(right) + 0.01)], colours.layer(1.0), 0.008)
    canvas.line([(left, level + 0.012), (left, level + 0.08)], colours.light, 0.009, 0.4)
