"""A board in memory equals a recount of the ratings, after any changes in this process or another."""

import asyncio
from collections.abc import AsyncIterator, Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.feature import Feature, run_change_hooks
from bot.core.storage.changes import Change
from bot.core.storage.database import Database
from bot.core.storage.location import PostgresUrl
from bot.ids import FilmId, GuildId
from bot.tears.rules.board import Board, FilmTears
from bot.tears.service.boards import BOARD_TOPIC, RATING_TOPIC
from tests.sql import execute, select
from tests.tears.rating_bench import CLUB, OTHER_CLUB, RatingBench, key

RECOUNT = "SELECT film_id, count(*), sum(tissues) FROM tear_rating WHERE guild_id = :guild_id GROUP BY film_id"
PEOPLE, FILMS = range(1, 7), range(1, 6)
TOTALS = st.dictionaries(st.integers(1, 9), st.tuples(st.integers(1, 9), st.integers(0, 5)), max_size=9)
PATIENCE = 10.0
"""Seconds after which a missing notice fails the test. A notice usually takes milliseconds."""


async def recount(bench: RatingBench, guild_id: GuildId) -> Board:
    rows = await select(bench.database, RECOUNT, {"guild_id": guild_id})
    return Board.of(FilmTears(FilmId(film), count, int(total)) for film, count, total in rows)


async def _step(bench: RatingBench, random: Random) -> None:
    """Take one random step: rate a film, withdraw a rating, or delete the ratings of a person or a server."""
    person, film = random.choice(PEOPLE), random.choice(FILMS)
    guild_id = random.choice((CLUB, OTHER_CLUB))
    kind = random.random()
    if kind < 0.7:
        await bench.rate(person, film, random.randint(0, 5), guild_id=guild_id)
    elif kind < 0.9:
        await bench.ratings.withdraw(key(person, film, guild_id))
    else:
        column, erased_id = random.choice((("user_id", person), ("guild_id", guild_id)))
        await execute(bench.database, f"DELETE FROM tear_rating WHERE {column} = :id", {"id": erased_id})
        bench.boards.forget_all()


async def test_boards_equal_the_recount_after_any_steps(bench: RatingBench, volume: Callable[[int], int]) -> None:
    """Only some steps are followed by a read, so that several changes can come between two reads."""
    for seed in range(volume(60)):
        random = Random(seed)
        for _ in range(25):
            await _step(bench, random)
            guild_id = random.choice((CLUB, OTHER_CLUB))
            if random.random() < 0.6:
                assert await bench.boards.board(guild_id) == await recount(bench, guild_id)


async def test_boards_equal_the_recount_after_simultaneous_steps(bench: RatingBench) -> None:
    """After sixty ratings and thirty reads of the board at once, no rating is missing."""
    random = Random(5)
    ratings = [bench.rate(random.choice(PEOPLE), random.choice(FILMS), random.randint(0, 5)) for _ in range(60)]
    reads = [bench.boards.board(CLUB) for _ in range(30)]
    both = [*ratings, *reads]
    random.shuffle(both)
    await asyncio.gather(*both)
    assert await bench.boards.board(CLUB) == await recount(bench, CLUB)


@given(TOTALS, TOTALS, st.sets(st.integers(1, 9)))
def test_an_updated_board_equals_a_new_one(
    before: dict[int, tuple[int, int]], after: dict[int, tuple[int, int]], changed: set[int]
) -> None:
    """Changed films are replaced, inserted or removed, and the others keep their numbers."""
    new = [_tears(film, *after[film]) for film in sorted(changed) if film in after]
    kept = [_tears(film, *given) for film, given in before.items() if film not in changed]
    old = Board.of(_tears(film, *given) for film, given in before.items())
    assert old.updated(map(FilmId, changed), new) == Board.of([*kept, *new])


def _tears(film: int, count: int, mean: int) -> FilmTears:
    return FilmTears(FilmId(film), count, count * mean)


@pytest.fixture
async def processes(postgres_url: PostgresUrl) -> AsyncIterator[list[RatingBench]]:
    """Yield the services of two processes that notify each other of ratings."""
    both = [RatingBench(await Database.open(postgres_url)) for _ in range(2)]
    heard: list[asyncio.Event] = [asyncio.Event() for _ in both]
    listening = [asyncio.create_task(_listen(one, event)) for one, event in zip(both, heard, strict=True)]
    for event in heard:
        await asyncio.wait_for(event.wait(), PATIENCE)
    yield both
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    for one in both:
        await one.database.close()


async def _listen(bench: RatingBench, is_listening: asyncio.Event) -> None:
    hooks = {RATING_TOPIC: bench.boards.rated_elsewhere, BOARD_TOPIC: bench.boards.changed_elsewhere}
    feature = Feature("tears", on_change=hooks)

    async def on_change(change: Change | None) -> None:
        await run_change_hooks([feature], change)
        is_listening.set()

    await bench.database.watch(on_change)


async def test_another_process_shows_a_rating_and_its_withdrawal(processes: list[RatingBench]) -> None:
    """The board in the other process's memory follows each new rating and each withdrawal."""
    one, other = processes
    await one.rate(1, 1, 5)
    await one.rate(1, 2, 3)
    for ranking, change in (
        ([(1, 1, 5), (2, 1, 3)], None),
        ([(1, 2, 9), (2, 1, 3)], one.rate(2, 1, 4)),
        ([(1, 2, 9)], one.ratings.withdraw(key(1, 2))),
    ):
        if change:
            await change
        async with asyncio.timeout(PATIENCE):
            while await other.ranking() != ranking:  # noqa: ASYNC110  # waits for another process
                await asyncio.sleep(0.01)
