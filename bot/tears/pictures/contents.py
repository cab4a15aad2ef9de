"""The contents of the pictures of boards and years; this module does not import Pillow."""

from collections.abc import Sequence

from msgspec import Struct

MAX_ROWS = 5
"""With this many rows, a board's picture fills the box in which Discord shows it."""
MAX_FILMS = 3
"""The most films in a year's picture."""


class PictureRow(Struct, frozen=True):
    """One film: its titles, its mean, the text below its bar, and its cover as the content of a file."""

    title: str
    second_title: str
    mean: float
    mean_text: str
    detail: str
    cover: bytes | None = None


class BoardPicture(Struct, frozen=True):
    """Everything that a board's picture is drawn from; at most MAX_ROWS films are shown."""

    heading: str
    subheading: str
    rows: Sequence[PictureRow]


class PictureFact(Struct, frozen=True):
    """A fact about the year: its heading, and a film or a month."""

    heading: str
    text: str


class YearPicture(Struct, frozen=True):
    """Everything that a year's picture is drawn from; `months` has each month's short name and tissues."""

    heading: str
    server: str
    summary: str
    top_heading: str
    films: Sequence[PictureRow]
    facts: Sequence[PictureFact]
    months: Sequence[tuple[str, int]]
