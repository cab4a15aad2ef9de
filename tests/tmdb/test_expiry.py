"""Nothing that comes from TMDB is kept for more than half a year."""

from bot.core.storage.database import Database
from bot.tmdb.jobs import CacheExpiry
from bot.tmdb.queries import cache
from bot.tmdb.rules.movie import MovieFacts, MovieReference
from bot.tmdb.rules.offers import Offer
from bot.tmdb.service.tmdb import Tmdb
from tests.sql import select
from tests.tmdb.moved_time import NOW, MovedTime
from tests.tmdb_server.films import HOPE_REFERENCE
from tests.tmdb_server.server import FaultyTmdb

DAY = 24 * 60 * 60
TABLES = ("tmdb_movie_cache", "tmdb_offer_cache", "tmdb_lookup_cache")


async def count(database: Database) -> list[int]:
    return [(await select(database, f"SELECT count(*) FROM {table}"))[0][0] for table in TABLES]


async def fill(database: Database, films: int, at: int) -> None:
    for number in range(1, films + 1):
        facts, offers = MovieFacts(number), {"KR": [Offer(8, "Netflix", "flatrate"), Offer(97, "Watcha", "rent")]}
        await database.write(lambda writer, facts=facts, offers=offers: cache.save_movie(writer, facts, offers, at))  # type: ignore[misc]  # defaults bind the loop's current values
    await database.write(lambda writer: cache.save_lookup(writer, "tmdb:9999", None, at))
    await database.write(lambda writer: cache.save_lookup(writer, "imdb:tt1", 1, at))


async def test_everything_is_gone_after_a_hundred_and_eighty_days(
    tmdb: Tmdb, time: MovedTime, server: FaultyTmdb
) -> None:
    """Nothing is deleted one second before that, and the job does not call TMDB."""
    job = CacheExpiry(tmdb, time.clock).job
    await fill(tmdb.database, 45, NOW)
    time.move(180 * DAY - 1)
    await job.work()
    assert await count(tmdb.database) == [45, 90, 2]
    assert await tmdb.movie(MovieReference(7)) is not None
    time.move(1)
    await job.work()
    assert await count(tmdb.database) == [0, 0, 0]
    assert await tmdb.movie(MovieReference(7)) is None
    assert server.calls == []


async def test_memory_expires_as_the_database_does(tmdb: Tmdb, time: MovedTime) -> None:
    """Expired data is not shown, even before the job deletes it."""
    refresh = tmdb.request_refresh(HOPE_REFERENCE)
    assert refresh is not None
    await refresh
    time.move(180 * DAY)
    assert await tmdb.movie(HOPE_REFERENCE) is None


async def test_data_dated_by_a_wrong_clock_expires_too(tmdb: Tmdb, time: MovedTime) -> None:
    """Data dated in the future is deleted."""
    await fill(tmdb.database, 3, NOW + 400 * DAY)
    await CacheExpiry(tmdb, time.clock).job.work()
    assert await count(tmdb.database) == [0, 0, 0]


async def test_data_expires_without_a_key_too(database: Database, time: MovedTime) -> None:
    """Expired data is deleted even if the operator has removed the key."""
    await fill(database, 3, NOW - 180 * DAY)
    await CacheExpiry(Tmdb(database, time.clock, {}), time.clock).job.work()
    assert await count(database) == [0, 0, 0]
