"""The data that a film's cover is drawn from, without spoilers."""

from msgspec import Struct

COVER_VERSION = 2
"""Increase this with each change to how covers look, so that they are drawn again."""


class Cover(Struct, frozen=True):
    """Everything that a cover is drawn from; equal values give the same picture."""

    title_en: str
    title_ko: str | None
    year: int
    tears: int | None
    themes: tuple[str, ...]
