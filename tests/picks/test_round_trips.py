"""A pick is read back with every filter exactly as it was stored."""

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


def random_pick_filter(random: Random) -> PickFilter:
    """Return a random mix of filters, some with odd values."""

    def value_or_none(value: Any) -> Any:
        return value if random.random() < 0.5 else None

    years = YearRange(
        value_or_none(random.randint(MIN_YEAR, MAX_YEAR)), value_or_none(random.randint(MIN_YEAR, MAX_YEAR))
    )
    return PickFilter(
        mood=value_or_none("comfort"),
        ending=value_or_none("hopeful"),
        service=value_or_none("소원 \"'"),
        on_mine=random.random() < 0.5,
        max_minutes=value_or_none(random.randint(1, 10**9)),
        years=years if years != YearRange() else None,
        tears=value_or_none(random.randint(0, 5)),
        calm=random.random() < 0.5,
    )


async def test_every_pick_filter_is_restored_as_it_was_stored(bench: PickBench) -> None:
    """The whole pick is restored, including who drew and where."""
    random, deck = Random(7), (await bench.draw()).deck_id
    for number in range(TIMES):
        requester: Requester = random.choice((SAM_HERE, SAM_ALONE))
        stored_pick = Pick(
            NO_PICK, deck, requester, None, 0, random_pick_filter(random), is_put_back=False, created_at=NOW + number
        )
        pick = await bench.database.write(partial(kept.save_no_match, pick=stored_pick))
        assert await bench.database.read(partial(kept.find_pick, pick_id=pick.id, since=0)) == pick
