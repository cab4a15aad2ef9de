"""Drawing: no repeats until the deck runs out, whatever happens to the films in the meantime."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bot.core.errors import UserError
from bot.films.rules.film import Catalogue
from bot.films.rules.search.years import YearRange
from bot.ids import FilmId, UserId
from bot.picks.rules.pick import DAY_SECONDS, DeckCount, NoMatch, Pick, PutBack, Requester
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
from tests.sql import select


async def test_a_whole_deck_has_every_film_once(bench: PickBench) -> None:
    """118 draws give 118 films."""
    assert len(set(await bench.films(118))) == 118


async def test_seven_thousand_draws_from_seven_films(seven: PickBench, volume: Callable[[int], int]) -> None:
    """Each is drawn 1000 times, none twice in a deck, and no deck begins with one of the last three drawn."""
    count = volume(1000)
    drawn = await seven.films(7 * count)
    decks = [drawn[start : start + 7] for start in range(0, 7 * count, 7)]
    assert set(Counter(drawn).values()) == {count}
    assert all(len(set(deck)) == 7 for deck in decks)
    assert all(after[0] not in before[-3:] for before, after in itertools.pairwise(decks))


async def test_fifty_draws_at_once_are_fifty_films(bench: PickBench) -> None:
    """Nobody gets what someone else is getting, and no film is lost."""
    picks = await asyncio.gather(*(bench.draw(Requester(person, SERVER)) for person in map(UserId, range(1, 51))))
    assert len({pick.film_id for pick in picks}) == 50
    assert len(await bench.undrawn()) == 68


async def test_the_same_seed_draws_the_same_films(bench: PickBench) -> None:
    """With a seed the order is reproducible, even across a shuffle."""
    first = await bench.films(130)
    again = PickBench(bench.database, bench.reference)
    assert await again.films(130, Requester(SAM, OTHER_SERVER)) == first


async def test_a_restart_leaves_the_deck_as_it_was(bench: PickBench) -> None:
    """The deck is in the database: another process continues it, whatever its own seed."""
    before = await bench.films(60)
    after = await PickBench(bench.database, bench.reference, seed=99).films(58)
    assert len({*before, *after}) == 118


async def test_each_server_and_each_person_has_a_deck(bench: PickBench) -> None:
    """A draw in one place affects no other deck."""
    here = await bench.films(118)
    for elsewhere in (Requester(SAM, OTHER_SERVER), SAM_ALONE, Requester(JIWOO, None)):
        drawn = await bench.films(118, elsewhere)
        assert sorted(drawn) == sorted(here)
        assert drawn != here


async def test_a_film_added_mid_deck_is_drawn_from_that_deck(seven: PickBench, our_catalogue: Catalogue) -> None:
    """A suggested film does not have to wait for the next deck."""
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
    """A retired film leaves every deck at once, and the deck ends without it."""
    drawn = await seven.films(3)
    retired = min(await seven.undrawn())
    await seven.retire(retired)
    assert retired not in await seven.films(13)
    assert len({*drawn, retired}) == 4


async def test_a_film_that_is_no_longer_retired_is_drawn_again(seven: PickBench) -> None:
    """It is among the films left, whether it was retired before or after the shuffle."""
    await seven.films(3)
    gone = min(await seven.undrawn())
    await seven.retire(gone)
    await seven.films(5)
    await seven.retire(gone, back=True)
    assert gone in await seven.films(5)


async def test_a_reused_key_is_a_new_film(seven: PickBench, our_catalogue: Catalogue) -> None:
    """If a film was deleted and another got its number, the new one can be drawn."""
    first = await seven.add(our_catalogue.entries[8], guild_id=OTHER_SERVER)
    await seven.films(3)
    await seven.erase(first)
    second = await seven.add(our_catalogue.entries[9])
    assert second == first
    assert second in await seven.films(5)


async def test_a_pick_says_how_often_it_was_drawn_before(seven: PickBench) -> None:
    """Never, once, twice: counted per deck, not per person."""
    times = [(await seven.draw(requester)).times_drawn for requester in (SAM_HERE, JIWOO_HERE) * 7]
    assert times == [0] * 7 + [1] * 7


async def test_a_filter_uses_up_nothing_that_it_skips(bench: PickBench) -> None:
    """Skipped films are still there, in the same order."""
    await bench.draw()
    before = await bench.undrawn()
    short = [(await bench.draw(pick_filter=PickFilter(max_minutes=100))).film_id for _ in range(5)]
    assert await bench.films(112) == [film for film in before if film not in short]


async def test_an_empty_catalogue_ends_the_search(seven: PickBench) -> None:
    """Without films, the answer says so."""
    for film in map(FilmId, range(1, 8)):
        await seven.retire(film)
    nothing = await seven.draw_no_match()
    assert (nothing.undrawn, nothing.drawn, nothing.counts_without) == (0, 0, ())


async def test_a_pick_is_replaced_once(bench: PickBench) -> None:
    """Pressing twice gives the same film twice and draws one; only the newest pick can be replaced again."""
    pick = await bench.draw(pick_filter=PickFilter(mood="comfort"))
    pressed = await asyncio.gather(*(bench.picks.redraw(pick.id, SAM_HERE) for _ in range(5)))
    assert len({one.id for one in pressed if isinstance(one, Pick)}) == 1
    assert len(await bench.undrawn()) == 116
    (second, *_) = pressed
    assert isinstance(second, Pick)
    assert second.pick_filter == pick.pick_filter
    third = await bench.picks.redraw(second.id, SAM_HERE)
    assert await bench.picks.redraw(pick.id, SAM_HERE) == third


async def test_only_the_person_who_drew_may_have_another(bench: PickBench) -> None:
    """Not even a host: they have a command of their own."""
    pick = await bench.draw()
    with pytest.raises(UserError, match=r"picks\.not-yours"):
        await bench.picks.redraw(pick.id, JIWOO_HERE)
    with pytest.raises(UserError, match=r"picks\.not-yours"):
        await bench.picks.draw_without(pick.id, JIWOO_HERE, "mood")


@pytest.mark.parametrize(("presser", "is_host"), [(SAM_HERE, False), (MINA_HERE, True)])
async def test_a_film_put_back_comes_last(seven: PickBench, presser: Requester, *, is_host: bool) -> None:
    """The person who drew, or a host, puts the film at the bottom and gets the next; again has no effect."""
    pick = await seven.draw()
    first = await seven.picks.put_back(pick.id, presser, is_host=is_host)
    assert first.film_id == pick.film_id
    assert first.pick.film_id != pick.film_id
    assert first.pick.requester == pick.requester
    assert await seven.picks.put_back(pick.id, presser, is_host=is_host) == PutBack(first.pick)
    assert (await seven.films(6))[-1] == pick.film_id


async def test_not_for_us_pressed_five_times_at_once_draws_one_film(bench: PickBench) -> None:
    """One film is put back, and one takes its place, with the same filter."""
    pick = await bench.draw(pick_filter=PickFilter(mood="comfort"))
    pressed = await asyncio.gather(*(bench.picks.put_back(pick.id, SAM_HERE, is_host=False) for _ in range(5)))
    assert len({one.pick.id for one in pressed}) == 1
    assert pressed[0].pick.pick_filter == pick.pick_filter
    assert sorted(one.film_id or 0 for one in pressed) == [0, 0, 0, 0, pick.film_id]
    assert len(await bench.undrawn()) == 117


async def test_if_nothing_else_matches_the_film_put_back_can_be_drawn_again(seven: PickBench) -> None:
    """The pick says that it was put back; the next press draws the same film."""
    pick = await seven.draw(pick_filter=PickFilter(years=YearRange(1993, 1993)))
    for _ in range(2):
        back = await seven.picks.put_back(pick.id, SAM_HERE, is_host=False)
        assert (back.pick.id, back.pick.is_put_back) == (pick.id, True)
    again = await seven.picks.redraw(pick.id, SAM_HERE)
    assert isinstance(again, Pick)
    assert again.film_id == pick.film_id


async def test_the_last_card_of_a_deck_put_back_shuffles_it(seven: PickBench) -> None:
    """Another film is drawn from the new deck, which also contains the one put back."""
    await seven.films(6)
    last = await seven.draw()
    back = await seven.picks.put_back(last.id, SAM_HERE, is_host=False)
    assert back.pick.film_id != last.film_id
    assert last.film_id in await seven.undrawn()
    assert len(await seven.undrawn()) == 6


async def test_nobody_else_puts_it_back(seven: PickBench) -> None:
    """Others change nothing."""
    pick = await seven.draw()
    with pytest.raises(UserError, match=r"picks\.not-yours-to-put-back"):
        await seven.picks.put_back(pick.id, JIWOO_HERE, is_host=False)
    assert pick.film_id not in await seven.undrawn()


async def test_a_host_has_no_control_over_a_personal_deck(seven: PickBench) -> None:
    """A pick drawn where the bot is not a member belongs to its drawer alone."""
    pick = await seven.draw(SAM_ALONE)
    with pytest.raises(UserError, match=r"picks\.not-yours-to-put-back"):
        await seven.picks.put_back(pick.id, Requester(MINA, None), is_host=True)


@pytest.mark.parametrize("drawn_by", [SAM_HERE, SAM_ALONE])
@pytest.mark.parametrize("person", [SAM, MINA])
async def test_a_pick_from_another_place_is_unknown(seven: PickBench, drawn_by: Requester, person: UserId) -> None:
    """For the drawer, others and hosts alike: neither deck changes."""
    pick = await seven.draw(drawn_by)
    nothing = await seven.draw_no_match(drawn_by, PickFilter(max_minutes=1))
    before = await table_of(seven)
    for server in {SERVER, OTHER_SERVER, None} - {drawn_by.guild_id}:
        presser = Requester(person, server)
        for press in (
            seven.picks.redraw(pick.id, presser),
            seven.picks.draw_without(nothing.pick.id, presser, "max_minutes"),
            seven.picks.put_back(pick.id, presser, is_host=True),
            seven.picks.shuffle_after_pick(nothing.pick.id, presser, is_host=True),
        ):
            with pytest.raises(UserError, match=r"picks\.too-old"):
                await press
    assert await table_of(seven) == before


async def table_of(bench: PickBench) -> list[Sequence[Any]]:
    """Return every row of the decks and picks."""
    names = ("deck", "deck_card", "pick")
    return [row for name in names for row in await select(bench.database, f"SELECT * FROM {name}")]


async def test_a_pick_that_was_replaced_is_not_put_back(seven: PickBench) -> None:
    """A late press shows the current pick."""
    pick = await seven.draw()
    later = await seven.picks.redraw(pick.id, SAM_HERE)
    assert isinstance(later, Pick)
    assert await seven.picks.put_back(pick.id, SAM_HERE, is_host=False) == PutBack(later)
    assert pick.film_id not in await seven.undrawn()


async def test_after_thirty_days_a_pick_is_gone(bench: PickBench) -> None:
    """Its buttons then say so."""
    pick = await bench.draw()
    bench.now += 30 * DAY_SECONDS - 1
    assert (await bench.picks.put_back(pick.id, SAM_HERE, is_host=False)).film_id == pick.film_id
    bench.now += 1
    for late in (bench.picks.redraw(pick.id, SAM_HERE), bench.picks.put_back(pick.id, SAM_HERE, is_host=False)):
        with pytest.raises(UserError, match=r"picks\.too-old"):
            await late


async def test_only_people_with_permission_reshuffle_a_deck(seven: PickBench) -> None:
    """A host shuffles the server's deck, a person their own; then every film is in it again."""
    await seven.films(6)
    pick_filter = PickFilter(max_minutes=1)
    nothing = await seven.draw_no_match(pick_filter=pick_filter)
    with pytest.raises(UserError, match=r"picks\.not-yours-to-shuffle"):
        await seven.picks.shuffle_after_pick(nothing.pick.id, SAM_HERE, is_host=False)
    assert await seven.picks.shuffle_after_pick(nothing.pick.id, MINA_HERE, is_host=True) == DeckCount(
        undrawn=7, drawn=0
    )
    alone = await seven.draw_no_match(SAM_ALONE, pick_filter)
    with pytest.raises(UserError, match=r"picks\.not-yours-to-shuffle"):
        await seven.picks.shuffle_after_pick(alone.pick.id, Requester(MINA, None), is_host=True)
    assert await seven.picks.shuffle_after_pick(alone.pick.id, SAM_ALONE, is_host=False) == DeckCount(
        undrawn=7, drawn=0
    )


async def test_a_deck_shuffled_by_hand_does_not_start_with_the_last_three(
    seven: PickBench, volume: Callable[[int], int]
) -> None:
    """Shuffling early does not repeat a film soon, not even with a filter, if another matches."""
    for pick_filter in (PickFilter(), PickFilter(tears=4), PickFilter(mood="parents")):
        for _ in range(volume(60)):
            lately = await seven.films(3)
            await seven.picks.shuffle_guild_deck(SERVER)
            assert (await seven.draw(pick_filter=pick_filter)).film_id not in lately


async def test_a_question_is_answered_once(bench: PickBench) -> None:
    """Pressing twice on what was suggested when nothing matched draws one film, not two."""
    nothing = await bench.draw_no_match(pick_filter=PickFilter(service="tubi", tears=5))
    answers = await asyncio.gather(
        *(bench.picks.draw_without(nothing.pick.id, SAM_HERE, "service") for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(answer, Pick) for answer in answers) == 1
    assert sum(isinstance(answer, UserError) for answer in answers) == 2
    assert len(await bench.undrawn()) == 117


async def test_a_question_that_finds_nothing_again_stays_open(bench: PickBench) -> None:
    """Dropping the wrong filter is not a dead end."""
    nothing = await bench.draw_no_match(pick_filter=PickFilter(service="tubi", tears=5))
    assert isinstance(await bench.picks.draw_without(nothing.pick.id, SAM_HERE, "tears"), NoMatch)
    assert isinstance(await bench.picks.draw_without(nothing.pick.id, SAM_HERE, "service"), Pick)
