"""Boards of periods and themes, a film's moments, and how a person compares with the server."""

from datetime import UTC, datetime

import pytest

from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.ids import FilmId, RatingId, UserId
from bot.tears.rules.board import Board, FilmTears
from bot.tears.rules.moment import MOMENTS_PER_PAGE
from bot.tears.rules.period import BoardFilter, Period, period_bounds, year_bounds
from bot.tears.rules.profile import Comparison, compare
from bot.tears.rules.rating import Rating
from bot.tears.service.moments import Moments
from bot.tears.service.profiles import Profiles
from tests.sql import execute, select
from tests.tears.rating_bench import CLUB, NOW, OTHER_CLUB, RatingBench

DAY = 24 * 60 * 60


async def read_ranking(bench: RatingBench, period: Period = Period.ALL, theme: str = "") -> list[int]:
    board = await bench.boards.filtered(CLUB, BoardFilter(period, theme))
    return [tears.film_id for tears in board.ranking]


async def test_a_period_counts_only_its_ratings(bench: RatingBench) -> None:
    """A rating that is a second older than thirty days is left out, until the person rates the film again."""
    await bench.rate(1, 1, 5)
    bench.now += 30 * DAY + 1
    await bench.rate(1, 2, 5)
    assert (await read_ranking(bench), await read_ranking(bench, Period.MONTH)) == ([1, 2], [2])
    await bench.rate(1, 1, 5)
    assert await read_ranking(bench, Period.MONTH) == [1, 2]


@pytest.mark.parametrize(("zone", "hour"), [(None, 0), ("Asia/Seoul", 15), ("America/New_York", 5)])
def test_a_year_begins_at_midnight_in_the_servers_zone(zone: str | None, hour: int) -> None:
    """In that zone, the first second of January is in the new year, and the second before is in the old one."""
    first, _ = year_bounds(2027, zone)
    assert datetime.fromtimestamp(first, UTC).hour == hour
    assert period_bounds(Period.YEAR, first, zone)[0] == first
    assert period_bounds(Period.YEAR, first - 1, zone) == year_bounds(2026, zone)


async def test_the_board_of_a_theme_ranks_only_its_films(bench: RatingBench) -> None:
    """A board of a theme has the same order as the whole board, without the other films."""
    themed = "SELECT film_id FROM film_term WHERE kind = 'theme' AND term = 'first-love'"
    first_loves = {row[0] for row in await select(bench.database, themed)}
    for film in range(1, 21):
        await bench.rate(1, film, film % 6)
    assert await read_ranking(bench, theme="first-love") == [
        film for film in await read_ranking(bench) if film in first_loves
    ]
    assert await read_ranking(bench, Period.YEAR, "first-love")


async def test_moments_are_newest_first_and_of_one_server(bench: RatingBench) -> None:
    """The reader's own moment is marked, and no page has another server's moment."""
    moments = Moments(bench.database)
    for person in range(1, MOMENTS_PER_PAGE + 3):
        bench.now += 1
        await bench.rate(person, 1, 3, f"moment {person}")
    await bench.rate(9, 1, 0)
    await bench.rate(1, 1, 5, "elsewhere", OTHER_CLUB)
    first, second = [await moments.page(CLUB, FilmId(1), UserId(7), page) for page in (0, 1)]
    texts = [moment.text for page in (first, second) for moment in page.moments]
    assert texts == [f"moment {person}" for person in range(MOMENTS_PER_PAGE + 2, 0, -1)]
    assert [moment.is_own for moment in first.moments] == [True, *[False] * (MOMENTS_PER_PAGE - 1)]
    spread = await moments.spread(CLUB, FilmId(1))
    assert (spread.by_tissues, spread.moment_count) == ({3: 7, 0: 1}, 7)
    assert (await moments.page(CLUB, FilmId(1), UserId(7), 99)).page_index == second.page_count - 1


async def test_a_moment_is_removed_by_its_writer_or_a_moderator_of_its_server(bench: RatingBench) -> None:
    """Nobody else can remove the moment, not even another server's moderator. The rating stays."""
    moments, rating_id = Moments(bench.database), (await bench.rate(1, 1, 5, "the end")).id

    async def count() -> int:
        return (await moments.spread(CLUB, FilmId(1))).moment_count

    await moments.delete(CLUB, rating_id, UserId(2), is_moderator=False)
    await moments.delete(OTHER_CLUB, rating_id, UserId(2), is_moderator=True)
    await moments.delete(CLUB, RatingId(0), UserId(2), is_moderator=True)
    assert await count() == 1
    await moments.delete(CLUB, rating_id, UserId(1), is_moderator=False)
    assert await count() == 0
    await bench.rate(1, 1, 5, "the end again")
    await moments.delete(CLUB, rating_id, UserId(2), is_moderator=True)
    assert (await count(), await bench.ranking()) == (0, [(1, 1, 5)])


def film_rating(film: int, tissues: int) -> Rating:
    return Rating(RatingId(film), FilmId(film), tissues, None, NOW)


def test_a_person_is_compared_on_films_that_enough_people_rated() -> None:
    """A film with only two ratings is not compared. The themes with the largest differences are named."""
    board = Board.of([FilmTears(FilmId(film), 4, 12) for film in (1, 2, 3, 4)] + [FilmTears(FilmId(5), 2, 0)])
    themes = {FilmId(1): ("war",), FilmId(2): ("war",), FilmId(3): ("school",), FilmId(4): ("school",)}
    ratings = [film_rating(1, 5), film_rating(2, 5), film_rating(3, 2), film_rating(4, 2), film_rating(5, 5)]
    profile = compare(ratings, board, themes)
    assert (profile.comparison, profile.harder_theme, profile.less_theme) == (Comparison.HARDER, "war", "school")
    assert [rating.film_id for rating in profile.top] == [1, 2, 3]
    assert compare(ratings[2:4], board, themes).comparison is Comparison.LESS
    assert compare([film_rating(1, 3)], board, themes).comparison is Comparison.SAME
    assert compare([film_rating(5, 5)], board, themes).comparison is None


async def test_a_profile_names_no_spoiler(bench: RatingBench, reference: ReferenceData) -> None:
    """Films with a spoiler theme are compared, but the theme is not named."""
    await execute(bench.database, "DELETE FROM film_term WHERE kind = 'theme'")
    for film in (1, 2, 3):
        statement = f"INSERT INTO film_term (film_id, kind, position, term) VALUES ({film}, 'theme', 0, 'grief')"
        await execute(bench.database, statement)
        for person in (1, 2, 3):
            await bench.rate(person, film, 5 if person == 1 else 0)
    profile = await Profiles(bench.ratings, reference.vocabulary).profile(CLUB, UserId(1))
    assert profile.comparison is Comparison.HARDER
    assert profile.harder_theme is None
