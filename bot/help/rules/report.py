"""What may be reported as wrong, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import UserError

SHORTEST, LONGEST = 10, 1000
"""Characters of a report."""
A_DAY, DAY = 5, 86_400
"""So many reports a person, in so many seconds."""
KEPT_DAYS = 180


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody says is wrong, cleaned: with the film, the database's key of it, when it is about one."""

    person: int
    server: int | None
    film: int | None
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the operator reads it; `film` is a title with its year, None for anything else that is wrong."""

    number: int
    made: int
    film: str | None
    language: str
    text: str


def check_length(text: str) -> None:
    """Raise Refusal for a text from which nobody could tell what is wrong."""
    if len(text) < SHORTEST:
        raise UserError("help.report.too-short", count=SHORTEST)


def check_pace(earlier: Sequence[int], now: int) -> None:
    """Raise Refusal for one report too many a day; `earlier` are the person's last ones, the newest first."""
    lately = [made for made in earlier if made > now - DAY]
    if len(lately) >= A_DAY:
        raise UserError("help.report.too-many", count=A_DAY, again=lately[A_DAY - 1] + DAY)
