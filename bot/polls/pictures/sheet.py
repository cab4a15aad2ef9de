"""The sheet that a result is drawn on: a night sky in the covers' blues, with bars and text. Lengths are in pixels."""

import io
import math
from dataclasses import dataclass, field
from random import Random

from PIL import Image, ImageDraw, ImageOps

from bot.films.pictures.canvas import SCALE, Canvas, Colour, Point
from bot.films.pictures.lettering import font
from bot.films.pictures.palette import HUES, LIGHTS, PAPER, Palette
from bot.polls.pictures.words import Paragraph

WIDTH, MARGIN = 1100, 42
"""The width is twice the widest picture in a Discord message, so that the picture is sharp on dense screens."""
INNER = WIDTH - 2 * MARGIN
DEPTH, ROUNDNESS = 0.92, 0.3
PALETTE_SIZE = 256
STARS, SKY = 90, 360
"""The number of stars, and their greatest distance from the top edge."""
LEADING, BASELINE = 1.24, 0.86
"""The distance between lines, and from the top of a line to its baseline, as multiples of the font size."""
DIM: Colour = (172, 190, 218)
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Sheet:
    """A sheet of a given height; its colours and stars depend on the title alone."""

    title: str
    height: float
    canvas: Canvas = field(init=False)
    colours: Palette = field(init=False)

    def __post_init__(self) -> None:
        rng = Random(self.title)  # noqa: S311  # not used for security
        self.colours = Palette(rng.choice(HUES), DEPTH, rng.choice(LIGHTS))
        self.canvas = Canvas(Image.new("RGB", (WIDTH * SCALE, round(self.height) * SCALE)), unit=SCALE)
        self._paint_sky(rng)

    def _paint_sky(self, rng: Random) -> None:
        """Paint the night sky, with faint stars only at the top, where none can be mistaken for a decimal point."""
        colours = self.colours
        self.canvas.fade(colours.shade(0.085, 0.95), colours.shade(0.2, 0.9), 0, self.height)
        for _ in range(STARS):
            place = rng.uniform(0, WIDTH), rng.random() * SKY
            self.canvas.disc(place, rng.uniform(0.6, 1.5), colours.pale, rng.uniform(0.1, 0.42) * (1 - place[1] / SKY))

    def text(self, place: Point, text: str, size: float, colour: Colour = PAPER) -> None:
        """Write a line of text whose top left corner is at `place`."""
        x, top = place
        self.canvas.text((x, top + size * BASELINE), text, font(round(size * SCALE)), colour)

    def outlined_text(self, place: Point, text: str, size: float, colour: Colour) -> None:
        """Write a line with a dark outline, which stays readable on any background."""
        x, top = place
        ImageDraw.Draw(self.canvas.image).text(
            (x * SCALE, (top + size * BASELINE) * SCALE),
            text,
            fill=colour,
            font=font(round(size * SCALE)),
            anchor="ls",
            stroke_width=3 * SCALE,
            stroke_fill=self.colours.shade(0.1, 0.9),
        )

    def text_over(self, place: Point, text: str, size: float, end: float, inks: tuple[Colour, Colour]) -> None:
        """Write a line in the first colour up to x = `end`, and in the second colour beyond."""
        x, top = place
        width, height = round(size * SCALE * (len(text) + 1)), round(size * SCALE * 1.5)
        mask = Image.new("L", (width, height))
        ImageDraw.Draw(mask).text(
            (0, size * SCALE * BASELINE), text, fill=255, font=font(round(size * SCALE)), anchor="ls"
        )
        ink = Image.new("RGB", mask.size, inks[1])
        ink.paste(inks[0], (0, 0, max(0, min(width, round((end - x) * SCALE))), height))
        self.canvas.image.paste(ink, (round(x * SCALE), round(top * SCALE)), mask)

    def paragraph(self, place: Point, paragraph: Paragraph, colour: Colour = PAPER) -> float:
        """Write lines downwards from `place`, and return where the next line would begin."""
        x, top = place
        for line in paragraph.lines:
            self.text((x, top), line, paragraph.size, colour)
            top += paragraph.size * LEADING
        return top

    def pill(self, box: Box, colour: Colour, opacity: float = 1.0, end: float = WIDTH) -> None:
        """Paint a box with round corners, up to x = `end`."""
        left, top, right, bottom = _pixels(box)
        mask = _rounded((right - left, bottom - top), round((bottom - top) * ROUNDNESS), round(opacity * 255))
        mask.paste(0, (min(mask.width, round(end * SCALE) - left), 0, *mask.size))
        self.canvas.image.paste(colour, (left, top), mask)

    def frame(self, box: Box, colour: Colour) -> None:
        """Draw the outline of a box with round corners."""
        radius = (box[3] - box[1]) * SCALE * ROUNDNESS
        ImageDraw.Draw(self.canvas.image).rounded_rectangle(_pixels(box), radius, outline=colour, width=3 * SCALE)

    def strike(self, place: Point, width: float) -> None:
        """Strike out a text whose left end, at half its height, is at `place`."""
        x, y = place
        self.canvas.line([(x, y), (x + width, y)], DIM, 3)

    def star(self, centre: Point, radius: float, colour: Colour) -> None:
        """Paint a star with five points."""
        corners = [(radius * (1, 0.45)[corner % 2], math.tau * corner / 10) for corner in range(10)]
        x, y = centre
        points = [(x + reach * math.sin(angle), y - reach * math.cos(angle)) for reach, angle in corners]
        self.canvas.polygon(points, colour)

    def paste(self, content: bytes, box: Box) -> None:
        """Paste a picture file, cropped to fill a box with round corners, in front of a warm light."""
        left, top, right, bottom = _pixels(box)
        size = right - left, bottom - top
        picture = ImageOps.fit(Image.open(io.BytesIO(content)).convert("RGB"), size)
        self.canvas.glow(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), box[3] - box[1], self.colours.light, 0.34)
        self.canvas.image.paste(picture, (left, top), _rounded(size, 14 * SCALE))

    def encode(self) -> bytes:
        """Return the picture as the content of a PNG file with a palette, which makes it three times smaller."""
        file = io.BytesIO()
        size = WIDTH, self.canvas.image.height // SCALE
        self.canvas.image.resize(size, Image.Resampling.BOX).quantize(PALETTE_SIZE).save(file, "PNG")
        return file.getvalue()


def _pixels(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return round(left * SCALE), round(top * SCALE), round(right * SCALE), round(bottom * SCALE)


def _rounded(size: tuple[int, int], radius: int, opacity: int = 255) -> Image.Image:
    """Return a mask of a box with round corners."""
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=opacity)
    return mask
