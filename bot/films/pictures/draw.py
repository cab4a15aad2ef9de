"""Draws a cover: sky and weather, the scene, then the text."""

from random import Random

from bot.films.pictures.canvas import COVER_HEIGHT, Canvas
from bot.films.pictures.cover import Cover
from bot.films.pictures.layouts import choose_layout
from bot.films.pictures.motifs import choose_scene, choose_weather
from bot.films.pictures.palette import palette
from bot.films.pictures.scenes.base import Stage


def draw_cover(cover: Cover) -> bytes:
    """Return the cover as the content of a picture file; equal values of `Cover` give the same picture."""
    rng = Random(f"{cover.title_en} {cover.year}")  # noqa: S311  # not used for security
    canvas, colours = Canvas(), palette(cover.tears, rng)
    scene, weather, layout = choose_scene(cover.themes, rng), choose_weather(rng), choose_layout(cover, colours, rng)
    canvas.fade(colours.sky, colours.sky, 0, layout.top)
    canvas.fade(colours.sky, colours.haze, layout.top, COVER_HEIGHT - layout.top)
    canvas.offset = layout.offset
    weather(canvas, colours, rng, layout.top)
    scene(Stage(canvas, colours, rng, layout.top, layout.horizon, layout.focus))
    canvas.offset = 0.0
    layout.write(canvas)
    return canvas.encode()
