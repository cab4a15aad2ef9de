"""A search's list: its pages, what helps when there is none, and for whom and how long it is kept."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.core.errors import UserError
from bot.films.rules.search.film_filter import FilmFilter, active_conditions, only_condition, without_condition
from bot.films.rules.search.search_results import PAGE_SIZE, NoResults, SearchPage
from bot.films.rules.search.years import YearRange
from bot.films.service.search import DAY, DAYS_KEPT, MOST_KEPT, Searches
from tests.films.search_helpers import JIWOO, OURS, SAM, Clock, nothing, page

# Pages.


async def test_the_pages_hold_every_film_once_and_in_order(searches: Searches) -> None:
    """Page by page the list is the whole list; a page too far is the last one, one before the first the first."""
    wanted = FilmFilter(themes=("first-love",))
    first = await page(searches, wanted)
    pages = [await searches.turn(first.search_id, number, SAM, None) for number in range(first.page_count)]
    shown = [film.summary.id for one in pages if isinstance(one, SearchPage) for film in one.films]
    assert tuple(shown) == await searches.matching(wanted, None)
    assert first.total == len(shown) > PAGE_SIZE
    assert await searches.turn(first.search_id, 10**17, SAM, None) == pages[-1]
    assert await searches.turn(first.search_id, -1, SAM, None) == pages[0]


# Nothing found.


async def test_what_to_leave_out_is_offered_best_first_and_truly_counted(searches: Searches) -> None:
    """Each condition whose absence gives films is named with how many it gives; one that gives none is not."""
    wanted = FilmFilter(person="손예진", themes=("first-love",), ending="devastating", years=YearRange(2018, None))
    found = await nothing(searches, wanted)
    alone = {
        name: len(await searches.matching(without_condition(wanted, name), None)) for name in active_conditions(wanted)
    }
    assert dict(found.counts_without) == {name: films for name, films in alone.items() if films}
    assert found.counts_without
    assert [films for _, films in found.counts_without] == sorted(
        (films for _, films in found.counts_without), reverse=True
    )
    wider = await searches.widen(found.search_id, found.counts_without[0][0], SAM, None)
    assert isinstance(wider, SearchPage)
    assert (wider.total, wider.film_filter) == (
        found.counts_without[0][1],
        without_condition(wanted, found.counts_without[0][0]),
    )


async def test_where_no_single_part_is_to_blame_each_is_offered_by_itself(searches: Searches) -> None:
    """Nobody is left without a way on; what finds nothing even alone is not offered."""
    wanted = FilmFilter(words="zzzz", person="손예진", themes=("war",), years=YearRange(1990, 1999))
    found = await nothing(searches, wanted)
    alone = {
        name: len(await searches.matching(only_condition(wanted, name), None)) for name in active_conditions(wanted)
    }
    assert found.counts_without == ()
    assert dict(found.counts_alone) == {name: films for name, films in alone.items() if films}
    assert set(found.counts_alone) == {("themes", 8), ("person", 5), ("years", 2)}
    narrow = await searches.narrow(found.search_id, "themes", SAM, None)
    assert isinstance(narrow, SearchPage)
    assert (narrow.total, narrow.film_filter) == (8, FilmFilter(themes=("war",)))


@pytest.mark.parametrize(("typed", "meant"), [("son yejinn", "손예진"), ("손예즨", "손예진"), ("Bae Dona", "배두나")])
async def test_a_slip_in_a_name_is_answered_with_who_may_be_meant(searches: Searches, typed: str, meant: str) -> None:
    """The likest person stands first, and is found when that is what was meant."""
    found = await nothing(searches, FilmFilter(person=typed))
    assert found.similar_people[0].name_ko == meant
    assert isinstance(await searches.mean(found.search_id, 0, SAM, None), SearchPage)
    assert isinstance(await searches.mean(found.search_id, 99, SAM, None), NoResults)


# What is kept.


async def refused(searches: Searches, key: int, person: int = SAM) -> str:
    with pytest.raises(UserError) as no:
        await searches.turn(key, 0, person, None)
    return no.value.key


@pytest.mark.parametrize(
    ("person", "server", "why"), [(JIWOO, None, "not-yours"), (SAM, OURS, "gone"), (JIWOO, OURS, "gone")]
)
async def test_a_search_is_its_owners_alone_and_of_its_place(
    searches: Searches, person: int, server: int | None, why: str
) -> None:
    """Whoever else uses it is told to search themselves; in another place there is no such search."""
    made = (await page(searches, FilmFilter(words="letter"))).search_id
    for use in (
        searches.turn(made, 0, person, server),
        searches.widen(made, "words", person, server),
        searches.narrow(made, "words", person, server),
        searches.mean(made, 0, person, server),
        searches.check_owner(made, person, server),
    ):
        with pytest.raises(UserError, match=rf"films\.search\.{why}"):
            await use


async def test_a_search_is_too_old_after_thirty_days_even_if_nobody_tidied(searches: Searches, clock: Clock) -> None:
    """To the second; what was never there is gone in the same words."""
    made = await page(searches, FilmFilter(words="letter"))
    clock.now += DAYS_KEPT * DAY - 1
    assert isinstance(await searches.turn(made.search_id, 0, SAM, None), SearchPage)
    clock.now += 1
    assert await refused(searches, made.search_id) == await refused(searches, 999_999) == "films.search.gone"


async def test_a_person_keeps_the_newest_fifty_and_nobody_elses_go(searches: Searches) -> None:
    """Who searches without end fills nothing."""
    other = await page(searches, FilmFilter(words="letter"), JIWOO)
    made = [(await page(searches, FilmFilter(longest=100 + minutes))).search_id for minutes in range(MOST_KEPT + 3)]
    rows = await searches.database.reader.execute("SELECT id FROM search WHERE person = :sam ORDER BY id", {"sam": SAM})
    assert [row[0] for row in rows] == made[-MOST_KEPT:]
    assert isinstance(await searches.turn(other.search_id, 0, JIWOO, None), SearchPage)


async def test_people_who_search_at_once_get_each_their_own(searches: Searches) -> None:
    """Twenty searches at the same time are twenty rows."""
    made: Sequence[SearchPage | NoResults] = await asyncio.gather(
        *(searches.begin(FilmFilter(longest=100 + who), who, None) for who in range(20))
    )
    assert len({one.search_id for one in made}) == 20
    assert [one.film_filter.longest for one in made] == [100 + who for who in range(20)]


@pytest.mark.parametrize(
    "wanted", [FilmFilter(), FilmFilter(words="!!!"), FilmFilter(person='""'), FilmFilter(words="")]
)
async def test_nothing_to_look_for_is_refused_and_not_kept(searches: Searches, wanted: FilmFilter) -> None:
    """No condition, or one without a letter, is answered with an example."""
    with pytest.raises(UserError):
        await searches.begin(wanted, SAM, None)
    assert await searches.database.reader.execute("SELECT id FROM search") == []
