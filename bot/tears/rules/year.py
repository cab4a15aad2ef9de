"""A server's year in tears, and when it is posted in December."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.errors import UserError
from bot.core.text.languages import Language
from bot.ids import ChannelId, FilmId, GuildId
from bot.settings.rules.local_time import zone_info
from bot.tears.rules.board import Board

FIRST_YEAR: Final = 2026
"""The year of the first ratings."""
LAST_YEAR: Final = 2999
MIN_RATINGS: Final = 5
"""Ratings from which a year has something to show."""
CRIED_FROM: Final = 2
"""Tissues from which somebody cried; one is a lump in the throat."""
MONTHS: Final = 12
JANUARY, DECEMBER = 1, 12
POSTED_FROM: Final = (20, 12)
"""The day of December, and the hour, from which the year is posted."""
CLAIM_SECONDS: Final = 60
"""How long the process that posts it has it for itself; Discord recognises a repeated nonce for longer."""
RECHECK_SECONDS: Final = 6 * 60 * 60
"""How long to wait for more ratings where there are too few."""
FIRST_RETRY, MAX_ATTEMPTS = 60, 8


@dataclass(frozen=True, slots=True)
class YearTears:
    """What a server rated in a year; `months` has the tissues of each month, and `cried` who cried at each film."""

    year: int
    board: Board
    person_count: int
    months: Sequence[int]
    cried: Mapping[FilmId, int]

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to show."""
        return self.board.rating_count >= MIN_RATINGS

    @property
    def tissues(self) -> int:
        """All tissues of the year."""
        return sum(self.months)

    @property
    def hardest_month(self) -> int | None:
        """The month that took the most tissues, counted from 1; None if none took any."""
        return self.months.index(max(self.months)) + 1 if self.tissues else None

    @property
    def most_cried(self) -> FilmId | None:
        """The film that made the most people cry, of equal ones the first on the board; None if nobody cried."""
        films = (tears.film_id for tears in self.board.ranking if tears.film_id in self.cried)
        return max(films, key=lambda film_id: self.cried[film_id], default=None)


def choose_year(year: int | None, now: int, zone: str | None) -> int:
    """Return the year to show: this one, or the last one in January; raise UserError for a year to come."""
    today = dt.datetime.fromtimestamp(now, zone_info(zone))
    if year is None:
        return today.year - (today.month == JANUARY)
    if year > today.year:
        raise UserError("tears.year.not-yet", year=year)
    return year


def month_starts(year: int, zone: str | None) -> Sequence[int]:
    """Return the epoch seconds at which the months of a year begin in a zone."""
    return [int(dt.datetime(year, month, 1, tzinfo=zone_info(zone)).timestamp()) for month in range(1, MONTHS + 1)]


def year_to_post(now: int, zone: str | None) -> int | None:
    """Return the year that is to be posted now, which is in its last days; None at any other time."""
    today = dt.datetime.fromtimestamp(now, zone_info(zone))
    is_time = today.month == DECEMBER and (today.day, today.hour) >= POSTED_FROM
    return today.year if is_time else None


@dataclass(frozen=True, slots=True)
class YearPost:
    """Where a server wants its year in tears, and the last year that is done with; no channel if it is turned off.

    `attempts` counts the times that a process began to post it, which may have succeeded.
    """

    guild_id: GuildId
    channel_id: ChannelId | None
    language: Language
    done_year: int = 0
    attempts: int = 0

    def nonce(self, year: int) -> str:
        """Return the nonce by which Discord recognises the message if it is sent again shortly after."""
        return f"y{year}{self.guild_id}"

    def retry_at(self, now: int) -> int:
        """Return when to try again after a failure, doubling the delay each time."""
        return int(now + FIRST_RETRY * 2**self.attempts)
