"""The SQL statements that count a deck's matching cards; their conditions apply to `FILM_COLUMN`."""

from collections.abc import Sequence

from bot.core.storage.sql import Reader, SqlFragment
from bot.ids import FilmId
from bot.picks.rules.pick import Deck

FILM_COLUMN = "deck_card.film_id"
"""The column of a card that holds its film's id."""
CARDS = "deck_card WHERE deck_card.deck_id = :deck_id"
UNDRAWN, DRAWN = "deck_card.position IS NOT NULL", "deck_card.position IS NULL"


def excluding(condition: SqlFragment, prefix: str, film_ids: Sequence[FilmId]) -> SqlFragment:
    """Return the condition with these films excluded; the names of their parameters begin with `prefix`."""
    if not film_ids:
        return condition
    values = {f"{prefix}{i}": film_id for i, film_id in enumerate(film_ids)}
    listed = ", ".join(f":{name}" for name in values)
    return SqlFragment(f"{condition.sql} AND {FILM_COLUMN} NOT IN ({listed})", {**condition.values, **values})


async def count_undrawn(reader: Reader, deck: Deck, condition: SqlFragment) -> int:
    """Count the undrawn cards that match."""
    return await _count(reader, deck, UNDRAWN, condition)


async def count_drawn(reader: Reader, deck: Deck, condition: SqlFragment) -> int:
    """Count the matching cards that were drawn since the deck was shuffled."""
    return await _count(reader, deck, DRAWN, condition)


async def _count(reader: Reader, deck: Deck, where: str, condition: SqlFragment) -> int:
    sql = f"SELECT count(*) FROM {CARDS} AND {where} AND {condition.sql}"
    count: int = (await reader.execute(sql, {**condition.values, "deck_id": deck.id}))[0][0]
    return count


async def has_undrawn(reader: Reader, deck: Deck, condition: SqlFragment) -> bool:
    """Return whether any undrawn card matches."""
    sql = f"SELECT 1 FROM {CARDS} AND {UNDRAWN} AND {condition.sql} LIMIT 1"
    return bool(await reader.execute(sql, {**condition.values, "deck_id": deck.id}))
