"""What a film's cover shows, and nothing that would tell how the film ends."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """All that a cover is drawn from; two films with the same are one picture."""

    title_en: str
    title_ko: str | None
    year: int
    tears: int | None
    themes: tuple[str, ...]
