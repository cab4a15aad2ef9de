"""What a person avoids never comes to them, and nobody else learns of it."""

from collections.abc import Callable

import pytest

from bot.films.rules.film import Catalogue
from bot.picks.rules.pick import NoMatch, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.rules.preferences import UserPreferences
from tests.picks.pick_bench import JIWOO, JIWOO_HERE, SAM, SAM_ALONE, SAM_HERE, SERVER, Table

NOTE = "sexual-violence"
WISHES = (
    PickFilter(),
    PickFilter(mood="angry-tears"),
    PickFilter(ending="hopeful"),
    PickFilter(tears=5),
    PickFilter(longest=120, mood="parents"),
)


async def with_note(table: Table, note: str = NOTE) -> set[int]:
    """The films that have a content note."""
    sql = "SELECT film FROM film_term WHERE kind = 'content_warning' AND term = :note"
    return {row[0] for row in await table.database.reader.execute(sql, {"note": note})}


async def drawn_by(table: Table, requester: Requester, count: int) -> list[int]:
    """The films of so many draws with any filters, while others draw too and the deck goes round."""
    films = []
    for number in range(count):
        drawn = await table.picks.draw(requester, WISHES[number % len(WISHES)])
        if isinstance(drawn, NoMatch) and drawn.counts_without:
            drawn = await table.picks.draw_without(drawn.pick.id, requester, drawn.counts_without[0][0])
        if isinstance(drawn, NoMatch):
            await table.picks.shuffle_guild_deck(SERVER)
            drawn = await table.picks.draw(requester, PickFilter())
        assert isinstance(drawn, Pick)
        films.append(drawn.film_id or 0)
    return films


@pytest.mark.parametrize("drawer", [SAM_HERE, SAM_ALONE])
async def test_two_thousand_picks_keep_away_from_what_is_avoided(
    table: Table, requester: Requester, volume: Callable[[int], int]
) -> None:
    """Whatever the filters, and however often the deck is shuffled: no film with that note, Hope among them."""
    avoided = await with_note(table)
    assert await table.key("hope") in avoided
    await table.avoiding.set_avoided_notes(SAM, [NOTE])
    drawn = await drawn_by(table, requester, volume(2000))
    assert not avoided & {*drawn}
    assert len({*drawn}) == 118 - len(avoided)


async def test_what_one_person_avoids_the_others_still_get(table: Table) -> None:
    """The list is the drawer's alone: the films it skips stay in the deck for the others."""
    await table.avoiding.set_avoided_notes(SAM, [NOTE])
    mine = await table.films(50, SAM_HERE)
    theirs = await table.films(68, JIWOO_HERE)
    assert len({*mine, *theirs}) == 118
    assert {*theirs} >= await with_note(table)


async def test_who_avoids_something_gets_no_film_that_nobody_reviewed(seven: Table, our_catalogue: Catalogue) -> None:
    """What is not known is not taken for safe; who avoids nothing may draw it, and sees that it is not reviewed."""
    unknown = await seven.add(our_catalogue.entries[8], content_notes=None)
    await seven.avoiding.set_avoided_notes(SAM, ["torture"])
    assert unknown not in await seven.films(40, SAM_ALONE)
    assert unknown in await seven.films(8, Requester(JIWOO, None))


async def test_a_calm_film_is_reviewed_and_has_no_strong_note(seven: Table, our_catalogue: Catalogue) -> None:
    """`calm` asks for both."""
    unknown = await seven.add(our_catalogue.entries[8], content_notes=None)
    strong = await seven.add(our_catalogue.entries[9], content_notes=("suicide",))
    calm = await seven.add(our_catalogue.entries[10], content_notes=("serious-illness", "death-of-parent"))
    drawn = []
    while isinstance(pick := await seven.picks.draw(SAM_ALONE, PickFilter(calm=True)), Pick):
        drawn.append(pick.film_id)
    assert calm in drawn
    assert not {unknown, strong} & {*drawn}


async def test_a_servers_deck_may_end_early_for_one_person(table: Table) -> None:
    """What is left waits for the others; who avoids it is told so, and what would help is never of that."""
    await table.avoiding.set_avoided_notes(SAM, [NOTE])
    avoided = await with_note(table)
    await table.films(118 - len(avoided))
    nothing = await table.draw_nothing()
    assert (nothing.undrawn, nothing.drawn, nothing.counts_without) == (0, 118 - len(avoided), ())
    filtered = await table.draw_nothing(pick_filter=PickFilter(tears=5, ending="devastating"))
    assert (filtered.undrawn, filtered.counts_without) == (0, ())
    assert {*await table.films(len(avoided), JIWOO_HERE)} == avoided
    await table.draw()


async def test_a_persons_own_deck_goes_round_without_what_they_avoid(table: Table) -> None:
    """Cards that they would never draw do not keep their deck from being shuffled."""
    await table.avoiding.set_avoided_notes(SAM, [NOTE])
    count = 118 - len(await with_note(table))
    drawn = await table.films(2 * count, SAM_ALONE)
    assert {*drawn[:count]} == {*drawn[count:]}
    assert drawn[count] not in drawn[count - 3 : count]


async def test_who_avoids_everything_is_told_that_nothing_is_left(table: Table) -> None:
    """Also in their own deck, and without an endless search."""
    await table.avoiding.set_avoided_notes(SAM, table.avoiding.available.notes)
    for film in {*range(1, 119)} - {
        film for note in table.avoiding.available.notes for film in await with_note(table, note)
    }:
        await table.retire(film)
    for requester in (SAM_HERE, SAM_ALONE):
        nothing = await table.draw_nothing(requester)
        assert (nothing.undrawn, nothing.drawn) == (0, 0)


async def test_counts_are_of_what_the_person_may_see(table: Table) -> None:
    """What would help is counted without the films that a list keeps away."""
    pick_filter = PickFilter(service="tubi", mood="angry-tears")
    before = await table.draw_nothing(pick_filter=pick_filter)
    await table.avoiding.set_avoided_notes(SAM, [NOTE])
    after = await table.draw_nothing(pick_filter=pick_filter)
    taken_away = await with_note(table)
    assert dict(before.counts_without)["service"] - dict(after.counts_without)["service"] > 0
    assert before.undrawn - after.undrawn == len(taken_away)


async def test_a_list_is_kept_as_it_was_ticked(table: Table) -> None:
    """Notes and services apart, each choice in place of the one before; what is no note is not kept."""
    assert await table.avoiding.find(SAM) == UserPreferences()
    await table.avoiding.set_avoided_notes(SAM, ["suicide", NOTE, "no-such-note", ""])
    await table.avoiding.set_services(SAM, ["viki", "netflix"])
    assert await table.avoiding.find(SAM) == UserPreferences((NOTE, "suicide"), ("netflix", "viki"))
    await table.avoiding.set_avoided_notes(SAM, ["torture"])
    assert await table.avoiding.find(SAM) == UserPreferences(("torture",), ("netflix", "viki"))
    assert await table.avoiding.find(JIWOO) == UserPreferences()
    assert await table.avoiding.clear(SAM) == UserPreferences() == await table.avoiding.find(SAM)
