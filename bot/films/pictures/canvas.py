"""The canvas for pictures, which is larger than the picture and is scaled down for smooth edges."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 600, 900
"""The size of a cover in pixels."""
COVER_HEIGHT = HEIGHT / WIDTH
"""The height of a cover in units of its width."""
SCALE = 2
"""Pixels painted per pixel shown, in each direction."""
UNIT = WIDTH * SCALE
QUALITY = 75
Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(slots=True)
class Canvas:
    """A picture that is being painted; positions and lengths are multiples of `unit`, by default a cover's width."""

    image: Image.Image = field(default_factory=lambda: Image.new("RGB", (UNIT, HEIGHT * SCALE)))
    offset: float = 0.0
    """How far everything is moved to the right, except what `fade` and `fill` paint."""
    unit: float = UNIT
    """Painted pixels per unit."""

    def fade(self, top: Colour, bottom: Colour, y: float = 0.0, height: float = COVER_HEIGHT) -> None:
        """Fill a full-width band with a vertical gradient from `top` to `bottom`."""
        size = 1, max(1, round(height * self.unit))
        ramp = Image.linear_gradient("L").resize(size)
        column = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)
        self.image.paste(
            column.resize((self.image.width, size[1]), Image.Resampling.NEAREST), (0, round(y * self.unit))
        )

    def fill(self, colour: Colour, y: float) -> None:
        """Fill everything below `y`."""
        self.image.paste(colour, (0, round(y * self.unit), self.image.width, self.image.height))

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float = 0.6) -> None:
        """Paint a soft light."""
        side = max(2, round(radius * 2 * self.unit))
        light = Image.radial_gradient("L").point(
            [round(max(0.0, 1 - value / 180) ** 2 * 255 * strength) for value in range(256)]
        )
        mask = light.resize((side, side), Image.Resampling.BILINEAR)
        left, top = round((centre[0] + self.offset - radius) * self.unit), round((centre[1] - radius) * self.unit)
        self.image.paste(colour, (left, top, left + side, top + side), mask)

    def polygon(self, points: Iterable[Point], colour: Colour, opacity: float = 1.0) -> None:
        """Fill a polygon."""
        self._draw().polygon(self._pixels(points), fill=_rgba(colour, opacity))

    def rectangle(self, left: float, top: float, right: float, bottom: float, colour: Colour, *rest: float) -> None:
        """Fill a rectangle; `rest` can hold its opacity."""
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour, *rest)

    def disc(self, centre: Point, radius: float, colour: Colour, opacity: float = 1.0, flat: float = 1.0) -> None:
        """Fill a circle, or an ellipse that is `flat` times as high as wide."""
        (x, y), high = centre, radius * flat
        self._draw().ellipse(
            self._pixels([(x - radius, y - high), (x + radius, y + high)]), fill=_rgba(colour, opacity)
        )

    def ring(  # noqa: PLR0913  # an ellipse needs these parameters
        self,
        centre: Point,
        radius: float,
        colour: Colour,
        width: float,
        *,
        opacity: float = 1.0,
        flat: float = 1.0,
        arc: tuple[float, float] = (0, 360),
    ) -> None:
        """Draw the outline of a circle or ellipse, or only the part between the two angles of `arc`, in degrees."""
        (x, y), high = centre, radius * flat
        box = self._pixels([(x - radius, y - high), (x + radius, y + high)])
        self._draw().arc(box, *arc, fill=_rgba(colour, opacity), width=max(1, round(width * self.unit)))

    def line(self, points: Sequence[Point], colour: Colour, width: float, opacity: float = 1.0) -> None:
        """Draw a line through points."""
        self._draw().line(
            self._pixels(points), fill=_rgba(colour, opacity), width=max(1, round(width * self.unit)), joint="curve"
        )

    def text(self, place: Point, text: str, font: ImageFont.FreeTypeFont, colour: Colour) -> None:
        """Write one line of text whose baseline begins at `place`."""
        self._draw().text(self._pixels([place])[0], text, fill=colour, font=font, anchor="ls")

    def encode(self) -> bytes:
        """Return the picture, scaled down to a cover's size, as the content of a WebP file."""
        file = io.BytesIO()
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        small.save(file, "WEBP", quality=QUALITY, method=2)
        return file.getvalue()

    def _pixels(self, points: Iterable[Point]) -> list[Point]:
        return [((x + self.offset) * self.unit, y * self.unit) for x, y in points]

    def _draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image, "RGBA")


def _rgba(colour: Colour, opacity: float) -> tuple[int, int, int, int]:
    return (*colour, round(opacity * 255))
