"""A server's year in tears counts that server's ratings of the year, in the server's time zone."""

import datetime as dt

import pytest

from bot.core.errors import UserError
from bot.ids import FilmId
from bot.tears.rules.board import Board
from bot.tears.rules.year import MIN_RATINGS, YearTears, choose_year, year_to_post
from bot.tears.service.year.years import Years
from tests.sql import execute
from tests.tears.rating_bench import CLUB, OTHER_CLUB, RatingBench, key

SEOUL = "Asia/Seoul"
Moment = tuple[int, int, int, int]
"""A year, a month, a day and an hour in UTC."""


def epoch_seconds(*moment: int) -> int:
    return int(dt.datetime(*moment, tzinfo=dt.UTC).timestamp())  # type: ignore[misc,arg-type]  # year to hour


async def read_year(bench: RatingBench, year: int = 2026) -> YearTears:
    return await Years(bench.database, bench.settings, lambda: bench.now).year(CLUB, year)


async def rate_in(bench: RatingBench, moment: Moment, person: int, film: int, tissues: int) -> None:
    bench.now = epoch_seconds(*moment)
    await bench.rate(person, film, tissues)


async def test_a_year_counts_films_people_and_months(bench: RatingBench) -> None:
    """Other years and other servers do not count. The film that made the most people cry need not rank first."""
    await rate_in(bench, (2025, 12, 31, 23), 1, 9, 5)
    await rate_in(bench, (2027, 1, 1, 0), 1, 8, 5)
    await rate_in(bench, (2026, 1, 1, 0), 1, 1, 5)
    await rate_in(bench, (2026, 3, 9, 0), 2, 1, 5)
    for person in (1, 2, 3):
        await rate_in(bench, (2026, 12, 31, 23), person, 2, 2)
    await bench.rate(4, 2, 1)
    await bench.rate(5, 1, 5, guild_id=OTHER_CLUB)
    year = await read_year(bench)
    assert [(tears.film_id, tears.count, tears.total) for tears in year.board.ranking] == [(1, 2, 10), (2, 4, 7)]
    assert (year.person_count, year.tissues, year.is_enough) == (4, 17, True)
    assert [*year.months] == [5, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 7]
    assert (year.hardest_month, year.most_cried, year.cried) == (12, 2, {1: 2, 2: 3})


async def test_a_year_is_in_the_servers_time_zone(bench: RatingBench) -> None:
    """In Seoul, a year and each of its months begin nine hours earlier than in UTC."""
    await bench.settings.set_time_zone(CLUB, SEOUL)
    await rate_in(bench, (2025, 12, 31, 15), 1, 1, 4)
    await rate_in(bench, (2026, 4, 30, 15), 1, 2, 3)
    await rate_in(bench, (2026, 12, 31, 15), 1, 3, 2)
    assert [*(await read_year(bench)).months][:6] == [4, 0, 0, 0, 3, 0]
    assert (await read_year(bench, 2027)).tissues == 2


async def test_a_forgotten_person_and_a_retired_film_leave_the_year(bench: RatingBench) -> None:
    """Neither that person's ratings nor those of that film count."""
    for person in (1, 2):
        await rate_in(bench, (2026, 5, 1, 0), person, 1, person)
    await rate_in(bench, (2026, 6, 1, 0), 1, 2, 5)
    await execute(bench.database, "DELETE FROM tear_rating WHERE user_id = 2")
    await execute(bench.database, "UPDATE film SET retired = 1 WHERE id = 2")
    year = await read_year(bench)
    assert (year.person_count, year.tissues, year.most_cried) == (1, 1, None)
    await bench.ratings.withdraw(key(1, 1))
    year = await read_year(bench)
    assert (year.person_count, year.tissues, year.hardest_month, len(year.board)) == (0, 0, None, 0)


def test_of_equal_months_the_earlier_is_the_hardest() -> None:
    """A year without tears has no hardest month."""
    ranking = Board.of([])
    assert YearTears(2026, ranking, 0, [0, 3, 3], {FilmId(1): 2}).hardest_month == 2
    assert YearTears(2026, ranking, 0, [0, 0, 0], {FilmId(1): 2}).hardest_month is None


@pytest.mark.parametrize(
    ("now", "zone", "year"),
    [
        (epoch_seconds(2027, 1, 31, 23), None, 2026),
        (epoch_seconds(2027, 2, 1, 0), None, 2027),
        (epoch_seconds(2027, 1, 31, 15), SEOUL, 2027),
        (epoch_seconds(2026, 12, 31, 23), None, 2026),
        (epoch_seconds(2026, 12, 31, 15), SEOUL, 2026),
    ],
)
def test_in_january_the_previous_year_is_chosen(now: int, zone: str | None, year: int) -> None:
    """The server's time zone decides whether it is January."""
    assert choose_year(None, now, zone) == year


def test_a_year_to_come_is_refused() -> None:
    """This year and any earlier one can be chosen."""
    now = epoch_seconds(2026, 11, 27, 0)
    assert [choose_year(year, now, None) for year in (2026, 2024)] == [2026, 2024]
    with pytest.raises(UserError, match="not-yet"):
        choose_year(2027, now, None)


def test_a_year_is_posted_in_its_last_days() -> None:
    """The year is posted from noon on 20 December until the year ends, by the server's own clock."""
    assert year_to_post(epoch_seconds(2026, 12, 20, 11), None) is None
    assert year_to_post(epoch_seconds(2026, 12, 20, 12), None) == 2026
    assert year_to_post(epoch_seconds(2026, 12, 20, 3), SEOUL) == 2026
    assert year_to_post(epoch_seconds(2026, 12, 31, 14), SEOUL) == 2026
    assert year_to_post(epoch_seconds(2026, 12, 31, 15), SEOUL) is None
    assert year_to_post(epoch_seconds(2027, 6, 20, 12), None) is None


def test_a_year_needs_five_ratings() -> None:
    """Fewer than five ratings are too few for a picture."""
    assert MIN_RATINGS == 5
