"""The SQL condition for the films that a service has in a country agrees with the offers themselves."""

import random
from functools import partial

import pytest

from bot.demo_tmdb.answers import PROVIDERS, FakeFilm, movie_answer
from bot.tmdb.queries import cache
from bot.tmdb.rules.answers.movie_answer import parse_movie
from bot.tmdb.rules.movie import MovieReference
from bot.tmdb.rules.offers import KINDS
from bot.tmdb.service.tmdb import Tmdb
from tests.sql import execute
from tests.tmdb.moved_time import NOW

COUNTRIES, NUMBERS = ("KR", "US", "DE"), range(1, 9)


async def save(tmdb: Tmdb, film: FakeFilm) -> None:
    answer = parse_movie(movie_answer(film, ["watch/providers"]))
    await tmdb.database.write(lambda writer: cache.save_movie(writer, answer.facts, answer.offers, NOW))


async def offered_films(tmdb: Tmdb, services: list[str], country: str) -> set[int]:
    """Return the ids of the films in the table `a_film` that meet the condition."""
    condition = tmdb.offered_film("film.number", services, country, "film.imdb")
    sql = f"SELECT film.id FROM a_film AS film WHERE {condition.sql}"
    rows = await tmdb.database.read(lambda reader: reader.execute(sql, condition.values))
    return {row[0] for row in rows}


@pytest.mark.parametrize("seed", range(20))
async def test_the_condition_agrees_with_the_offers(tmdb: Tmdb, seed: int) -> None:
    """The condition finds exactly the films with an included offer, even if their number is dead or missing."""
    chance = random.Random(seed)
    await execute(tmdb.database, "CREATE TABLE a_film (id INTEGER PRIMARY KEY, number INTEGER, imdb TEXT)")
    references: dict[int, MovieReference] = {}
    for number in NUMBERS:
        offers = {
            country: {str(kind): chance.sample(sorted(PROVIDERS), chance.randint(0, 3)) for kind in KINDS}
            for country in COUNTRIES
        }
        await save(tmdb, FakeFilm(number, f"tt{number:07}", f"Film {number}", offers=offers))
        own = chance.choice((number, number + 100, None))
        references[number] = MovieReference(own, f"tt{number:07}")
        if own != number:
            save_number = partial(cache.save_lookup, wanted=references[number].key, tmdb_id=number, now=NOW)
            await tmdb.database.write(save_number)
        values = f"({number}, {own or 'NULL'}, 'tt{number:07}')"
        await execute(tmdb.database, f"INSERT INTO a_film VALUES {values}")
    for country in COUNTRIES:
        services = chance.sample(["netflix", "prime-video", "viki", "tubi", "watcha", "apple-tv"], chance.randint(0, 3))
        expected = set()
        for number, reference in references.items():
            movie = await tmdb.movie(reference)
            assert movie is not None
            has = {offer.service_key for offer in movie.offers_in(country).offers if offer.is_included}
            expected |= {number} if has & {*services} else set()
        assert await offered_films(tmdb, services, country) == expected


async def test_a_dead_number_that_nothing_replaced_is_offered_nowhere(tmdb: Tmdb) -> None:
    """Neither a dead number nor a film without a number meets the condition."""
    await execute(tmdb.database, "CREATE TABLE a_film (id INTEGER PRIMARY KEY, number INTEGER, imdb TEXT)")
    await execute(tmdb.database, "INSERT INTO a_film VALUES (1, 55, NULL), (2, NULL, NULL)")
    await tmdb.database.write(lambda writer: cache.save_lookup(writer, "tmdb:55", None, NOW))
    assert await offered_films(tmdb, ["netflix"], "KR") == set()
