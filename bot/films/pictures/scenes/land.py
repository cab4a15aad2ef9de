"""Scenes of hills, roads and fields."""

import math

from bot.films.pictures.canvas import COVER_HEIGHT, Point
from bot.films.pictures.scenes.base import (
    LEFT,
    RIGHT,
    STEPS,
    Stage,
    across,
    lamp,
    land,
    moon,
    ridges,
    sky_point,
    spaced,
)


def hills(stage: Stage) -> None:
    """Paint rows of hills below a moon."""
    moon(stage, sky_point(stage, 0.3), min(0.1, stage.room * 0.18), crescent=stage.rng.random() < 0.4)  # noqa: PLR2004
    ridges(stage, stage.rng.choice((3, 4, 5)), stage.room * 0.42)


def road(stage: Stage) -> None:
    """Paint a winding road to a low light."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    x = rng.uniform(0.36, 0.64)
    moon(stage, (x, stage.horizon - min(0.36, stage.room * 0.48)), min(0.16, stage.room * 0.3))
    level = stage.horizon - min(0.3, stage.room * 0.4)
    land(stage, level - 0.02, colours.layer(0.45), 0.03)
    canvas.fade(colours.layer(0.6), colours.ground, level, COVER_HEIGHT - level)
    swing, turn = stage.side() * rng.uniform(0.1, 0.17), rng.uniform(2.2, 3.2)
    left, right = [], []
    for step in range(STEPS + 1):
        share = step / STEPS
        middle = x + swing * math.sin(share**0.6 * turn * math.pi / 1.6) * (0.25 + share)
        half = 0.006 + 0.11 * share**1.8
        y = level + (stage.horizon - level) * share
        left.append((middle - half, y))
        right.append((middle + half, y))
    canvas.polygon([*left, *reversed(right)], colours.haze, 0.6)
    land(stage, stage.horizon - 0.012, colours.ground, 0.01)


def trees(stage: Stage) -> None:
    """Paint a tall tree and a small one beside it."""
    rng = stage.rng
    moon(stage, sky_point(stage, 0.25), min(0.07, stage.room * 0.12))
    land(stage, stage.horizon - stage.room * 0.16, stage.colours.layer(0.3), 0.03)
    edge = land(stage, stage.horizon - 0.01, stage.colours.ground, 0.02)
    side = stage.side()
    first, second = 0.5 - side * rng.uniform(0.08, 0.14), 0.5 + side * rng.uniform(0.2, 0.28)
    _tree(stage, (first, edge(first)), min(0.42, stage.room * 0.72))
    _tree(stage, (second, edge(second)), min(0.19, stage.room * 0.32))


def _tree(stage: Stage, root: Point, height: float) -> None:
    (x, y), canvas, colours, rng = root, stage.canvas, stage.colours, stage.rng
    canvas.polygon(
        [(x - height * 0.04, y + 0.01), (x, y - height * 0.8), (x + height * 0.04, y + 0.01)], colours.layer(1.0)
    )
    for _ in range(16):
        angle, reach = rng.uniform(0, math.tau), rng.uniform(0.05, 0.26) * height
        leaf = x + math.cos(angle) * reach, y - height * 0.68 + math.sin(angle) * reach * 0.85
        canvas.disc(leaf, height * rng.uniform(0.09, 0.17), colours.layer(rng.uniform(0.55, 0.95)), 0.9)


def bare_tree(stage: Stage) -> None:
    """Paint a bare tree with a few persimmons."""
    rng = stage.rng
    land(stage, stage.horizon - stage.room * 0.1, stage.colours.layer(0.25), 0.025)
    edge = land(stage, stage.horizon, stage.colours.ground, 0.015)
    x = rng.choice((rng.uniform(0.26, 0.36), rng.uniform(0.64, 0.74)))
    lean = 0.1 if x < 0.5 else -0.1  # noqa: PLR2004  # towards the middle
    tips: list[Point] = []
    _limb(stage, (x, edge(x) + 0.01), -math.pi / 2 + lean, stage.room * 0.3, 0.03, tips=tips)
    for tip in rng.sample(tips, min(5, len(tips))):
        stage.canvas.glow(tip, 0.05, stage.colours.light, 0.35)
        stage.canvas.disc((tip[0], tip[1] + 0.012), 0.0145, stage.colours.light)


def _limb(stage: Stage, root: Point, angle: float, length: float, width: float, *, tips: list[Point]) -> None:  # noqa: PLR0913
    tip = root[0] + math.cos(angle) * length, root[1] + math.sin(angle) * length
    stage.canvas.line([root, tip], stage.colours.layer(1.0), width)
    stage.canvas.disc(tip, width * 0.46, stage.colours.layer(1.0))
    if width < 0.005:  # noqa: PLR2004  # a twig
        tips.append(tip)
        return
    for turn in (-1, 1):
        spread = turn * stage.rng.uniform(0.25, 0.62)
        _limb(stage, tip, angle + spread, length * stage.rng.uniform(0.62, 0.84), width * 0.62, tips=tips)


def reeds(stage: Stage) -> None:
    """Paint reeds in the wind in front of a distant ridge."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    moon(stage, sky_point(stage, 0.3), min(0.08, stage.room * 0.15), crescent=True)
    ridges(stage, 2, stage.room * 0.34)
    lean = stage.side() * rng.uniform(0.05, 0.11)
    for x in spaced(rng, 58, LEFT, RIGHT, 0.5):
        height, near = stage.room * rng.uniform(0.22, 0.52), rng.uniform(0.55, 1.0)
        tip = x + lean * height / stage.room * 2.2, stage.horizon + 0.02 - height
        bend = x + lean * 0.25, stage.horizon + 0.02 - height * 0.6
        canvas.line([(x, stage.horizon + 0.05), bend, tip], colours.layer(near), 0.004)
        for bead in range(7):
            share = bead / 7
            spot = tip[0] - (tip[0] - bend[0]) * share * 0.6, tip[1] + (bend[1] - tip[1]) * share * 0.6
            canvas.disc(spot, 0.0045 + 0.005 * math.sin(share * math.pi), colours.pale, 0.75)


def terraces(stage: Stage) -> None:
    """Paint terraced fields, and one lit house above them."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    level = stage.horizon - stage.room * 0.4
    for index in range(7):
        share = index / 6
        edge = land(
            stage,
            level + (stage.horizon + 0.02 - level) * share,
            colours.layer(0.15 + 0.8 * share),
            0.03 * (1 - share) + 0.008,
        )
        canvas.line([(x, edge(x)) for x in across()], colours.pale, 0.0035, 0.4)
        if index == 1:
            x = rng.uniform(0.25, 0.75)
            roof = edge(x)
            canvas.rectangle(x - 0.05, roof - 0.05, x + 0.05, roof + 0.02, colours.layer(0.9))
            canvas.polygon([(x - 0.075, roof - 0.045), (x, roof - 0.09), (x + 0.075, roof - 0.045)], colours.layer(1.0))
            lamp(stage, (x, roof - 0.018), 0.0125)


def footprints(stage: Stage) -> None:
    """Paint a trail of small paws across the snow."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    ridges(stage, 2, stage.room * 0.5)
    level = stage.horizon - stage.room * 0.3
    canvas.fade(colours.pale, colours.shade(0.74), level, stage.horizon - level)
    land(stage, stage.horizon, colours.ground, 0.012)
    x, drift = rng.uniform(0.22, 0.4), stage.side()
    x = x if drift > 0 else 1 - x
    for step in range(9):
        share = step / 8
        size = 0.021 - 0.014 * share
        spot = (
            x + drift * (0.4 * share + (0.02 if step % 2 else -0.02) * (1 - share)),
            stage.horizon - 0.035 - (stage.horizon - level - 0.05) * share,
        )
        canvas.disc(spot, size, colours.layer(0.5), flat=0.7)
        for toe in (-0.9, -0.3, 0.3, 0.9):
            canvas.disc(
                (spot[0] + toe * size, spot[1] - size * (1.05 - 0.3 * abs(toe))), size * 0.32, colours.layer(0.5)
            )
