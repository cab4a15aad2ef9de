"""The buttons under a pick draw another film, put the film back or drop a filter, but not for everyone."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from bot.core.errors import UserError
from bot.films.rules.search.years import YearRange
from bot.ids import UserId
from bot.picks.rules.pick import DAY_SECONDS, NoMatch, Pick, PutBack, Requester
from bot.picks.rules.pick_filter import PickFilter
from tests.picks.pick_bench import (
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


async def test_a_pick_is_replaced_once(bench: PickBench) -> None:
    """Five presses at once draw one film. A late press on the first pick returns the newest pick."""
    pick = await bench.draw(pick_filter=PickFilter(mood="comfort"))
    pressed = await asyncio.gather(*(bench.picks.redraw(pick.id, SAM_HERE) for _ in range(5)))
    assert len({shown_pick.id for shown_pick in pressed if isinstance(shown_pick, Pick)}) == 1
    assert len(await bench.undrawn()) == 116
    (second, *_) = pressed
    assert isinstance(second, Pick)
    assert second.pick_filter == pick.pick_filter
    third = await bench.picks.redraw(second.id, SAM_HERE)
    assert await bench.picks.redraw(pick.id, SAM_HERE) == third


async def test_only_the_person_who_drew_can_have_another(bench: PickBench) -> None:
    """Anyone else is refused both another film and a draw with fewer filters."""
    pick = await bench.draw()
    with pytest.raises(UserError, match=r"picks\.not-yours"):
        await bench.picks.redraw(pick.id, JIWOO_HERE)
    with pytest.raises(UserError, match=r"picks\.not-yours"):
        await bench.picks.draw_without(pick.id, JIWOO_HERE, "mood")


@pytest.mark.parametrize(("presser", "can_manage_server"), [(SAM_HERE, False), (MINA_HERE, True)])
async def test_a_film_put_back_comes_last(seven: PickBench, presser: Requester, *, can_manage_server: bool) -> None:
    """The person who drew or a manager can put the film back. A second press changes nothing."""
    pick = await seven.draw()
    first = await seven.picks.put_back(pick.id, presser, can_manage_server=can_manage_server)
    assert first.film_id == pick.film_id
    assert first.pick.film_id != pick.film_id
    assert first.pick.requester == pick.requester
    assert await seven.picks.put_back(pick.id, presser, can_manage_server=can_manage_server) == PutBack(first.pick)
    assert (await seven.films(6))[-1] == pick.film_id


async def test_five_simultaneous_presses_of_not_for_us_draw_one_film(bench: PickBench) -> None:
    """One film is put back, and one film is drawn instead, with the same filter."""
    pick = await bench.draw(pick_filter=PickFilter(mood="comfort"))
    pressed = await asyncio.gather(
        *(bench.picks.put_back(pick.id, SAM_HERE, can_manage_server=False) for _ in range(5))
    )
    assert len({reply.pick.id for reply in pressed}) == 1
    assert pressed[0].pick.pick_filter == pick.pick_filter
    assert sorted(reply.film_id or 0 for reply in pressed) == [0, 0, 0, 0, pick.film_id]
    assert len(await bench.undrawn()) == 117


async def test_a_film_put_back_can_be_drawn_again_if_nothing_else_matches(seven: PickBench) -> None:
    """The pick is marked as put back, and a redraw draws the same film."""
    pick = await seven.draw(pick_filter=PickFilter(years=YearRange(1993, 1993)))
    for _ in range(2):
        back = await seven.picks.put_back(pick.id, SAM_HERE, can_manage_server=False)
        assert (back.pick.id, back.pick.is_put_back) == (pick.id, True)
    again = await seven.picks.redraw(pick.id, SAM_HERE)
    assert isinstance(again, Pick)
    assert again.film_id == pick.film_id


async def test_putting_back_the_last_film_shuffles_the_deck(seven: PickBench) -> None:
    """Another film is drawn from the new deck, which also contains the film put back."""
    await seven.films(6)
    last = await seven.draw()
    back = await seven.picks.put_back(last.id, SAM_HERE, can_manage_server=False)
    assert back.pick.film_id != last.film_id
    assert last.film_id in await seven.undrawn()
    assert len(await seven.undrawn()) == 6


async def test_nobody_else_can_put_a_film_back(seven: PickBench) -> None:
    """Anyone else is refused, and the film does not go back into the deck."""
    pick = await seven.draw()
    with pytest.raises(UserError, match=r"picks\.not-yours-to-put-back"):
        await seven.picks.put_back(pick.id, JIWOO_HERE, can_manage_server=False)
    assert pick.film_id not in await seven.undrawn()


async def test_a_manager_cannot_put_back_a_film_from_a_personal_deck(seven: PickBench) -> None:
    """The press is refused, because only the person who drew can put the film back."""
    pick = await seven.draw(SAM_ALONE)
    with pytest.raises(UserError, match=r"picks\.not-yours-to-put-back"):
        await seven.picks.put_back(pick.id, Requester(MINA, None), can_manage_server=True)


@pytest.mark.parametrize("drawn_by", [SAM_HERE, SAM_ALONE])
@pytest.mark.parametrize("person", [SAM, MINA])
async def test_a_press_from_another_place_is_refused(seven: PickBench, drawn_by: Requester, person: UserId) -> None:
    """The refusal says that the pick is too old, even to a manager or the person who drew, and no row changes."""
    pick = await seven.draw(drawn_by)
    nothing = await seven.draw_no_match(drawn_by, PickFilter(max_minutes=1))
    before = await all_rows(seven)
    for server in {SERVER, OTHER_SERVER, None} - {drawn_by.guild_id}:
        presser = Requester(person, server)
        for press in (
            seven.picks.redraw(pick.id, presser),
            seven.picks.draw_without(nothing.pick.id, presser, "max_minutes"),
            seven.picks.put_back(pick.id, presser, can_manage_server=True),
            seven.picks.shuffle_after_pick(nothing.pick.id, presser, can_manage_server=True),
        ):
            with pytest.raises(UserError, match=r"picks\.too-old"):
                await press
    assert await all_rows(seven) == before


async def all_rows(bench: PickBench) -> list[Sequence[Any]]:
    """Return every row of the decks and picks."""
    names = ("deck", "deck_card", "pick")
    return [row for name in names for row in await select(bench.database, f"SELECT * FROM {name}")]


async def test_a_pick_that_was_replaced_is_not_put_back(seven: PickBench) -> None:
    """A late press returns the newer pick, and puts nothing back."""
    pick = await seven.draw()
    later = await seven.picks.redraw(pick.id, SAM_HERE)
    assert isinstance(later, Pick)
    assert await seven.picks.put_back(pick.id, SAM_HERE, can_manage_server=False) == PutBack(later)
    assert pick.film_id not in await seven.undrawn()


async def test_after_thirty_days_a_pick_is_gone(bench: PickBench) -> None:
    """Until the last second, the film can be put back. After that, presses are refused as too old."""
    pick = await bench.draw()
    bench.now += 30 * DAY_SECONDS - 1
    assert (await bench.picks.put_back(pick.id, SAM_HERE, can_manage_server=False)).film_id == pick.film_id
    bench.now += 1
    for late in (
        bench.picks.redraw(pick.id, SAM_HERE),
        bench.picks.put_back(pick.id, SAM_HERE, can_manage_server=False),
    ):
        with pytest.raises(UserError, match=r"picks\.too-old"):
            await late


async def test_a_suggestion_to_drop_a_filter_works_once(bench: PickBench) -> None:
    """Of three simultaneous presses, one draws a film and two are refused."""
    nothing = await bench.draw_no_match(pick_filter=PickFilter(service="tubi", tears=5))
    answers = await asyncio.gather(
        *(bench.picks.draw_without(nothing.pick.id, SAM_HERE, "service") for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(answer, Pick) for answer in answers) == 1
    assert sum(isinstance(answer, UserError) for answer in answers) == 2
    assert len(await bench.undrawn()) == 117


async def test_after_a_suggestion_that_finds_nothing_another_still_works(bench: PickBench) -> None:
    """If dropping one filter finds nothing, another can be dropped instead."""
    nothing = await bench.draw_no_match(pick_filter=PickFilter(service="tubi", tears=5))
    assert isinstance(await bench.picks.draw_without(nothing.pick.id, SAM_HERE, "tears"), NoMatch)
    assert isinstance(await bench.picks.draw_without(nothing.pick.id, SAM_HERE, "service"), Pick)


async def test_only_the_latest_pick_of_a_message_is_shown(bench: PickBench) -> None:
    """A pick is no longer shown once it is replaced or put back, so late news of its film does not edit the message."""
    first = await bench.draw()
    assert await bench.picks.is_shown(first)
    second = await bench.picks.redraw(first.id, SAM_HERE)
    assert isinstance(second, Pick)
    assert [await bench.picks.is_shown(pick) for pick in (first, second)] == [False, True]
    third = (await bench.picks.put_back(second.id, SAM_HERE, can_manage_server=False)).pick
    assert [await bench.picks.is_shown(pick) for pick in (first, second, third)] == [False, False, True]
