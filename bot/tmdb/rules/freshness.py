"""Decides when TMDB data is stale, and when TMDB's terms require us to delete it."""

from typing import Final

DAY_SECONDS: Final = 24 * 60 * 60
OFFER_DAYS, TEXT_DAYS, LOOKUP_DAYS = 1, 30, 1
"""Days after which we ask again for offers, for texts with pictures, and for a film that was not found."""
MAX_DAYS: Final = 180
"""Days after which all data is deleted; TMDB allows six months."""


def are_offers_stale(fetched_at: int, now: int) -> bool:
    """Return whether offers must be requested again."""
    return _is_older(fetched_at, now, OFFER_DAYS)


def is_text_stale(fetched_at: int, now: int) -> bool:
    """Return whether titles, posters and release facts must be requested again."""
    return _is_older(fetched_at, now, TEXT_DAYS)


def is_lookup_stale(checked_at: int, now: int) -> bool:
    """Return whether a film that was not found must be looked up again."""
    return _is_older(checked_at, now, LOOKUP_DAYS)


def is_expired(fetched_at: int, now: int) -> bool:
    """Return whether data must be deleted; a time in the future comes from a wrong clock and counts as expired."""
    return not oldest_allowed(now) < fetched_at <= newest_allowed(now)


def oldest_allowed(now: int) -> int:
    """Return an epoch second; data fetched in that second or earlier must be deleted."""
    return now - MAX_DAYS * DAY_SECONDS


def newest_allowed(now: int) -> int:
    """Return the latest plausible epoch second: a day from now, because clocks can be wrong."""
    return now + DAY_SECONDS


def _is_older(fetched_at: int, now: int, days: int) -> bool:
    return not now - days * DAY_SECONDS < fetched_at <= now + DAY_SECONDS
