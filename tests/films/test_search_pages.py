"""The pages of a search, the help for an empty result, and what is stored of a search."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.core.errors import UserError
from bot.films.rules.search.film_filter import FilmFilter, active_conditions, only_condition, without_conditions
from bot.films.rules.search.search_results import PAGE_SIZE, NoResults, SearchPage
from bot.films.rules.search.years import YearRange
from bot.films.service.search import DAY_SECONDS, MAX_SAVED_SEARCHES, RETENTION_DAYS, FilmSearch
from bot.ids import GuildId, SearchId, UserId
from tests.films.search_helpers import JIWOO, OURS, SAM, Clock, search_page, search_without_results
from tests.sql import select

# Pages.


async def test_the_pages_hold_every_film_once_and_in_order(searches: FilmSearch) -> None:
    """The pages together are the whole list. A page number outside the range opens the first or last page."""
    film_filter = FilmFilter(themes=("first-love",))
    first = await search_page(searches, film_filter)
    pages = [await searches.open_page(first.search_id, number, SAM, None) for number in range(first.page_count)]
    shown = [film.summary.id for page in pages if isinstance(page, SearchPage) for film in page.films]
    assert tuple(shown) == await searches.find_matching(film_filter, None)
    assert first.total == len(shown) > PAGE_SIZE
    assert await searches.open_page(first.search_id, 10**17, SAM, None) == pages[-1]
    assert await searches.open_page(first.search_id, -1, SAM, None) == pages[0]


# Nothing found.


async def test_conditions_to_drop_are_suggested_best_first_and_counted(searches: FilmSearch) -> None:
    """Only conditions whose removal finds films are suggested, those with the most films first."""
    film_filter = FilmFilter(person="손예진", themes=("first-love",), ending="devastating", years=YearRange(2018, None))
    found = await search_without_results(searches, film_filter)
    alone = {
        name: len(await searches.find_matching(without_conditions(film_filter, name), None))
        for name in active_conditions(film_filter)
    }
    assert dict(found.counts_without) == {name: films for name, films in alone.items() if films}
    assert found.counts_without
    assert [films for _, films in found.counts_without] == sorted(
        (films for _, films in found.counts_without), reverse=True
    )
    wider = await searches.remove_condition(found.search_id, found.counts_without[0][0], SAM, None)
    assert isinstance(wider, SearchPage)
    assert (wider.total, wider.film_filter) == (
        found.counts_without[0][1],
        without_conditions(film_filter, found.counts_without[0][0]),
    )


async def test_if_dropping_one_condition_is_not_enough_each_is_suggested_alone(searches: FilmSearch) -> None:
    """Each condition is suggested with the number of films that it finds alone, unless it finds none."""
    film_filter = FilmFilter(words="zzzz", person="손예진", themes=("war",), years=YearRange(1990, 1999))
    found = await search_without_results(searches, film_filter)
    alone = {
        name: len(await searches.find_matching(only_condition(film_filter, name), None))
        for name in active_conditions(film_filter)
    }
    assert found.counts_without == ()
    assert dict(found.counts_alone) == {name: films for name, films in alone.items() if films}
    assert set(found.counts_alone) == {("themes", 8), ("person", 5), ("years", 2)}
    narrow = await searches.keep_only_condition(found.search_id, "themes", SAM, None)
    assert isinstance(narrow, SearchPage)
    assert (narrow.total, narrow.film_filter) == (8, FilmFilter(themes=("war",)))


@pytest.mark.parametrize(("typed", "name"), [("son yejinn", "손예진"), ("손예즨", "손예진"), ("Bae Dona", "배두나")])
async def test_a_typo_in_a_name_is_answered_with_similar_people(searches: FilmSearch, typed: str, name: str) -> None:
    """The most similar person comes first, and choosing that person finds films."""
    found = await search_without_results(searches, FilmFilter(person=typed))
    assert found.similar_people[0].name_ko == name
    assert isinstance(await searches.choose_person(found.search_id, 0, SAM, None), SearchPage)
    assert isinstance(await searches.choose_person(found.search_id, 99, SAM, None), NoResults)


# What is stored.


async def refusal_of(searches: FilmSearch, key: SearchId, person: UserId = SAM) -> str:
    with pytest.raises(UserError) as no:
        await searches.open_page(key, 0, person, None)
    return no.value.key


@pytest.mark.parametrize(
    ("person", "server", "why"), [(JIWOO, None, "not-yours"), (SAM, OURS, "gone"), (JIWOO, OURS, "gone")]
)
async def test_a_search_works_only_for_its_owner_and_where_it_was_made(
    searches: FilmSearch, person: UserId, server: GuildId | None, why: str
) -> None:
    """Another person is refused. In a server where it was not made, the search is not found."""
    search_id = (await search_page(searches, FilmFilter(words="letter"))).search_id
    for use in (
        searches.open_page(search_id, 0, person, server),
        searches.remove_condition(search_id, "words", person, server),
        searches.keep_only_condition(search_id, "words", person, server),
        searches.choose_person(search_id, 0, person, server),
        searches.check_owner(search_id, person, server),
    ):
        with pytest.raises(UserError, match=rf"films\.search\.{why}"):
            await use


async def test_a_search_expires_after_thirty_days_even_before_clean_up(searches: FilmSearch, clock: Clock) -> None:
    """An expired search is answered like one that never existed."""
    search = await search_page(searches, FilmFilter(words="letter"))
    clock.now += RETENTION_DAYS * DAY_SECONDS - 1
    assert isinstance(await searches.open_page(search.search_id, 0, SAM, None), SearchPage)
    clock.now += 1
    assert (
        await refusal_of(searches, search.search_id)
        == await refusal_of(searches, SearchId(999_999))
        == "films.search.gone"
    )


async def test_a_persons_newest_fifty_searches_are_kept(searches: FilmSearch) -> None:
    """Older searches of the same person are deleted, and another person's search stays."""
    other = await search_page(searches, FilmFilter(words="letter"), JIWOO)
    search_ids = [
        (await search_page(searches, FilmFilter(max_minutes=100 + minutes))).search_id
        for minutes in range(MAX_SAVED_SEARCHES + 3)
    ]
    sql = "SELECT id FROM search WHERE user_id = :sam ORDER BY id"
    rows = await select(searches.database, sql, {"sam": SAM})
    assert [row[0] for row in rows] == search_ids[-MAX_SAVED_SEARCHES:]
    assert isinstance(await searches.open_page(other.search_id, 0, JIWOO, None), SearchPage)


async def test_people_who_search_at_once_each_get_their_own_list(searches: FilmSearch) -> None:
    """Twenty simultaneous searches have twenty ids, and each keeps its own condition."""
    pages: Sequence[SearchPage | NoResults] = await asyncio.gather(
        *(searches.start(FilmFilter(max_minutes=100 + who), UserId(who), None) for who in range(20))
    )
    assert len({page.search_id for page in pages}) == 20
    assert [page.film_filter.max_minutes for page in pages] == [100 + who for who in range(20)]


@pytest.mark.parametrize(
    "film_filter", [FilmFilter(), FilmFilter(words="!!!"), FilmFilter(person='""'), FilmFilter(words="")]
)
async def test_an_empty_search_is_refused_and_not_stored(searches: FilmSearch, film_filter: FilmFilter) -> None:
    """A search without a condition, or with one that has no letter, leaves no row."""
    with pytest.raises(UserError):
        await searches.start(film_filter, SAM, None)
    assert await select(searches.database, "SELECT id FROM search") == []
