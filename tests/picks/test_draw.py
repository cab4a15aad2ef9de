"""Drawing: no repeats until the deck runs out, whatever happens to the films in the meantime."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable

import pytest

from bot.core.errors import UserError
from bot.films.rules.film import Catalogue
from bot.ids import FilmId, UserId
from bot.picks.rules.pick import DeckCount, Requester
from bot.picks.rules.pick_filter import PickFilter
from tests.picks.pick_bench import (
    JIWOO,
    JIWOO_HERE,
    MINA,
    MINA_HERE,
    OTHER_SERVER,
    SAM,
    SAM_ALONE,
    SAM_HERE,
    SERVER,
    PickBench,
)


@pytest.mark.postgres_soak
async def test_a_whole_deck_has_every_film_once(bench: PickBench) -> None:
    """118 draws give 118 different films."""
    assert len(set(await bench.films(118))) == 118


async def test_draws_are_spread_evenly(seven: PickBench, volume: Callable[[int], int]) -> None:
    """Each film is drawn equally often. No deck repeats a film, or begins with one of the three drawn last."""
    count = volume(1000)
    drawn = await seven.films(7 * count)
    decks = [drawn[start : start + 7] for start in range(0, 7 * count, 7)]
    assert set(Counter(drawn).values()) == {count}
    assert all(len(set(deck)) == 7 for deck in decks)
    assert all(after[0] not in before[-3:] for before, after in itertools.pairwise(decks))


async def test_fifty_draws_at_once_are_fifty_films(bench: PickBench) -> None:
    """No two people get the same film, and the other 68 films stay in the deck."""
    picks = await asyncio.gather(*(bench.draw(Requester(person, SERVER)) for person in map(UserId, range(1, 51))))
    assert len({pick.film_id for pick in picks}) == 50
    assert len(await bench.undrawn()) == 68


async def test_the_same_seed_draws_the_same_films(seven: PickBench) -> None:
    """The films come in the same order, even after the deck is reshuffled."""
    first = await seven.films(20)
    again = PickBench(seven.database, seven.reference)
    assert await again.films(20, Requester(SAM, OTHER_SERVER)) == first


async def test_a_restart_leaves_the_deck_as_it_was(seven: PickBench) -> None:
    """Another process goes on with the same deck, even if its seed is different."""
    before = await seven.films(4)
    after = await PickBench(seven.database, seven.reference, seed=99).films(3)
    assert len({*before, *after}) == 7


async def test_each_server_and_each_person_has_a_separate_deck(seven: PickBench) -> None:
    """Each deck has all seven films, in an order of its own."""
    here = await seven.films(7)
    for elsewhere in (Requester(SAM, OTHER_SERVER), SAM_ALONE, Requester(JIWOO, None)):
        drawn = await seven.films(7, elsewhere)
        assert sorted(drawn) == sorted(here)
        assert drawn != here


async def test_a_film_added_mid_deck_is_drawn_from_that_deck(seven: PickBench, our_catalogue: Catalogue) -> None:
    """A new film does not have to wait for the next deck."""
    before = await seven.films(4)
    added = await seven.add(our_catalogue.entries[8])
    after = await seven.films(4)
    assert added in after
    assert len({*before, *after}) == 8


async def test_films_of_other_servers_are_never_drawn(seven: PickBench, our_catalogue: Catalogue) -> None:
    """A server's own film is only in its own deck."""
    theirs = await seven.add(our_catalogue.entries[8], guild_id=OTHER_SERVER)
    assert theirs in await seven.films(8, Requester(SAM, OTHER_SERVER))
    assert theirs not in await seven.films(14)
    assert theirs not in await seven.films(14, SAM_ALONE)


async def test_a_retired_film_is_never_drawn(seven: PickBench) -> None:
    """The film is drawn neither from the current deck nor from the next ones."""
    drawn = await seven.films(3)
    retired = min(await seven.undrawn())
    await seven.retire(retired)
    assert retired not in await seven.films(13)
    assert len({*drawn, retired}) == 4


async def test_a_film_that_is_no_longer_retired_is_drawn_again(seven: PickBench) -> None:
    """The film is drawn from the current deck, even though that was shuffled while the film was retired."""
    await seven.films(3)
    gone = min(await seven.undrawn())
    await seven.retire(gone)
    await seven.films(5)
    await seven.retire(gone, back=True)
    assert gone in await seven.films(5)


async def test_a_reused_id_is_a_new_film(seven: PickBench, our_catalogue: Catalogue) -> None:
    """A new film that gets the id of a deleted film can be drawn."""
    first = await seven.add(our_catalogue.entries[8], guild_id=OTHER_SERVER)
    await seven.films(3)
    await seven.erase(first)
    second = await seven.add(our_catalogue.entries[9])
    assert second == first
    assert second in await seven.films(5)


async def test_a_pick_says_how_many_times_its_film_was_drawn_before(seven: PickBench) -> None:
    """The count includes the draws of everyone who draws from the deck."""
    times = [(await seven.draw(requester)).times_drawn for requester in (SAM_HERE, JIWOO_HERE) * 7]
    assert times == [0] * 7 + [1] * 7


@pytest.mark.postgres_soak
async def test_a_filter_uses_up_nothing_that_it_skips(bench: PickBench) -> None:
    """Films that the filter skips stay in the deck, in the same order."""
    await bench.draw()
    before = await bench.undrawn()
    short = [(await bench.draw(pick_filter=PickFilter(max_minutes=100))).film_id for _ in range(5)]
    assert await bench.films(112) == [film for film in before if film not in short]


async def test_if_every_film_is_retired_nothing_is_drawn(seven: PickBench) -> None:
    """The answer counts no film as drawn or left, and suggests no filter to drop."""
    for film in map(FilmId, range(1, 8)):
        await seven.retire(film)
    nothing = await seven.draw_no_match()
    assert (nothing.undrawn, nothing.drawn, nothing.counts_without) == (0, 0, ())


async def test_only_people_with_permission_can_reshuffle_a_deck(seven: PickBench) -> None:
    """Only a manager can shuffle a server's deck, and only its owner can shuffle a personal deck."""
    await seven.films(6)
    pick_filter = PickFilter(max_minutes=1)
    nothing = await seven.draw_no_match(pick_filter=pick_filter)
    with pytest.raises(UserError, match=r"picks\.not-yours-to-shuffle"):
        await seven.picks.shuffle_after_pick(nothing.pick.id, SAM_HERE, can_manage_server=False)
    assert await seven.picks.shuffle_after_pick(nothing.pick.id, MINA_HERE, can_manage_server=True) == DeckCount(
        undrawn=7, drawn=0
    )
    alone = await seven.draw_no_match(SAM_ALONE, pick_filter)
    with pytest.raises(UserError, match=r"picks\.not-yours-to-shuffle"):
        await seven.picks.shuffle_after_pick(alone.pick.id, Requester(MINA, None), can_manage_server=True)
    assert await seven.picks.shuffle_after_pick(alone.pick.id, SAM_ALONE, can_manage_server=False) == DeckCount(
        undrawn=7, drawn=0
    )


async def test_a_deck_shuffled_by_hand_does_not_start_with_the_last_three(
    seven: PickBench, volume: Callable[[int], int]
) -> None:
    """None of the three films drawn last is drawn next, with or without a filter."""
    for pick_filter in (PickFilter(), PickFilter(tears=4), PickFilter(mood="parents")):
        for _ in range(volume(60)):
            lately = await seven.films(3)
            await seven.picks.shuffle_guild_deck(SERVER)
            assert (await seven.draw(pick_filter=pick_filter)).film_id not in lately
