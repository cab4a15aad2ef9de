"""The stage that every scene is painted on, and elements that many scenes share: moon, lamps, land and water."""

import math
from collections.abc import Callable, Iterator
from random import Random

from msgspec import Struct

from bot.films.pictures.canvas import COVER_HEIGHT, UNIT, Canvas, Colour, Point
from bot.films.pictures.palette import Palette

STEPS = 60
"""The number of points in a curve."""
LEFT, RIGHT = -0.2, 1.2
"""The range of x that a scene covers; it is wider than the cover, because a slip moves the scene aside."""


class Stage(Struct, frozen=True):
    """A cover before its scene is painted: the canvas and colours, and where sky and land meet."""

    canvas: Canvas
    colours: Palette
    rng: Random
    top: float
    """The distance from the top of the cover to where the scene begins."""
    horizon: float
    focus: int = 0
    """The side with the most room: -1 left, 1 right, 0 both."""

    @property
    def room(self) -> float:
        """The height above the horizon that is free for the scene."""
        return self.horizon - self.top

    def side(self) -> int:
        """Return the side for the main object: -1 left, 1 right."""
        return self.focus or self.rng.choice((-1, 1))


Scene = Callable[[Stage], None]


def wave(rng: Random, height: float, waves: float = 1.6) -> Callable[[float], float]:
    """Return a gentle curve: a function from x to the distance above or below a level."""
    first, second = rng.uniform(0, math.tau), rng.uniform(0, math.tau)
    return lambda x: height * (0.7 * math.sin(first + x * math.tau * waves / 2) + 0.3 * math.sin(second + x * 7.3))


def across() -> Iterator[float]:
    """Yield values of x from the left end of the scene to its right end."""
    yield from (LEFT + (RIGHT - LEFT) * step / STEPS for step in range(STEPS + 1))


def land(stage: Stage, level: float, colour: Colour, height: float, waves: float = 1.6) -> Callable[[float], float]:
    """Paint land from a wavy edge down to the cover's bottom; return the y of the edge as a function of x."""
    rise = wave(stage.rng, height, waves)
    stage.canvas.polygon(
        [(LEFT, COVER_HEIGHT), *((x, level + rise(x)) for x in across()), (RIGHT, COVER_HEIGHT)], colour
    )
    return lambda x: level + rise(x)


def ridges(stage: Stage, count: int, rise: float) -> None:
    """Paint rows of hills, paler with distance, and the ground in front of them."""
    for index in range(count):
        share = index / count
        level = stage.horizon - rise * (1 - share)
        land(stage, level, stage.colours.layer(0.12 + 0.75 * share), rise * 0.28, stage.rng.uniform(1.2, 2.6))
    land(stage, stage.horizon, stage.colours.ground, 0.012)


def moon(stage: Stage, centre: Point, radius: float, *, crescent: bool = False) -> None:
    """Paint a moon or a low sun with its glow."""
    canvas, colours = stage.canvas, stage.colours
    canvas.glow(centre, radius * 3.2, colours.light, 0.5)
    canvas.disc(centre, radius, colours.light)
    if crescent:
        shade = canvas.image.getpixel(
            (int((centre[0] + canvas.offset) * UNIT), max(0, int((centre[1] - radius * 1.15) * UNIT)))
        )
        canvas.disc((centre[0] + radius * 0.42, centre[1] - radius * 0.2), radius * 0.86, shade)  # type: ignore[arg-type]


def lamp(stage: Stage, place: Point, radius: float) -> None:
    """Paint a small lit lamp."""
    stage.canvas.glow(place, radius * 7, stage.colours.light, 0.75)
    stage.canvas.disc(place, radius, stage.colours.light)


def sky_point(stage: Stage, share: float = 0.42) -> Point:
    """Return a point in the open sky, at a random distance left or right of the middle."""
    return 0.5 + stage.side() * stage.rng.uniform(0.12, 0.28), stage.top + stage.room * share


def water(stage: Stage, level: float) -> None:
    """Paint water below `level`, with glints that grow towards the viewer."""
    canvas, colours, rng = stage.canvas, stage.colours, stage.rng
    canvas.fade(colours.layer(0.3), colours.ground, level, COVER_HEIGHT - level)
    for step in range(22):
        y = level + 0.01 + (step / 22) ** 1.7 * (stage.horizon - level)
        half, x = rng.uniform(0.02, 0.11) * (0.5 + step / 22), rng.uniform(LEFT, RIGHT)
        canvas.line([(x - half, y), (x + half, y)], colours.layer(0.1), 0.0025 + 0.002 * step / 22, 0.5)


def spaced(rng: Random, count: int, first: float, last: float, jitter: float = 0.25) -> Iterator[float]:
    """Yield `count` slightly irregular positions between `first` and `last`."""
    gap = (last - first) / count
    yield from (first + gap * (index + 0.5 + rng.uniform(-jitter, jitter)) for index in range(count))
