"""Decks, and the films that are drawn from them."""

from msgspec import Struct

from bot.ids import NO_FILM, DeckId, FilmId, GuildId, PickId, UserId
from bot.picks.rules.pick_filter import PickFilter

RETENTION_DAYS = 30
"""Days for which the buttons below a pick work."""
MAX_SAVED_PICKS = 100
"""The maximum number of picks stored per person; the buttons of older ones reply that the pick is too old."""
DAY_SECONDS = 24 * 60 * 60


class Requester(Struct, frozen=True):
    """A person who draws a film, from the server's deck or, if `guild_id` is None, from their own."""

    user_id: UserId
    guild_id: GuildId | None


class Deck(Struct, frozen=True):
    """A deck; `is_fresh` means that it was shuffled and nothing has been drawn since."""

    id: DeckId
    owner: Requester
    newest_film_id: FilmId = NO_FILM
    is_fresh: bool = False


class Pick(Struct, frozen=True):
    """A film drawn from a deck; `film_id` is None if no film matched.

    `times_drawn` is how often this film was drawn from the deck before.
    """

    id: PickId
    deck_id: DeckId
    requester: Requester
    film_id: FilmId | None
    times_drawn: int
    pick_filter: PickFilter
    is_put_back: bool
    created_at: int


class PutBack(Struct, frozen=True):
    """The pick to show after a press of *Not for us*, and the film that was put back, if any."""

    pick: Pick
    film_id: FilmId | None = None


class DeckCount(Struct, frozen=True):
    """The numbers of undrawn films and of films drawn since the last shuffle, regardless of preferences."""

    undrawn: int
    drawn: int


class NoMatch(Struct, frozen=True):
    """A draw that found no film; the counts include only films that the person does not avoid."""

    pick: Pick  # saved so that the buttons can repeat the draw
    counts_without: tuple[tuple[str, int], ...]  # (filter, undrawn films that match without it), most films first
    undrawn: int  # regardless of filters
    drawn: int  # regardless of filters
    matching_drawn: int
