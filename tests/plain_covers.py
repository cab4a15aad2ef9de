"""Draws plain covers and results, which take no time, for tests that do not look at them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch
from zlib import crc32

from PIL import Image

from bot.films.pictures.canvas import HEIGHT, WIDTH
from bot.films.pictures.cover import Cover
from bot.films.service import covers
from bot.polls import result_pictures
from bot.polls.pictures.result_picture import ResultPicture

DRAW_TIMEOUT = 5.0
"""Seconds that a card waits for its cover, which is enough even on a busy machine."""


@contextmanager
def plain_covers() -> Iterator[None]:
    """Draw plain covers and results instead of real ones."""
    with (
        patch.multiple(covers, draw_cover=_plain_cover, COVER_TIMEOUT=DRAW_TIMEOUT),
        patch.object(result_pictures, "draw_result", _plain_result),
    ):
        yield


@cache
def _plain_cover(cover: Cover) -> bytes:
    """Return a picture file in a colour of its own for each title."""
    file = io.BytesIO()
    colour = crc32(cover.title_en.encode()).to_bytes(4, "big")
    Image.new("RGB", (WIDTH, HEIGHT), (colour[0], colour[1], colour[2])).save(file, "WEBP", quality=1, method=0)
    return file.getvalue()


@cache
def _plain_result(picture: ResultPicture) -> bytes:
    """Return a small picture file."""
    file = io.BytesIO()
    Image.new("RGB", (11, 10), crc32(picture.headline.encode()) & 0xFFFFFF).save(file, "PNG")
    return file.getvalue()
