"""What time it is in a zone."""

import datetime as dt
import zoneinfo

MINUTES_PER_HOUR = 60


def zone_info(zone: str | None) -> dt.tzinfo:
    """A server's zone to reckon with; UTC where none was chosen, or where the machine has not heard of it."""
    try:
        return zoneinfo.ZoneInfo(zone) if zone else dt.UTC
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def local_time(zone: str, now: int) -> str:
    """What a clock there shows at the epoch second `now`: "21:40"."""
    return f"{dt.datetime.fromtimestamp(now, zone_info(zone)):%H:%M}"


def local_datetime(zone: str, moment: int) -> str:
    """Return what a calendar and a clock there show at an epoch second: "2026-11-27 00:00"."""
    return f"{dt.datetime.fromtimestamp(moment, zone_info(zone)):%Y-%m-%d %H:%M}"


def utc_offset(zone: str, now: int) -> str:
    """How far the clocks there are from UTC at the epoch second `now`: "UTC+9", "UTC-3:30"."""
    offset = dt.datetime.fromtimestamp(now, zone_info(zone)).utcoffset() or dt.timedelta()
    hours, minutes = divmod(abs(offset) // dt.timedelta(minutes=1), MINUTES_PER_HOUR)
    sign = "-" if offset < dt.timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
