"""Checks the length of a report, and how many reports a person may send."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.errors import UserError
from bot.ids import FilmId, GuildId, UserId

MIN_LENGTH, MAX_LENGTH = 10, 1000
"""In characters."""
MAX_PER_DAY, DAY_SECONDS = 5, 86_400
"""The most reports that a person may send in a day, and the length of a day in seconds."""
RETENTION_DAYS = 180


class NewReport(Struct, frozen=True):
    """A cleaned report by a person; `film_id` is None for a report that is not about a film."""

    user_id: UserId
    guild_id: GuildId | None
    film_id: FilmId | None
    language: str
    text: str


class Report(Struct, frozen=True):
    """A stored report; `film_title` includes the year, and is None for a report that is not about a known film."""

    number: int
    created_at: int
    film_title: str | None
    language: str
    text: str


def check_length(text: str) -> None:
    """Raise UserError if a text is too short."""
    if len(text) < MIN_LENGTH:
        raise UserError("help.report.too-short", count=MIN_LENGTH)


def check_rate(report_times: Sequence[int], now: int) -> None:
    """Raise UserError if another report would exceed the daily limit; `report_times` are sorted, newest first."""
    recent = [created_at for created_at in report_times if created_at > now - DAY_SECONDS]
    if len(recent) >= MAX_PER_DAY:
        raise UserError("help.report.too-many", count=MAX_PER_DAY, again=recent[MAX_PER_DAY - 1] + DAY_SECONDS)
