"""What may be reported as wrong, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import UserError

MIN_LENGTH, MAX_LENGTH = 10, 1000
"""Characters of a report."""
MAX_PER_DAY, DAY_SECONDS = 5, 86_400
"""So many reports a person, in so many seconds."""
RETENTION_DAYS = 180


@dataclass(frozen=True, slots=True)
class NewReport:
    """What somebody says is wrong, cleaned: with the film, the database's key of it, when it is about one."""

    user_id: int
    guild_id: int | None
    film_id: int | None
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the operator reads it; `film` is a title with its year, None for anything else that is wrong."""

    number: int
    created_at: int
    film_title: str | None
    language: str
    text: str


def check_length(text: str) -> None:
    """Raise Refusal for a text from which nobody could tell what is wrong."""
    if len(text) < MIN_LENGTH:
        raise UserError("help.report.too-short", count=MIN_LENGTH)


def check_rate(report_times: Sequence[int], now: int) -> None:
    """Raise Refusal for one report too many a day; `earlier` are the person's last ones, the newest first."""
    recent = [created_at for created_at in report_times if created_at > now - DAY_SECONDS]
    if len(recent) >= MAX_PER_DAY:
        raise UserError("help.report.too-many", count=MAX_PER_DAY, again=recent[MAX_PER_DAY - 1] + DAY_SECONDS)
