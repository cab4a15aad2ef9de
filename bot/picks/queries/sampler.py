"""Which films fit, whatever deck they are in."""

from collections.abc import Sequence

from bot.core.storage.sql import Reader
from bot.picks.queries.eligibility import CardCondition


async def matching_films(reader: Reader, condition: CardCondition) -> Sequence[int]:
    """Every film that fits; the condition may speak of the film alone."""
    sql = f"SELECT film.id FROM film WHERE {condition.sql} ORDER BY film.id"
    return [row[0] for row in await reader.execute(sql, condition.values)]
