"""The SQL statements for decks and the order of their cards."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.core.storage.sql import Reader, SqlFragment, Values, Writer
from bot.ids import DeckId, FilmId
from bot.picks.rules.pick import Deck, Requester
from bot.picks.rules.shuffle import RECENT_DRAWS


class DeckRow(Struct, frozen=True):
    """A row of the table `deck`."""

    id: DeckId
    newest_film_id: FilmId
    is_fresh: int


class DeckCard(Struct, frozen=True):
    """A film's card, and whether the film is visible."""

    film_id: FilmId
    is_visible: int


async def find_deck(reader: Reader, owner: Requester) -> Deck | None:
    """Return the deck of a server, or of a person outside servers, or None if it has not been created yet."""
    column, key = ("user_id", owner.user_id) if owner.guild_id is None else ("guild_id", owner.guild_id)
    sql = f"SELECT id, newest_film_id, is_fresh FROM deck WHERE {column} = :key"
    rows = await reader.select(DeckRow, sql, {"key": key})
    return Deck(rows[0].id, owner, rows[0].newest_film_id, bool(rows[0].is_fresh)) if rows else None


async def create_deck(writer: Writer, owner: Requester) -> Deck:
    """Create a deck without cards."""
    user_id = owner.user_id if owner.guild_id is None else None
    sql = "INSERT INTO deck (guild_id, user_id) VALUES (:guild_id, :user_id) RETURNING id"
    rows = await writer.execute(sql, {"guild_id": owner.guild_id, "user_id": user_id})
    return Deck(rows[0][0], owner)


async def card_films(reader: Reader, deck: Deck, after: FilmId) -> frozenset[FilmId]:
    """Return the films of the deck's cards, drawn or not, with an id greater than `after`."""
    sql = "SELECT film_id FROM deck_card WHERE deck_id = :deck_id AND film_id > :after"
    return frozenset(row[0] for row in await reader.execute(sql, {"deck_id": deck.id, "after": after}))


async def set_newest_film(writer: Writer, deck: Deck, film_id: FilmId) -> None:
    """Record that the deck includes all films up to an id."""
    sql = "UPDATE deck SET newest_film_id = :film_id WHERE id = :deck_id"
    await writer.execute(sql, {"deck_id": deck.id, "film_id": film_id})


async def undrawn_films(reader: Reader, deck: Deck) -> Sequence[FilmId]:
    """Return the films of the undrawn cards, in the deck's order."""
    sql = "SELECT film_id FROM deck_card WHERE deck_id = :deck_id AND position IS NOT NULL ORDER BY position"
    return [row[0] for row in await reader.execute(sql, {"deck_id": deck.id})]


async def all_cards(reader: Reader, deck: Deck, visible: SqlFragment) -> Sequence[DeckCard]:
    """Return all cards, drawn or not, ordered by film id; `visible` is the condition for visible films."""
    return await reader.select(
        DeckCard,
        f"SELECT film_id, {visible.sql} AS is_visible FROM deck_card WHERE deck_id = :deck_id ORDER BY film_id",
        {**visible.values, "deck_id": deck.id},
    )


async def recent_films(reader: Reader, deck: Deck) -> Sequence[FilmId]:
    """Return the films of the last few draws, newest first."""
    sql = (
        "SELECT film_id FROM deck_card WHERE deck_id = :deck_id AND last_pick_id IS NOT NULL"
        " ORDER BY last_pick_id DESC LIMIT :limit"
    )
    return [row[0] for row in await reader.execute(sql, {"deck_id": deck.id, "limit": RECENT_DRAWS})]


async def place_cards(writer: Writer, deck: Deck, film_ids: Iterable[FilmId]) -> None:
    """Put the cards of these films in this order; create missing cards, and do not move any others."""
    rows: Iterable[Values] = (
        {"deck_id": deck.id, "film_id": film, "position": position} for position, film in enumerate(film_ids, start=1)
    )
    sql = (
        "INSERT INTO deck_card (deck_id, film_id, position) VALUES (:deck_id, :film_id, :position)"
        " ON CONFLICT (deck_id, film_id) DO UPDATE SET position = excluded.position"
    )
    await writer.execute_many(sql, rows)


async def set_fresh(writer: Writer, deck: Deck, *, is_fresh: bool) -> None:
    """Record whether the deck was just shuffled and nothing has been drawn since."""
    sql = "UPDATE deck SET is_fresh = :is_fresh WHERE id = :deck_id"
    await writer.execute(sql, {"deck_id": deck.id, "is_fresh": int(is_fresh)})


async def move_to_bottom(writer: Writer, deck_id: DeckId, film_id: FilmId) -> None:
    """Put a film's card at the bottom of the deck, as an undrawn card."""
    last = "SELECT coalesce(max(position), 0) FROM deck_card WHERE deck_id = :deck_id AND position IS NOT NULL"
    sql = f"UPDATE deck_card SET position = 1 + ({last}) WHERE deck_id = :deck_id AND film_id = :film_id"
    await writer.execute(sql, {"deck_id": deck_id, "film_id": film_id})
