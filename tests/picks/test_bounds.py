"""Who draws without end fills nothing: the newest picks of a person are kept, and one card for each film."""

import pytest

from bot.core.errors import UserError
from bot.picks.rules.pick import MAX_SAVED_PICKS, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from tests.picks.pick_bench import JIWOO_HERE, SAM, SAM_ALONE, SAM_HERE, Table


async def kept(table: Table, person: int = SAM) -> list[int]:
    sql = "SELECT id FROM pick WHERE person = :person ORDER BY id"
    return [row[0] for row in await table.database.reader.execute(sql, {"person": person})]


async def test_a_person_keeps_the_newest_picks_and_nobody_elses_go(table: Table) -> None:
    """Wherever they draw, and also where nothing fits."""
    other = await table.draw(JIWOO_HERE)
    made = [(await table.draw(Requester(SAM, server % 3 or None))).id for server in range(MAX_SAVED_PICKS - 1)]
    made += [(await table.draw_nothing(pick_filter=PickFilter(longest=1))).pick.id for _ in range(4)]
    assert await kept(table) == made[-MAX_SAVED_PICKS:]
    assert await kept(table, JIWOO_HERE.user_id) == [other.id]


async def test_a_pick_that_went_says_that_it_is_too_old(table: Table) -> None:
    """And one that takes the place of another goes on working when the other went."""
    first = await table.draw()
    second = await table.picks.redraw(first.id, SAM_HERE)
    assert isinstance(second, Pick)
    await table.films(MAX_SAVED_PICKS - 1)
    with pytest.raises(UserError, match=r"picks\.too-old"):
        await table.picks.redraw(first.id, SAM_HERE)
    third = await table.picks.redraw(second.id, SAM_HERE)
    assert isinstance(third, Pick)
    assert third.film_id not in {first.film_id, second.film_id}


async def test_a_deck_of_ones_own_has_one_card_for_each_film(table: Table) -> None:
    """However often it is gone through and shuffled."""
    await table.films(2 * 118 + 5, SAM_ALONE)
    counts = "SELECT count(*) FROM deck_card UNION ALL SELECT count(*) FROM deck UNION ALL SELECT count(*) FROM film"
    assert [row[0] for row in await table.database.reader.execute(counts)] == [118, 1, 118]
