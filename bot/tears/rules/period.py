"""Determines which ratings a board counts: those given in a period, for films with a theme."""

import datetime as dt
from enum import StrEnum
from typing import Final

from msgspec import Struct

from bot.core.errors import UserError
from bot.settings.rules.local_time import zone_info

MONTH_SECONDS: Final = 30 * 24 * 60 * 60
END_OF_TIME: Final = 2**53


class Period(StrEnum):
    """Which ratings count: all, those of this calendar year, or those of the last thirty days."""

    ALL = "all"
    YEAR = "year"
    MONTH = "month"


class BoardFilter(Struct, frozen=True):
    """Which ratings of which films are on a board; an empty theme includes all films."""

    period: Period = Period.ALL
    theme: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether neither a period nor a theme limits the ratings."""
        return self == BoardFilter()


def parse_period(text: str) -> Period:
    """Return the period in a component's argument; raise UserError for anything else."""
    if text not in {*Period}:
        raise UserError("core.unknown-press")
    return Period(text)


def period_bounds(period: Period, now: int, zone: str | None) -> tuple[int, int]:
    """Return the epoch seconds at which a period begins and ends; a calendar year begins and ends in the time zone."""
    match period:
        case Period.ALL:
            return 0, END_OF_TIME
        case Period.MONTH:
            return now - MONTH_SECONDS, END_OF_TIME
        case Period.YEAR:
            return year_bounds(local_year(now, zone), zone)


def local_year(now: int, zone: str | None) -> int:
    """Return the calendar year in a zone at an epoch second."""
    return dt.datetime.fromtimestamp(now, zone_info(zone)).year


def year_bounds(year: int, zone: str | None) -> tuple[int, int]:
    """Return the epoch seconds at which a calendar year begins and ends in a zone."""
    first, last = (dt.datetime(start, 1, 1, tzinfo=zone_info(zone)) for start in (year, year + 1))
    return int(first.timestamp()), int(last.timestamp())
