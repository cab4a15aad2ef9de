"""A pick's buttons know all that was asked for: every filter comes back as it was kept."""

from functools import partial
from random import Random
from typing import Any

from bot.films.rules.search.years import MAX_YEAR, MIN_YEAR, YearRange
from bot.ids import NO_PICK
from bot.picks.queries import picks as kept
from bot.picks.rules.pick import Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from tests.picks.pick_bench import NOW, SAM_ALONE, SAM_HERE, PickBench

TIMES = 200


def some_wish(random: Random) -> PickFilter:
    """Any mix of filters, as odd as they may be."""

    def maybe(value: Any) -> Any:
        return value if random.random() < 0.5 else None

    years = YearRange(maybe(random.randint(MIN_YEAR, MAX_YEAR)), maybe(random.randint(MIN_YEAR, MAX_YEAR)))
    return PickFilter(
        mood=maybe("comfort"),
        ending=maybe("hopeful"),
        service=maybe("소원 \"'"),
        on_mine=random.random() < 0.5,
        max_minutes=maybe(random.randint(1, 10**9)),
        years=years if years != YearRange() else None,
        tears=maybe(random.randint(0, 5)),
        calm=random.random() < 0.5,
    )


async def test_every_wish_comes_back_as_it_was_kept(bench: PickBench) -> None:
    """With who drew and where."""
    random, deck = Random(7), (await bench.draw()).deck_id
    for number in range(TIMES):
        requester: Requester = random.choice((SAM_HERE, SAM_ALONE))
        made = Pick(NO_PICK, deck, requester, None, 0, some_wish(random), is_put_back=False, created_at=NOW + number)
        pick = await bench.database.write(partial(kept.save_no_match, pick=made))
        assert await bench.database.read(partial(kept.find_pick, pick_id=pick.id, since=0)) == pick
