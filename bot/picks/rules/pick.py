"""Draws and what comes of them."""

from dataclasses import dataclass

from bot.picks.rules.pick_filter import PickFilter

RETENTION_DAYS = 30
"""How long the buttons under a pick work."""
MAX_SAVED_PICKS = 100
"""Picks of one person; older ones go, and their buttons say that they are too old."""
DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Requester:
    """Who draws, and out of which deck: the server's, or with `server` None the person's own."""

    user_id: int
    guild_id: int | None


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck: `is_current` when no film is new to it, `is_fresh` when it was shuffled anew and nothing drawn since."""

    id: int
    owner: Requester
    is_current: bool = False
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """A film that was drawn; it had been drawn `times` before out of the same deck. Without a film, nothing fitted."""

    id: int
    deck_id: int
    requester: Requester
    film_id: int | None
    times_drawn: int
    pick_filter: PickFilter
    is_put_back: bool
    created_at: int


@dataclass(frozen=True, slots=True)
class DeckCount:
    """How many cards of a deck are left, and how many were drawn since it was shuffled, for anybody."""

    undrawn: int
    drawn: int


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nothing was drawn, and what would help: all counts are of what the person may be shown at all.

    `helps` has the filters without which some of the cards that are left fit, and how many, the most first. `left` and
    `drawn` count cards without any filter, `fitting_drawn` those that fit but were drawn already. `pick` is what the
    buttons go by.
    """

    pick: Pick
    counts_without: tuple[tuple[str, int], ...]
    undrawn: int
    drawn: int
    matching_drawn: int
