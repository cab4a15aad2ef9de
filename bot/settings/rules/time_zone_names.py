"""Finds time zones by the names of their times, such as "ET", "Pacific Time", "한국 표준시" and "UTC+9"."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.core.text.cleaning import normalize
from bot.settings.rules.locale_data import LocaleData
from bot.settings.rules.name_search import MAX_QUERY_LENGTH, normalize_name

TIME_SUFFIX = re.compile(
    r"\s*(?:\b(?:standard |daylight |summer |mean |local )?time|\b(?:standard|daylight)"
    r"|(?:하계 )?표준시간?|(?:서머타임|시간대?|시각|기준))\s*$",
    re.IGNORECASE,
)
"""Words that turn the name of a place into the name of its time."""
UTC_OFFSET = re.compile(
    r"(?P<utc>UTC|GMT)? ?(?P<sign>[+-])? ?(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d)|\.(?P<part>\d{1,2}))?"
)
IN_BRACKETS = re.compile(r"\([^()]*\)")
OFFSET_BESIDE_NAME = re.compile(r"\b(?:UTC|GMT) ?[+-] ?\d{1,2}(?::?\d\d)?(?!\d)", re.IGNORECASE)
MAX_OFFSET_HOURS, MINUTES_PER_HOUR = 14, 60
MINUS_SIGNS = str.maketrans("−–—", "---")
REFERENCE_YEAR = 2037
"""A year in which the system's tables apply today's rules to every zone."""
AMBIGUOUS_ABBREVIATIONS = frozenset({"EAST", "WEST", "CHAT", "COST"})
"""Abbreviations that are also words."""


def strip_time_words(query: str) -> str:
    """Return the place in "서울 시간" or "California time", without the word for time."""
    return TIME_SUFFIX.sub("", query[:MAX_QUERY_LENGTH])


def strip_explanation(query: str) -> str:
    """Return "Seoul" for "(UTC+09:00) Seoul", and "Pacific Time" for "Pacific Time (US & Canada)"."""
    bare = IN_BRACKETS.sub(" ", query[:MAX_QUERY_LENGTH].translate(MINUS_SIGNS)).strip()
    return bare if parse_utc_offset(bare) is not None else OFFSET_BESIDE_NAME.sub(" ", bare).strip()


def parse_utc_offset(query: str) -> dt.timedelta | None:
    """Return the offset that "UTC+9", "GMT+9", "+09:00", "+9" or "UTC+5:30" means, or None for any other text."""
    text = normalize("NFKC", query[:MAX_QUERY_LENGTH]).translate(MINUS_SIGNS).upper().strip()
    match = UTC_OFFSET.fullmatch(text)
    if not match or not (match["utc"] or match["sign"]) or int(match["hours"]) > MAX_OFFSET_HOURS:
        return None
    fraction_minutes = float(f"0.{match['part'] or 0}") * MINUTES_PER_HOUR
    offset = dt.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or fraction_minutes))
    return -offset if match["sign"] == "-" else offset


def zones_at_offset(locale_data: LocaleData, offset: dt.timedelta, now: int) -> Iterator[str]:
    """Yield the zones with this offset from UTC now."""
    return (
        zone
        for zone, clock in locale_data.zone_infos.items()
        if dt.datetime.fromtimestamp(now, clock).utcoffset() == offset
    )


def monthly_offsets(locale_data: LocaleData, zone: str) -> tuple[dt.timedelta | None, ...]:
    """Return a zone's offset in each month; zones whose clocks always agree have the same offsets."""
    return tuple(
        dt.datetime(REFERENCE_YEAR, month, 1, tzinfo=locale_data.zone_infos[zone]).utcoffset() for month in range(1, 13)
    )


def zones_by_time_name(locale_data: LocaleData) -> Mapping[str, Sequence[str]]:
    """Return the zones by the normalised names of their times, without the word for time."""
    found: dict[str, list[str]] = {}
    for zone in locale_data.zone_infos:
        for name in {normalize_name(name) for name in _time_names(locale_data, zone)} - {""}:
            found.setdefault(name, []).append(zone)
    return found


def _time_names(locale_data: LocaleData, zone: str) -> Iterator[str]:
    metazone = locale_data.metazones.get(zone, "")
    yield from (strip_time_words(name) for name in locale_data.long_metazone_names.get(metazone, ()))
    for month in (1, 7):
        yield _abbreviation(dt.datetime(REFERENCE_YEAR, month, 1, tzinfo=locale_data.zone_infos[zone]).tzname() or "")
    for name in locale_data.short_metazone_names.get(metazone, ()):
        if name not in AMBIGUOUS_ABBREVIATIONS:
            yield _abbreviation(name)


def _abbreviation(name: str) -> str:
    """Return a short name, or "" if it is not only letters; zones without a short name have "+03" or the like."""
    return name if name.isalpha() and name.isascii() else ""
