"""Scenes with a single object or light, such as a bridge, swings, a sprout or fireflies."""

import math

from bot.films.pictures.canvas import Point
from bot.films.pictures.scenes.base import (
    LEFT,
    RIGHT,
    Stage,
    across,
    lamp,
    land,
    moon,
    ridges,
    sky_point,
    water,
)


def phases(stage: Stage) -> None:
    """Paint the phases of the moon in an arc over the hills."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    ridges(stage, 3, stage.room * 0.26)
    bow, size = stage.room * rng.uniform(0.12, 0.3), min(0.062, stage.room * 0.11)
    for index in range(5):
        share = index / 4
        x, y = 0.14 + 0.72 * share, stage.top + stage.room * 0.52 - bow * math.sin(share * math.pi)
        canvas.glow((x, y), size * 3, colours.light, 0.3)
        canvas.disc((x, y), size, colours.layer(0.45))
        _lit_part(stage, (x, y), size, share * 2 - 1)


def _lit_part(stage: Stage, centre: Point, size: float, age: float) -> None:
    """Paint the lit part of a moon: from a crescent at -1 through the full moon at 0 to a crescent at 1."""
    x, y = centre
    turns = [math.pi * step / 24 - math.pi / 2 for step in range(25)]
    side = 1 if age <= 0 else -1
    outer = [(x + side * size * math.cos(turn), y + size * math.sin(turn)) for turn in turns]
    bulge = 1 - abs(age) * 1.55
    inner = [(x - side * bulge * size * math.cos(turn), y + size * math.sin(turn)) for turn in reversed(turns)]
    stage.canvas.polygon([*outer, *inner], stage.colours.light)


def bridge(stage: Stage) -> None:
    """Paint an arched bridge that forms a circle with its reflection."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    moon(stage, sky_point(stage, 0.22), min(0.09, stage.room * 0.16), crescent=rng.random() < 0.5)  # noqa: PLR2004
    ridges(stage, 2, stage.room * 0.46)
    level, radius = stage.horizon - min(0.2, stage.room * 0.32), min(0.21, stage.room * 0.32)
    water(stage, level)
    x = rng.uniform(0.42, 0.58)
    canvas.ring((x, level), radius, colours.layer(0.85), radius * 0.24, opacity=0.45, arc=(0, 180), flat=0.8)
    canvas.ring((x, level), radius, colours.layer(1.0), radius * 0.24, arc=(180, 360))
    deck = [(spot, level - radius * 1.1 * math.exp(-(((spot - x) / 0.26) ** 2))) for spot in across()]
    canvas.line(deck, colours.layer(1.0), 0.034)
    canvas.polygon([(LEFT, level + 0.02), (LEFT, level - 0.05), (x - radius, level + 0.02)], colours.layer(1.0))
    canvas.polygon([(RIGHT, level + 0.02), (RIGHT, level - 0.05), (x + radius, level + 0.02)], colours.layer(1.0))
    for share in (0.34, 0.66):
        post = x + (share - 0.5) * radius * 3
        lamp(stage, (post, level - radius * 1.1 * math.exp(-(((post - x) / 0.26) ** 2)) - 0.07), 0.011)


def swings(stage: Stage) -> None:
    """Paint two swings, one of them still moving."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    moon(stage, sky_point(stage, 0.6), min(0.13, stage.room * 0.22))
    land(stage, stage.horizon - 0.03, colours.layer(0.4), 0.025)
    land(stage, stage.horizon, colours.ground, 0.01)
    beam, ink = stage.horizon - min(0.62, stage.room * 0.86), colours.layer(1.0)
    canvas.line([(0.14, beam), (0.86, beam)], ink, 0.018)
    for foot, head in ((0.06, 0.16), (0.26, 0.16), (0.74, 0.84), (0.94, 0.84)):
        canvas.line([(foot, stage.horizon + 0.01), (head, beam)], ink, 0.013)
    length = (stage.horizon - beam) * 0.76
    for x, angle in ((0.38, 0.0), (0.62, stage.side() * rng.uniform(0.25, 0.5))):
        reach, drop = math.sin(angle) * length, math.cos(angle) * length
        for rope in (-0.048, 0.048):
            canvas.line([(x + rope, beam), (x + rope + reach, beam + drop)], ink, 0.0045)
        tilt = math.tan(angle) * 0.05
        canvas.line(
            [(x - 0.064 + reach, beam + drop + tilt), (x + 0.064 + reach, beam + drop - tilt)], colours.light, 0.017
        )


def sprout(stage: Stage) -> None:
    """Paint a sprout in the light."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    x, side = rng.uniform(0.4, 0.6), stage.side()
    moon(stage, (x + side * 0.12, stage.top + stage.room * 0.34), min(rng.uniform(0.12, 0.2), stage.room * 0.26))
    land(stage, stage.horizon - 0.04, colours.layer(0.5), 0.02)
    land(stage, stage.horizon, colours.ground, 0.012)
    height = min(0.42, stage.room * 0.56)
    stem = [
        (x + side * 0.05 * math.sin(step / 20 * 2.4), stage.horizon + 0.02 - height * step / 20) for step in range(21)
    ]
    canvas.line(stem, colours.layer(0.95), 0.0105)
    for step, way in ((8, -1), (12, 1), (16, -1), (20, 1)):
        _leaf(stage, stem[step], way * side, height * (0.42 - step * 0.011))


def _leaf(stage: Stage, root: Point, side: int, length: float) -> None:
    x, y = root
    upper, lower = [], []
    for step in range(13):
        share = step / 12
        lift = -length * 0.62 * share
        swell = length * 0.2 * math.sin(share * math.pi)
        upper.append((x + side * length * share, y + lift - swell))
        lower.append((x + side * length * share, y + lift + swell * 0.7))
    stage.canvas.polygon([*upper, *reversed(lower)], stage.colours.layer(0.78))
    stage.canvas.polygon(
        [*upper, *[(a, (b + d) / 2) for (a, b), (_, d) in zip(reversed(upper), reversed(lower), strict=True)]],
        stage.colours.layer(0.6),
    )


def bench(stage: Stage) -> None:
    """Paint an empty bench under a street lamp."""
    canvas, colours = stage.canvas, stage.colours
    land(stage, stage.horizon - stage.room * 0.08, colours.layer(0.45), 0.02)
    canvas.fill(colours.ground, stage.horizon)
    side, ink, base = stage.side(), colours.layer(1.0), stage.horizon + 0.005
    post, high = 0.5 + side * 0.24, base - min(0.66, stage.room * 0.78)
    bulb = post - side * 0.1, high + 0.035
    canvas.polygon([bulb, (bulb[0] - 0.3, base), (bulb[0] + 0.3, base)], colours.light, 0.2)
    canvas.line([(post, base), (post, high + 0.03), (post - side * 0.02, high), (bulb[0], high)], ink, 0.012)
    lamp(stage, bulb, 0.026)
    canvas.polygon(
        [
            (bulb[0] - 0.045, bulb[1]),
            (bulb[0] - 0.02, high - 0.005),
            (bulb[0] + 0.02, high - 0.005),
            (bulb[0] + 0.045, bulb[1]),
        ],
        ink,
    )
    x = 0.5 - side * 0.1
    for level, width in ((0.085, 0.014), (0.125, 0.011), (0.155, 0.011)):
        canvas.line([(x - 0.16, base - level), (x + 0.16, base - level)], ink, width)
    for leg in (-0.13, 0.13):
        canvas.line([(x + leg, base), (x + leg, base - 0.165)], ink, 0.01)


def fireflies(stage: Stage) -> None:
    """Paint fireflies over tall grass."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    ridges(stage, 3, stage.room * 0.42)
    for _ in range(96):
        x, high, bend = rng.uniform(LEFT, RIGHT), stage.room * rng.uniform(0.06, 0.22), rng.uniform(-0.05, 0.05)
        canvas.polygon(
            [(x - 0.006, stage.horizon + 0.02), (x + bend, stage.horizon - high), (x + 0.006, stage.horizon + 0.02)],
            colours.layer(rng.uniform(0.8, 1.0)),
        )
    for _ in range(rng.randrange(16, 30)):
        place, size = (
            (rng.uniform(0.05, 0.95), stage.horizon - stage.room * rng.random() ** 1.6 * 0.86),
            rng.uniform(0.004, 0.0095),
        )
        canvas.glow(place, size * 8, colours.light, 0.55)
        canvas.disc(place, size, colours.light)


def lighthouse(stage: Stage) -> None:
    """Paint a lighthouse on a headland, and its beam over the sea."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    level, side = stage.horizon - min(0.14, stage.room * 0.22), stage.side()
    x, high = 0.5 + side * rng.uniform(0.14, 0.24), stage.room * 0.52
    head = x, level - high
    for spread, strength in ((0.11, 0.22), (0.05, 0.4)):
        canvas.polygon(
            [head, (x - side * 1.2, head[1] - 0.12 - spread), (x - side * 1.2, head[1] - 0.12 + spread)],
            colours.light,
            strength,
        )
    water(stage, level)
    canvas.disc((x + side * 0.1, level + 0.06), 0.34, colours.ground, flat=0.28)
    canvas.polygon(
        [(x - 0.05, level), (x - 0.03, head[1] + 0.03), (x + 0.03, head[1] + 0.03), (x + 0.05, level)], colours.pale
    )
    for share in (0.3, 0.62):
        y, half = level - high * share, 0.05 - 0.02 * share
        canvas.rectangle(x - half, y, x + half, y + high * 0.13, colours.layer(0.7))
    lamp(stage, head, 0.024)
    canvas.polygon([(x - 0.04, head[1] - 0.024), (x, head[1] - 0.075), (x + 0.04, head[1] - 0.024)], colours.layer(0.9))
    canvas.rectangle(x - 0.045, head[1] + 0.024, x + 0.045, head[1] + 0.036, colours.layer(0.9))
    canvas.fill(colours.ground, stage.horizon)
