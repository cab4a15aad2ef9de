"""A server's year in tears, and when it is posted in December."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.text.languages import Language
from bot.ids import ChannelId, FilmId, GuildId
from bot.settings.rules.local_time import zone_info
from bot.tears.rules.board import Board

FIRST_YEAR: Final = 2026
"""The year of the first ratings."""
LAST_YEAR: Final = 2999
MIN_RATINGS: Final = 5
"""The minimum number of ratings for a year to be shown."""
CRIED_FROM: Final = 2
"""The number of tissues from which somebody counts as having cried; one is only a lump in the throat."""
MONTHS: Final = 12
JANUARY, DECEMBER = 1, 12
POSTED_FROM: Final = (20, 12)
"""The day of December, and the hour, from which the year is posted."""
CLAIM_SECONDS: Final = 60
"""Seconds for which a claim keeps other processes from posting a year; Discord recognises a nonce for longer."""
RECHECK_SECONDS: Final = 6 * 60 * 60
"""Seconds until a year with too few ratings is looked at again."""
FIRST_RETRY, MAX_ATTEMPTS = 60, 8


class YearTears(Struct, frozen=True):
    """A server's ratings in a year; `months` has each month's tissues, `cried` how many people cried at each film."""

    number: int
    board: Board
    person_count: int
    months: Sequence[int]
    cried: Mapping[FilmId, int]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough ratings to show the year."""
        return self.board.rating_count >= MIN_RATINGS

    @property
    def tissues(self) -> int:
        """The number of tissues in the whole year."""
        return sum(self.months)

    @property
    def hardest_month(self) -> int | None:
        """The month that took the most tissues (the first in a tie), counted from 1, or None if no month took any."""
        return self.months.index(max(self.months)) + 1 if self.tissues else None

    @property
    def most_cried(self) -> FilmId | None:
        """The film that made the most people cry (the first on the board in a tie), or None if nobody cried."""
        films = (tears.film_id for tears in self.board.ranking if tears.film_id in self.cried)
        return max(films, key=lambda film_id: self.cried[film_id], default=None)


def choose_year(year: int | None, now: int, zone: str | None) -> int:
    """Return `year`, or if it is None, this year (in January, last year); raise UserError for a future year."""
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
    """Return the current year if it is time to post it, otherwise None."""
    today = dt.datetime.fromtimestamp(now, zone_info(zone))
    is_time = today.month == DECEMBER and (today.day, today.hour) >= POSTED_FROM
    return today.year if is_time else None


class YearPost(Struct, frozen=True):
    """Where a server wants its year in tears, and the last finished year; without a channel, the post is turned off.

    `attempts` counts how often a process began to post the unfinished year; any attempt may have succeeded.
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
        """Return when to try again after a failure; the delay doubles each time."""
        return int(now + FIRST_RETRY * 2**self.attempts)
