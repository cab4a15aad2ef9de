"""Decks and the order of their cards."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.core.storage.sql import Reader, Values, Writer
from bot.picks.rules.deck import RECENT_DRAWS
from bot.picks.rules.pick import Deck, Requester


class DeckCard(NamedTuple):
    """A film's card, and whether the film can be seen."""

    film_id: int
    is_visible: bool


async def find_deck(reader: Reader, owner: Requester) -> Deck | None:
    """The deck of a server, or of a person where there is none; None before the first draw."""
    column, key = ("person", owner.user_id) if owner.guild_id is None else ("server", owner.guild_id)
    is_current = "newest >= (SELECT coalesce(max(id), 0) FROM film)"
    sql = f"SELECT id, {is_current}, fresh FROM deck WHERE {column} = :key"
    rows = await reader.execute(sql, {"key": key})
    return Deck(rows[0][0], owner, bool(rows[0][1]), bool(rows[0][2])) if rows else None


async def create_deck(writer: Writer, owner: Requester) -> Deck:
    """An empty deck."""
    user_id = owner.user_id if owner.guild_id is None else None
    sql = "INSERT INTO deck (server, person) VALUES (:server, :person) RETURNING id"
    rows = await writer.execute(sql, {"server": owner.guild_id, "person": user_id})
    return Deck(rows[0][0], owner)


async def new_films(reader: Reader, deck: Deck) -> Sequence[int]:
    """The films that are new to a deck: the catalogue's and its server's, retired ones too, for they may come back."""
    sql = (
        "SELECT id FROM film WHERE id > (SELECT newest FROM deck WHERE id = :deck)"
        " AND (server IS NULL OR server = :server)"
        " AND NOT EXISTS (SELECT 1 FROM deck_card WHERE deck = :deck AND film = film.id) ORDER BY id"
    )
    return [row[0] for row in await reader.execute(sql, {"deck": deck.id, "server": deck.owner.guild_id})]


async def mark_current(writer: Writer, deck: Deck) -> None:
    """Remember that no film is new to the deck."""
    sql = "UPDATE deck SET newest = (SELECT coalesce(max(id), 0) FROM film) WHERE id = :deck"
    await writer.execute(sql, {"deck": deck.id})


async def undrawn_films(reader: Reader, deck: Deck) -> Sequence[int]:
    """The films of the cards that are left, as they follow each other."""
    sql = "SELECT film FROM deck_card WHERE deck = :deck AND place IS NOT NULL ORDER BY place"
    return [row[0] for row in await reader.execute(sql, {"deck": deck.id})]


async def all_cards(reader: Reader, deck: Deck, visible: str) -> Sequence[DeckCard]:
    """All cards, drawn or not; `visible` is the condition on the film table for films that can be seen."""
    rows = await reader.execute(
        f"SELECT film.id, {visible} FROM deck_card JOIN film ON film.id = deck_card.film"
        " WHERE deck_card.deck = :deck ORDER BY film.id",
        {"deck": deck.id, "server": deck.owner.guild_id},
    )
    return [DeckCard(film, bool(is_visible)) for film, is_visible in rows]


async def recent_films(reader: Reader, deck: Deck) -> Sequence[int]:
    """The films of the last few draws, the newest first."""
    sql = "SELECT film FROM deck_card WHERE deck = :deck AND drawn IS NOT NULL ORDER BY drawn DESC LIMIT :most"
    return [row[0] for row in await reader.execute(sql, {"deck": deck.id, "most": RECENT_DRAWS})]


async def place_cards(writer: Writer, deck: Deck, film_ids: Iterable[int]) -> None:
    """Lay these cards face down in this order; other cards of the deck are left as they lie."""
    rows: Iterable[Values] = (
        {"deck": deck.id, "film": film, "place": position} for position, film in enumerate(film_ids, start=1)
    )
    sql = (
        "INSERT INTO deck_card (deck, film, place) VALUES (:deck, :film, :place)"
        " ON CONFLICT (deck, film) DO UPDATE SET place = excluded.place"
    )
    await writer.execute_many(sql, rows)


async def set_fresh(writer: Writer, deck: Deck, *, is_fresh: bool) -> None:
    """Remember that the deck was just shuffled, or that something has been drawn since."""
    await writer.execute("UPDATE deck SET fresh = :fresh WHERE id = :deck", {"deck": deck.id, "fresh": int(is_fresh)})


async def move_to_bottom(writer: Writer, deck_id: int, film_id: int) -> None:
    """Lay a film's card under all others."""
    sql = (
        "UPDATE deck_card SET place = 1 + (SELECT coalesce(max(place), 0) FROM deck_card WHERE deck = :deck"
        " AND place IS NOT NULL) WHERE deck = :deck AND film = :film"
    )
    await writer.execute(sql, {"deck": deck_id, "film": film_id})
