"""A person never draws what they avoid, and other people are not affected."""

from collections.abc import Callable

import pytest

from bot.films.rules.film import Catalogue
from bot.picks.rules.pick import NoMatch, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.rules.preferences import UserPreferences
from tests.picks.pick_bench import JIWOO, JIWOO_HERE, SAM, SAM_ALONE, SAM_HERE, SERVER, PickBench
from tests.sql import select

NOTE = "sexual-violence"
COMMON_NOTE = "suicide"
"""A note that three of the seven films have."""
FILTERS = (
    PickFilter(),
    PickFilter(mood="angry-tears"),
    PickFilter(ending="hopeful"),
    PickFilter(tears=5),
    PickFilter(max_minutes=120, mood="parents"),
)


async def films_with_note(bench: PickBench, note: str = NOTE) -> set[int]:
    """Return the films that have this content note."""
    sql = "SELECT film_id FROM film_term WHERE kind = 'content_warning' AND term = :note"
    return {row[0] for row in await select(bench.database, sql, {"note": note})}


async def draw_films(bench: PickBench, requester: Requester, count: int) -> list[int]:
    """Draw this many films, with one filter after another, and return them.

    If no film matches, drop a filter or reshuffle the deck.
    """
    films = []
    for number in range(count):
        drawn = await bench.picks.draw(requester, FILTERS[number % len(FILTERS)])
        if isinstance(drawn, NoMatch) and drawn.counts_without:
            drawn = await bench.picks.draw_without(drawn.pick.id, requester, drawn.counts_without[0][0])
        if isinstance(drawn, NoMatch):
            await bench.picks.shuffle_guild_deck(SERVER)
            drawn = await bench.picks.draw(requester, PickFilter())
        assert isinstance(drawn, Pick)
        films.append(drawn.film_id or 0)
    return films


@pytest.mark.postgres_soak
@pytest.mark.parametrize("requester", [SAM_HERE, SAM_ALONE])
async def test_no_pick_shows_avoided_content(
    bench: PickBench, requester: Requester, volume: Callable[[int], int]
) -> None:
    """No film with the avoided note is drawn, and every other film is."""
    avoided = await films_with_note(bench)
    assert await bench.key("hope") in avoided
    await bench.preferences.set_avoided_notes(SAM, [NOTE])
    drawn = await draw_films(bench, requester, volume(2000))
    assert not avoided & {*drawn}
    assert len({*drawn}) == 118 - len(avoided)


async def test_others_still_draw_what_one_person_avoids(seven: PickBench) -> None:
    """Films that one person avoids stay in the deck, and others draw them."""
    await seven.preferences.set_avoided_notes(SAM, [COMMON_NOTE])
    mine = await seven.films(3, SAM_HERE)
    theirs = await seven.films(4, JIWOO_HERE)
    assert len({*mine, *theirs}) == 7
    assert {*theirs} >= await films_with_note(seven, COMMON_NOTE) > set()


async def test_someone_who_avoids_content_gets_no_unreviewed_film(seven: PickBench, our_catalogue: Catalogue) -> None:
    """Someone who avoids nothing can draw the film."""
    unknown = await seven.add(our_catalogue.entries[8], content_notes=None)
    await seven.preferences.set_avoided_notes(SAM, ["torture"])
    assert unknown not in await seven.films(40, SAM_ALONE)
    assert unknown in await seven.films(8, Requester(JIWOO, None))


async def test_a_calm_film_is_reviewed_and_has_no_strong_note(seven: PickBench, our_catalogue: Catalogue) -> None:
    """The filter `calm` draws neither unreviewed films nor films with strong notes."""
    unknown = await seven.add(our_catalogue.entries[8], content_notes=None)
    strong = await seven.add(our_catalogue.entries[9], content_notes=("suicide",))
    calm = await seven.add(our_catalogue.entries[10], content_notes=("serious-illness", "death-of-parent"))
    drawn = []
    while isinstance(pick := await seven.picks.draw(SAM_ALONE, PickFilter(calm=True)), Pick):
        drawn.append(pick.film_id)
    assert calm in drawn
    assert not {unknown, strong} & {*drawn}


async def test_a_servers_deck_can_end_early_for_one_person(seven: PickBench) -> None:
    """When only avoided films are left, the person draws nothing, and another person draws those films."""
    await seven.preferences.set_avoided_notes(SAM, [COMMON_NOTE])
    avoided = await films_with_note(seven, COMMON_NOTE)
    await seven.films(7 - len(avoided))
    nothing = await seven.draw_no_match()
    assert (nothing.undrawn, nothing.drawn, nothing.counts_without) == (0, 7 - len(avoided), ())
    filtered = await seven.draw_no_match(pick_filter=PickFilter(tears=5, ending="devastating"))
    assert (filtered.undrawn, filtered.counts_without) == (0, ())
    assert {*await seven.films(len(avoided), JIWOO_HERE)} == avoided
    await seven.draw()


async def test_a_personal_deck_reshuffles_without_avoided_films(seven: PickBench) -> None:
    """When only avoided films are left, the deck is shuffled."""
    await seven.preferences.set_avoided_notes(SAM, [COMMON_NOTE])
    count = 7 - len(await films_with_note(seven, COMMON_NOTE))
    drawn = await seven.films(2 * count, SAM_ALONE)
    assert {*drawn[:count]} == {*drawn[count:]}
    assert drawn[count] not in drawn[count - 3 : count]


async def test_someone_who_avoids_everything_is_told_that_nothing_is_left(bench: PickBench) -> None:
    """The answer counts no films, in a server's deck and in their own."""
    await bench.preferences.set_avoided_notes(SAM, bench.preferences.available.notes)
    for film in {*range(1, 119)} - {
        film for note in bench.preferences.available.notes for film in await films_with_note(bench, note)
    }:
        await bench.retire(film)
    for requester in (SAM_HERE, SAM_ALONE):
        nothing = await bench.draw_no_match(requester)
        assert (nothing.undrawn, nothing.drawn) == (0, 0)


async def test_counts_leave_out_avoided_films(bench: PickBench) -> None:
    """Neither the advice nor the number of films left counts avoided films."""
    pick_filter = PickFilter(service="tubi", mood="angry-tears")
    before = await bench.draw_no_match(pick_filter=pick_filter)
    await bench.preferences.set_avoided_notes(SAM, [NOTE])
    after = await bench.draw_no_match(pick_filter=pick_filter)
    taken_away = await films_with_note(bench)
    assert dict(before.counts_without)["service"] - dict(after.counts_without)["service"] > 0
    assert before.undrawn - after.undrawn == len(taken_away)


async def test_preferences_are_stored_as_ticked(bench: PickBench) -> None:
    """Each choice of notes or services replaces the last, and unknown notes are not stored."""
    assert await bench.preferences.find(SAM) == UserPreferences()
    await bench.preferences.set_avoided_notes(SAM, ["suicide", NOTE, "no-such-note", ""])
    await bench.preferences.set_services(SAM, ["viki", "netflix"])
    assert await bench.preferences.find(SAM) == UserPreferences((NOTE, "suicide"), ("netflix", "viki"))
    await bench.preferences.set_avoided_notes(SAM, ["torture"])
    assert await bench.preferences.find(SAM) == UserPreferences(("torture",), ("netflix", "viki"))
    assert await bench.preferences.find(JIWOO) == UserPreferences()
    assert await bench.preferences.clear(SAM) == UserPreferences() == await bench.preferences.find(SAM)
