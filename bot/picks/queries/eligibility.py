"""Which cards of a deck fit, and how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Reader
from bot.picks.rules.pick import Deck

CARDS = "deck_card JOIN film ON film.id = deck_card.film WHERE deck_card.deck = :deck"
UNDRAWN, DRAWN = "deck_card.place IS NOT NULL", "deck_card.place IS NULL"
AVOIDED_NOTES = "SELECT note FROM avoidance WHERE person = :person"
HAS_NO_AVOIDED_NOTE = (
    f"(NOT EXISTS ({AVOIDED_NOTES}) OR film.notes_known = 1 AND NOT EXISTS (SELECT 1 FROM film_term"
    f" WHERE film = film.id AND kind = 'content_warning' AND term IN ({AVOIDED_NOTES})))"
)


@dataclass(frozen=True, slots=True)
class CardCondition:
    """A condition on the rows of `deck_card` and `film`, and the values that it names."""

    sql: str
    values: Mapping[str, object]

    def and_also(self, sql: str, **values: object) -> "CardCondition":
        """The same and one more."""
        return CardCondition(f"{self.sql} AND {sql}", {**self.values, **values})


def without_avoided_notes(condition: CardCondition, user_id: int) -> CardCondition:
    """Only films without any note that the person avoids; for who avoids any, only films whose notes are known."""
    return condition.and_also(HAS_NO_AVOIDED_NOTE, person=user_id)


def with_genres(condition: CardCondition, genres: tuple[str, ...]) -> CardCondition:
    """Only films of one of these genres."""
    names = {f"genre{i}": genre for i, genre in enumerate(genres)}
    listed = ", ".join(f":{name}" for name in names)
    has = f"SELECT 1 FROM film_term WHERE film = film.id AND kind = 'genre' AND term IN ({listed})"
    return condition.and_also(f"EXISTS ({has})", **names)


def excluding(condition: CardCondition, film_ids: Sequence[int]) -> CardCondition:
    """None of these films."""
    names = {f"late{i}": film for i, film in enumerate(film_ids)}
    return condition.and_also(f"film.id NOT IN ({', '.join(f':{name}' for name in names)})", **names)


async def count_undrawn(reader: Reader, deck: Deck, condition: CardCondition) -> int:
    """How many of the cards that are left fit."""
    return await _count(reader, deck, UNDRAWN, condition)


async def count_drawn(reader: Reader, deck: Deck, condition: CardCondition) -> int:
    """How many of the cards that were drawn since the deck was shuffled fit."""
    return await _count(reader, deck, DRAWN, condition)


async def _count(reader: Reader, deck: Deck, where: str, condition: CardCondition) -> int:
    sql = f"SELECT count(*) FROM {CARDS} AND {where} AND {condition.sql}"
    count: int = (await reader.execute(sql, {**condition.values, "deck": deck.id}))[0][0]
    return count


async def is_any_undrawn(reader: Reader, deck: Deck, condition: CardCondition) -> bool:
    """Whether any of the cards that are left fits."""
    sql = f"SELECT 1 FROM {CARDS} AND {UNDRAWN} AND {condition.sql} LIMIT 1"
    return bool(await reader.execute(sql, {**condition.values, "deck": deck.id}))
