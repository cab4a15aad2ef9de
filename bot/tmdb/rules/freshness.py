"""How old what TMDB said may become: asked again after a while, gone after half a year, as its terms demand."""

from typing import Final

DAY_SECONDS: Final = 24 * 60 * 60
OFFER_DAYS, TEXT_DAYS, NEGATIVE_DAYS = 1, 30, 1
"""Days after which offers, texts and pictures, and the news that there is no such film are asked for again."""
MAX_DAYS: Final = 180
"""Days after which everything is deleted: TMDB allows six months."""


def are_offers_stale(fetched_at: int, now: int) -> bool:
    """Return whether offers are to be asked for again."""
    return _is_older(fetched_at, now, OFFER_DAYS)


def is_text_stale(fetched_at: int, now: int) -> bool:
    """Return whether titles, posters and release facts are to be asked for again."""
    return _is_older(fetched_at, now, TEXT_DAYS)


def is_negative_stale(checked_at: int, now: int) -> bool:
    """Return whether to look once more for a film that was not there."""
    return _is_older(checked_at, now, NEGATIVE_DAYS)


def is_expired(fetched_at: int, now: int) -> bool:
    """Return whether something may be kept no longer; a moment that lies ahead came from a wrong clock."""
    return not oldest_allowed(now) < fetched_at <= newest_allowed(now)


def oldest_allowed(now: int) -> int:
    """Return the epoch second of which, and of everything before it, nothing may be left."""
    return now - MAX_DAYS * DAY_SECONDS


def newest_allowed(now: int) -> int:
    """Return the last epoch second that a right clock can have written: a little ahead, for clocks are corrected."""
    return now + DAY_SECONDS


def _is_older(fetched_at: int, now: int, days: int) -> bool:
    return not now - days * DAY_SECONDS < fetched_at <= now + DAY_SECONDS
