"""Formats the time and the UTC offset of a time zone."""

import datetime as dt

MINUTES_PER_HOUR = 60


def zone_info(zone: str | None) -> dt.tzinfo:
    """Return a zone as a tzinfo, or UTC for None or for a zone that this machine does not have."""
    import zoneinfo  # noqa: PLC0415  # 1 MB, which the bot needs only once somebody names a time

    try:
        return zoneinfo.ZoneInfo(zone) if zone else dt.UTC
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def local_time(zone: str, now: int) -> str:
    """Return the time of day in a zone at an epoch second, such as "21:40"."""
    return f"{dt.datetime.fromtimestamp(now, zone_info(zone)):%H:%M}"


def local_datetime(zone: str, moment: int) -> str:
    """Return the date and time in a zone at an epoch second, such as "2026-11-27 00:00"."""
    return f"{dt.datetime.fromtimestamp(moment, zone_info(zone)):%Y-%m-%d %H:%M}"


def utc_offset(zone: str, now: int) -> str:
    """Return a zone's offset from UTC at an epoch second, such as "UTC+9" or "UTC-3:30"."""
    offset = dt.datetime.fromtimestamp(now, zone_info(zone)).utcoffset() or dt.timedelta()
    hours, minutes = divmod(abs(offset) // dt.timedelta(minutes=1), MINUTES_PER_HOUR)
    sign = "-" if offset < dt.timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
