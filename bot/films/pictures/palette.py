"""The colours of a cover: blues, which are deeper for films that make people cry harder, and a warm light."""

from colorsys import hls_to_rgb
from random import Random

from msgspec import Struct

from bot.films.pictures.canvas import Colour

DEPTHS = (0.0, 0.1, 0.22, 0.4, 0.66, 0.9)
"""How deep the blues are, by number of tissues."""
UNKNOWN_DEPTH, DEPTH_SPREAD = 0.35, 0.09
DUSK = 0.4
"""From this depth on, the sky is dark and text on it is pale."""
HUES = (196, 203, 209, 213, 217, 223, 231)
"""Hues from a greenish to a violet blue, around the bot's own blue."""
LIGHTS = ((244, 214, 150), (240, 200, 132), (248, 226, 180), (238, 190, 140))
"""Colours for lamps, windows and moons."""
PAPER, INK = (246, 248, 251), (22, 40, 72)


class Palette(Struct, frozen=True):
    """The colours of one cover, from the sky to the foreground."""

    hue: float
    depth: float
    light: Colour

    @property
    def sky(self) -> Colour:
        """The colour of the sky at the top."""
        if self.is_day:
            return self.shade(_interpolate(0.87, 0.74, self.depth / DUSK), 0.9)
        return self.shade(_interpolate(0.44, 0.1, (self.depth - DUSK) / (1 - DUSK)), 0.9)

    @property
    def haze(self) -> Colour:
        """The colour of the sky at the horizon."""
        if self.is_day:
            return self.shade(_interpolate(0.96, 0.88, self.depth / DUSK), 0.85)
        return self.shade(_interpolate(0.7, 0.42, (self.depth - DUSK) / (1 - DUSK)), 0.85)

    @property
    def ground(self) -> Colour:
        """The colour of the foreground; text on it is pale."""
        return self.layer(1.0)

    @property
    def pale(self) -> Colour:
        """The palest blue of the cover, for snow, paper and clouds."""
        return self.shade(_interpolate(0.97, 0.86, self.depth), 0.7)

    @property
    def is_day(self) -> bool:
        """Whether the sky is so pale that the text on it must be dark."""
        return self.depth < DUSK

    def layer(self, nearness: float) -> Colour:
        """Return the colour of a layer of land, from 0 (far, in the haze) to 1 (near)."""
        far, near = _interpolate(0.76, 0.34, self.depth), _interpolate(0.36, 0.075, self.depth)
        return self.shade(_interpolate(far, near, nearness), 1.0)

    def shade(self, lightness: float, strength: float = 1.0) -> Colour:
        """Return the cover's blue with a given lightness."""
        red, green, blue = hls_to_rgb(self.hue / 360, lightness, 0.46 * strength)
        return round(red * 255), round(green * 255), round(blue * 255)


def palette(tears: int | None, rng: Random) -> Palette:
    """Return the colours of a film's cover."""
    depth = UNKNOWN_DEPTH if tears is None else DEPTHS[min(max(tears, 0), len(DEPTHS) - 1)]
    depth = min(max(depth + rng.uniform(-DEPTH_SPREAD, DEPTH_SPREAD), 0.0), 1.0)
    return Palette(rng.choice(HUES) + rng.uniform(-3, 3), depth, rng.choice(LIGHTS))


def _interpolate(first: float, last: float, share: float) -> float:
    return first + (last - first) * share
