"""Endless drawing does not fill the database: each person's picks and each deck's rows are limited."""

import pytest

from bot.core.errors import UserError
from bot.ids import GuildId, UserId
from bot.picks.rules.pick import MAX_SAVED_PICKS, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from tests.picks.pick_bench import JIWOO_HERE, SAM, SAM_ALONE, SAM_HERE, PickBench
from tests.sql import select


async def stored_picks(bench: PickBench, person: UserId = SAM) -> list[int]:
    sql = "SELECT id FROM pick WHERE user_id = :person ORDER BY id"
    return [row[0] for row in await select(bench.database, sql, {"person": person})]


@pytest.mark.postgres_soak
async def test_a_persons_newest_picks_are_kept_and_others_are_unaffected(bench: PickBench) -> None:
    """A person's picks from all places count together, and so do draws that found nothing."""
    other = await bench.draw(JIWOO_HERE)
    picks = [
        (await bench.draw(Requester(SAM, GuildId(server % 3) or None))).id for server in range(MAX_SAVED_PICKS - 1)
    ]
    picks += [(await bench.draw_no_match(pick_filter=PickFilter(max_minutes=1))).pick.id for _ in range(4)]
    assert await stored_picks(bench) == picks[-MAX_SAVED_PICKS:]
    assert await stored_picks(bench, JIWOO_HERE.user_id) == [other.id]


async def test_a_press_on_a_deleted_pick_is_refused_as_too_old(bench: PickBench) -> None:
    """The pick that replaced the deleted one can still be replaced itself."""
    first = await bench.draw()
    second = await bench.picks.redraw(first.id, SAM_HERE)
    assert isinstance(second, Pick)
    await bench.films(MAX_SAVED_PICKS - 1)
    with pytest.raises(UserError, match=r"picks\.too-old"):
        await bench.picks.redraw(first.id, SAM_HERE)
    third = await bench.picks.redraw(second.id, SAM_HERE)
    assert isinstance(third, Pick)
    assert third.film_id not in {first.film_id, second.film_id}


@pytest.mark.postgres_soak
async def test_a_personal_deck_has_one_row_for_each_film(bench: PickBench) -> None:
    """After two reshuffles, there are still as many rows as films."""
    await bench.films(2 * 118 + 5, SAM_ALONE)
    counts = "SELECT count(*) FROM deck_card UNION ALL SELECT count(*) FROM deck UNION ALL SELECT count(*) FROM film"
    assert [row[0] for row in await select(bench.database, counts)] == [118, 1, 118]
