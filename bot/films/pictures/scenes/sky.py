"""Scenes that are mostly sky."""

import math

from bot.films.pictures.canvas import Point
from bot.films.pictures.scenes.base import STEPS, Stage, across, land, moon, ridges, sky_point


def star_trails(stage: Stage) -> None:
    """Paint star trails."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    pole = rng.uniform(0.25, 0.75), stage.horizon - stage.room * rng.uniform(0.1, 0.4)
    for step in range(min(26, int((pole[1] - stage.top - 0.03) / 0.031))):
        start = rng.uniform(0, 360)
        radius = 0.03 + step * 0.031
        light = colours.light if step % 7 == 3 else colours.pale  # noqa: PLR2004
        for part in range(3):
            first = start + part * 120
            canvas.ring(pole, radius, light, 0.0036, opacity=0.8, arc=(first, first + rng.uniform(20, 80)))
    ridges(stage, 2, stage.room * 0.2)


def thread(stage: Stage) -> None:
    """Paint a looping thread with a light at each end."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    land(stage, stage.horizon - stage.room * 0.1, colours.layer(0.4), 0.03)
    land(stage, stage.horizon, colours.ground, 0.012)
    loops, phase = rng.choice((2, 3, 4)), rng.uniform(0, math.tau)
    middle = stage.top + stage.room * 0.5
    points = []
    for step in range(STEPS * 3 + 1):
        share = step / (STEPS * 3)
        turn = phase + share * math.tau * loops
        points.append(
            (
                0.18 + 0.64 * share + 0.1 * math.sin(turn),
                middle + stage.room * 0.26 * math.cos(turn) * math.sin(share * math.pi) ** 0.5,
            )
        )
    canvas.line(points, colours.light, 0.0062)
    for end in (points[0], points[-1]):
        canvas.glow(end, 0.1, colours.light, 0.5)
        canvas.disc(end, 0.022, colours.light)


def strings(stage: Stage) -> None:
    """Paint five curved strings with notes on them."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    ridges(stage, 2, stage.room * 0.2)
    middle, gap, swing = stage.top + stage.room * 0.4, min(0.045, stage.room * 0.07), rng.uniform(0.05, 0.09)
    phase = rng.uniform(0, math.tau)

    def height(x: float) -> float:
        return middle + swing * math.sin(phase + x * 4.4)

    for string in range(-2, 3):
        canvas.line([(x, height(x) + string * gap * (0.7 + 0.5 * x)) for x in across()], colours.pale, 0.0042, 0.85)
    for index, x in enumerate((0.18, 0.34, 0.5, 0.66, 0.82)):
        spot = x + rng.uniform(-0.03, 0.03), height(x) + rng.choice((-2, -1, 0, 1, 2)) * gap * (0.7 + 0.5 * x)
        _note(stage, spot, gap * 0.62, lit=index == 2 or rng.random() < 0.3)  # noqa: PLR2004


def _note(stage: Stage, head: Point, size: float, *, lit: bool) -> None:
    shade = stage.colours.light if lit else stage.colours.pale
    if lit:
        stage.canvas.glow(head, size * 4, shade, 0.4)
    stage.canvas.disc(head, size, shade, flat=0.78)
    stage.canvas.line([(head[0] + size * 0.9, head[1]), (head[0] + size * 0.9, head[1] - size * 4.6)], shade, 0.0052)


def kite(stage: Stage) -> None:
    """Paint a kite high up, and the line down to a hill."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    ridges(stage, 3, stage.room * 0.3)
    side = stage.side()
    x, y, size = 0.5 + side * rng.uniform(0.14, 0.24), stage.top + stage.room * 0.24, min(0.1, stage.room * 0.17)
    foot = 0.5 - side * rng.uniform(0.16, 0.26)
    points = []
    for step in range(25):
        share = step / 24
        points.append((x + (foot - x) * share, y + (stage.horizon - y) * (share**1.7)))
    canvas.line(points, colours.pale, 0.0036, 0.8)
    tilt = 0.35 * side
    corners = [(0, -1.25), (0.85, 0), (0, 1.25), (-0.85, 0)]
    turned = [
        (x + size * (a * math.cos(tilt) - b * math.sin(tilt)), y + size * (a * math.sin(tilt) + b * math.cos(tilt)))
        for a, b in corners
    ]
    canvas.polygon(turned, colours.light)
    canvas.polygon([turned[0], turned[1], turned[2]], colours.pale)
    for tail in range(5):
        canvas.disc(
            (turned[2][0] - side * tail * 0.022, turned[2][1] + 0.03 + tail * 0.024),
            0.008,
            colours.light,
            0.9 - tail * 0.12,
        )


def planes(stage: Stage) -> None:
    """Paint flying paper planes."""
    rng = stage.rng
    moon(stage, sky_point(stage, 0.72), min(0.09, stage.room * 0.16))
    ridges(stage, 3, stage.room * 0.25)
    side = stage.side()
    for index, (x, share) in enumerate(((0.66, 0.18), (0.4, 0.36), (0.2, 0.56))):
        place = (x if side > 0 else 1 - x) + rng.uniform(-0.04, 0.04), stage.top + stage.room * share
        _plane(stage, place, 0.13 - index * 0.03, side)


def _plane(stage: Stage, nose: Point, size: float, side: int) -> None:
    (x, y), canvas, colours = nose, stage.canvas, stage.colours
    canvas.polygon(
        [
            (x + side * size, y - size * 0.5),
            (x - side * size, y - size * 0.28),
            (x - side * size * 0.35, y + size * 0.06),
        ],
        colours.pale,
    )
    canvas.polygon(
        [
            (x + side * size, y - size * 0.5),
            (x - side * size * 0.35, y + size * 0.06),
            (x - side * size * 0.4, y + size * 0.52),
        ],
        colours.shade(0.7),
    )
    canvas.polygon(
        [
            (x + side * size, y - size * 0.5),
            (x - side * size * 0.1, y + size * 0.14),
            (x + side * size * 0.12, y + size * 0.5),
        ],
        colours.pale,
    )


def branch(stage: Stage) -> None:
    """Paint a blossoming branch that reaches into the sky from one side."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    moon(stage, (0.5 + rng.uniform(-0.1, 0.1), stage.top + stage.room * 0.5), min(0.2, stage.room * 0.32))
    land(stage, stage.horizon - 0.03, colours.layer(0.45), 0.02)
    land(stage, stage.horizon, colours.ground, 0.012)
    side = stage.side()
    points = []
    for step in range(13):
        share = step / 12
        x = share * 1.02 - 0.2
        points.append(
            (
                x if side > 0 else 1 - x,
                stage.top + stage.room * (0.26 + 0.3 * share + 0.05 * math.sin(share * 7 + rng.random())),
            )
        )
    for first, second, width in zip(points, points[1:], (0.024 - 0.0017 * step for step in range(12)), strict=False):
        canvas.line([first, second], colours.layer(1.0), width)
    for point in points[2:]:
        for _ in range(3):
            bud = point[0] + rng.uniform(-0.055, 0.055), point[1] + rng.uniform(-0.075, 0.075)
            canvas.line([point, bud], colours.layer(1.0), 0.0045)
            _blossom(stage, bud, rng.uniform(0.014, 0.026))


def _blossom(stage: Stage, centre: Point, size: float) -> None:
    turn = stage.rng.uniform(0, math.tau)
    for petal in range(5):
        angle = turn + petal * math.tau / 5
        stage.canvas.disc(
            (centre[0] + math.cos(angle) * size * 0.62, centre[1] + math.sin(angle) * size * 0.62),
            size * 0.6,
            stage.colours.pale,
        )
    stage.canvas.disc(centre, size * 0.3, stage.colours.light)


def flock(stage: Stage) -> None:
    """Paint flying geese, the last one a little behind."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    moon(stage, sky_point(stage, 0.5), min(0.17, stage.room * 0.28))
    ridges(stage, 3, stage.room * 0.3)
    ink = colours.layer(1.0) if colours.is_day else colours.pale
    side, x, y = stage.side(), rng.uniform(0.4, 0.6), stage.top + stage.room * 0.2
    for index in range(7):
        row = (index + 1) // 2
        arm = 1 if index % 2 else -1
        lag = 1.5 if index == 6 else 1.0  # noqa: PLR2004
        place = x - side * row * 0.082 * lag, y + arm * row * 0.052 + row * 0.024
        for wing in (-0.021, 0.021):
            canvas.ring((place[0] + wing, place[1]), 0.023, ink, 0.0062, arc=(200, 340), flat=0.7)


def lanes(stage: Stage) -> None:
    """Paint the curved lanes of a running track."""
    canvas, colours = stage.canvas, stage.colours
    side = stage.side()
    centre = (0.5 + side * 0.62, stage.horizon + 0.02)
    for lane in range(7):
        canvas.disc(centre, 1.08 - lane * 0.115, colours.layer(0.25 + lane * 0.1), flat=min(1.0, stage.room / 0.92))
        canvas.ring(centre, 1.08 - lane * 0.115, colours.pale, 0.006, opacity=0.8, flat=min(1.0, stage.room / 0.92))
    canvas.fill(colours.ground, stage.horizon + 0.02)
    x = 0.5 - side * 0.3
    canvas.glow((x, stage.top + stage.room * 0.1), 0.25, colours.light, 0.5)
    canvas.disc((x, stage.top + stage.room * 0.1), 0.055, colours.light)
