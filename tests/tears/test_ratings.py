"""Ratings are stored once, counted exactly, and belong to one server."""

import asyncio
from collections import Counter
from random import Random

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.ids import FilmId, UserId
from bot.tears.rules.rating import MAX_MOMENT_LENGTH, clean_moment, parse_tissues
from tests.adversarial import PIECES
from tests.sql import execute, select
from tests.tears.rating_bench import CLUB, OTHER_CLUB, RatingBench, key

PEOPLE = 200


async def test_two_hundred_people_at_once_are_counted_exactly(bench: RatingBench) -> None:
    """Everybody has one row, even those who rate twice, and the board equals a recount of the rows."""
    random = Random(7)
    presses = [*range(PEOPLE), *random.sample(range(PEOPLE), 80)]
    await asyncio.gather(*(bench.rate(person, 1, random.randint(0, 5)) for person in presses))
    rows = await select(bench.database, "SELECT user_id, tissues FROM tear_rating")
    assert Counter(person for person, _ in rows) == Counter(range(PEOPLE))
    assert await bench.ranking() == [(1, PEOPLE, sum(tissues for _, tissues in rows))]


async def test_rating_again_replaces_the_number_and_keeps_the_moment(bench: RatingBench) -> None:
    """Only a new moment replaces the earlier one, and a blank text deletes it."""
    await bench.rate(1, 1, 5, "the letter")
    assert (await bench.rate(1, 1, 2)).moment == "the letter"
    assert (await bench.rate(1, 1, 3, "the train")).moment == "the train"
    without_moment = (await bench.ratings.set_moment(key(1, 1), " ")).rating
    assert without_moment is not None
    assert without_moment.moment is None
    assert await bench.ranking() == [(1, 1, 3)]


async def test_a_person_sees_the_same_ratings_as_the_board(bench: RatingBench) -> None:
    """Each call returns the same number and sum of ratings as the board has."""
    await bench.rate(2, 1, 4)
    for change in (
        bench.ratings.rate(key(1, 1), 5),
        bench.ratings.set_moment(key(1, 1), "the letter"),
        bench.ratings.find(key(1, 1)),
        bench.ratings.withdraw(key(1, 1)),
        bench.ratings.withdraw(key(2, 1)),
    ):
        shown = (await change).tears
        assert shown == (await bench.boards.board(CLUB)).by_film.get(FilmId(1))


async def test_withdrawing_leaves_nothing(bench: RatingBench) -> None:
    """The board is as it was before the rating, and a moment can no longer be added."""
    await bench.rate(2, 1, 4)
    before = await bench.ranking()
    await bench.rate(1, 1, 0, "nothing")
    await bench.ratings.withdraw(key(1, 1))
    assert await bench.ranking() == before
    with pytest.raises(UserError, match="not-rated"):
        await bench.ratings.set_moment(key(1, 1), "late")


async def test_a_film_that_the_server_does_not_see_is_refused(bench: RatingBench) -> None:
    """Neither an unknown film nor another server's can be rated."""
    await execute(bench.database, "UPDATE film SET guild_id = :guild_id WHERE id = 2", {"guild_id": OTHER_CLUB})
    for film in (2, 999_999):
        with pytest.raises(UserError, match="gone"):
            await bench.rate(1, film, 3)
    assert (await bench.rate(1, 2, 3, guild_id=OTHER_CLUB)).tissues == 3


async def test_servers_never_see_each_others_ratings(bench: RatingBench) -> None:
    """A server's board and a person's list for that server have only ratings from that server."""
    random = Random(11)
    given_ratings: dict[int, list[tuple[int, int, int]]] = {CLUB: [], OTHER_CLUB: []}
    for guild_id, films in given_ratings.items():
        for person, film in sorted({(random.randint(1, 9), random.randint(1, 5)) for _ in range(25)}):
            films.append((person, film, random.randint(0, 5)))
            await bench.rate(*films[-1], f"in {guild_id}", guild_id=guild_id)  # type: ignore[arg-type]  # a server's id
    for guild_id in (CLUB, OTHER_CLUB):
        here = given_ratings[guild_id]
        counted = {film: [tissues for _, other, tissues in here if other == film] for _, film, _ in here}
        expected = {(film, len(given), sum(given)) for film, given in counted.items()}
        assert {*await bench.ranking(guild_id)} == expected
        for person in range(1, 10):
            mine = await bench.ratings.of_user(guild_id, UserId(person))
            assert {rating.moment for rating in mine} <= {f"in {guild_id}"}
            assert {rating.film_id for rating in mine} == {
                film for who, film, _ in given_ratings[guild_id] if who == person
            }


async def test_a_retired_film_leaves_the_board(bench: RatingBench) -> None:
    """When the film is brought back, its ratings count again."""
    await bench.rate(1, 1, 5)
    await execute(bench.database, "UPDATE film SET retired = 1 WHERE id = 1")
    bench.boards.forget_all()
    assert await bench.ranking() == []
    await execute(bench.database, "UPDATE film SET retired = 0 WHERE id = 1")
    bench.boards.forget_all()
    assert await bench.ranking() == [(1, 1, 5)]


async def test_a_board_is_kept_in_memory_until_a_rating(bench: RatingBench, database: Database) -> None:
    """A second call returns the same board, and after a rating the board has the new count."""
    await bench.rate(1, 1, 5)
    first = await bench.boards.board(CLUB)
    assert await bench.boards.board(CLUB) is first
    await bench.rate(2, 1, 5)
    assert (await bench.boards.board(CLUB)).by_film[FilmId(1)].count == 2


@pytest.mark.parametrize("text", ["", "6", "-1", "05", "x", "٣", "5:5"])
def test_only_the_numbers_from_0_to_5_are_ratings(text: str) -> None:
    """Any other text is refused."""
    with pytest.raises(UserError):
        parse_tissues(text)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_any_moment_fits(piece: str) -> None:
    """Ten thousand characters of anything become one short line, or nothing."""
    moment = clean_moment(piece * (10_000 // len(piece)))
    assert moment is None or (0 < len(moment) <= MAX_MOMENT_LENGTH and "\n" not in moment)
