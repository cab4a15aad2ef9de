"""Describes a draft's settings: in one line for the panel, and one by one for the panel's menu."""

import re
import unicodedata
from collections.abc import Iterator

from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import discord_timestamp
from bot.polls.rules.settings import DAY, MINUTE, CloseAfter, CloseAt, Deadline, PollSettings, TieBreak, VotingMethod

HOUR = 60 * MINUTE
SEPARATOR = " · "
UNITS = (("day", DAY), ("hour", HOUR), ("minute", MINUTE))
MAX_COLUMNS, MORE_COLUMNS = 38, 5
"""The columns of a line on a phone, and of the text that says there is more. A Hangul syllable takes two."""
WIDE_CLASSES = frozenset("FW")
STAMP, SHOWN_STAMP = re.compile(r"<t:\d+:[dt]>"), "1/10/2026"
"""A pattern for a date or time as we send it, and a text about as wide as what Discord shows instead."""


def settings_line(settings: PollSettings, localize: Localizer) -> str:
    """Return in one line when a poll closes, and as many of the changed settings as fit.

    If no setting differs from its default, name the method instead.
    """
    line = _short_closing(settings.deadline, localize)
    others = [*_changed_setting_texts(settings, localize)] or [localize(f"polls.panel.short.{settings.method}")]
    for index, text in enumerate(others):
        is_last = index + 1 == len(others)
        if _columns(f"{line}{SEPARATOR}{text}") > MAX_COLUMNS - (0 if is_last else MORE_COLUMNS):
            return f"{line}{SEPARATOR}{localize('polls.panel.short.more', count=len(others) - index)}"
        line = f"{line}{SEPARATOR}{text}"
    return line


def _changed_setting_texts(settings: PollSettings, localize: Localizer) -> Iterator[str]:
    """Yield the settings that differ from the defaults, the most important first."""
    if settings.method is not VotingMethod.SINGLE:
        yield localize(f"polls.panel.short.{settings.method}")
    if settings.tie_break is not TieBreak.EARLIEST:
        yield localize(f"polls.panel.short.{settings.tie_break}")
    if settings.veto_threshold:
        yield veto_text(settings.veto_threshold, localize, "short")
    if settings.watch_at:
        yield localize("polls.panel.short.watch", when=_short_moment(settings.watch_at))
    is_chosen = {
        "hidden": not settings.shows_counts,
        "named" if settings.shows_counts else "named-later": not settings.is_secret,
        "suggest-on": settings.takes_suggestions,
    }
    yield from (localize(f"polls.panel.short.{key}") for key, chosen in is_chosen.items() if chosen)


def _short_closing(deadline: Deadline, localize: Localizer) -> str:
    if isinstance(deadline, CloseAt):
        return localize("polls.panel.short.at", when=_short_moment(deadline.timestamp))
    if isinstance(deadline, CloseAfter):
        return localize("polls.panel.short.after", length=duration_text(deadline.seconds, localize))
    return localize("polls.panel.short.open")


def _short_moment(timestamp: int) -> str:
    return f"{discord_timestamp(timestamp, 'd')} {discord_timestamp(timestamp, 't')}"


def _columns(text: str) -> int:
    """Return the approximate width of a text on the screen."""
    shown = STAMP.sub(SHOWN_STAMP, text)
    return sum(1 + (unicodedata.east_asian_width(letter) in WIDE_CLASSES) for letter in shown)


def veto_text(threshold: int | None, localize: Localizer, kind: str) -> str:
    """Return how many vetoes rule an option out; `kind` is "short", "is" (the current setting) or "to" (a choice)."""
    name = {None: "veto-off", 1: "veto-1"}.get(threshold, "veto")
    return localize(f"polls.panel.{kind}.{name}", count=threshold)


def closing_label(deadline: Deadline, localize: Localizer) -> str:
    """Return when a poll closes, without markdown, for a menu."""
    match deadline:
        case CloseAfter(seconds=seconds):
            return localize("polls.panel.is.after", length=duration_text(seconds, localize))
        case CloseAt():
            return localize("polls.panel.is.fixed")
    return localize("polls.panel.is.open")


def duration_text(seconds: int, localize: Localizer) -> str:
    """Return a duration as text, in hours and minutes if it is shorter than two days."""
    parts: list[str] = []
    for unit, size in UNITS:
        count = seconds // size
        if count and (size != DAY or count > 1):
            seconds -= count * size
            parts.append(
                localize(f"polls.panel.length.{unit}" if count == 1 else f"polls.panel.length.{unit}s", count=count)
            )
    return " ".join(parts)
