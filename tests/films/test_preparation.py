"""After the start, covers and offers of the catalogue's films are prepared, so that nobody has to wait for them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import patch

import pytest

from bot import app
from bot.core.jobs import Job
from bot.core.storage.database import Database
from bot.core.storage.location import PostgresUrl
from bot.demo_tmdb.films import fake_films
from bot.demo_tmdb.server import serving
from bot.films import jobs
from bot.films.jobs import BUSY_SECONDS, FIRST_DELAY, CataloguePreparation, cover_drawing, offer_refresh
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Catalogue, Film
from bot.films.service import covers
from bot.films.service.availability import FilmAvailability
from bot.films.service.covers import Covers
from bot.films.service.films import Films
from bot.settings.service import SettingsService
from bot.tmdb import pauses
from bot.tmdb.client import TmdbClient
from bot.tmdb.rules.offers import families_by_id
from bot.tmdb.service.tmdb import Tmdb
from tests.sql import select
from tests.tmdb.moved_time import NOW, MovedTime
from tests.tmdb_server.server import FaultyTmdb, TmdbFault

HOUR, DAY = 3_600, 86_400
NETFLIX = {8, 1796}


async def run_to_the_end(job: Job) -> None:
    """Run a job, wait until the tasks that it started have ended, and run it once more."""
    await job.do_work()
    while job.has_tasks:  # noqa: ASYNC110  # a job offers no event to wait for
        await asyncio.sleep(0.01)
    await job.do_work()


@pytest.mark.sqlite_only
async def test_missing_covers_are_drawn_after_the_start(
    films: Films, our_catalogue: Catalogue, reference: ReferenceData, tmp_path: Path
) -> None:
    """No cover is drawn right after the start. Later, each film's cover is drawn once."""
    time, drawn = MovedTime(), list[object]()

    def draw(cover: object) -> bytes:
        drawn.append(cover)
        return b"a picture"

    with patch.object(covers, "draw_cover", draw), patch.object(jobs, "COVER_PAUSE", 0):
        drawing = cover_drawing(films, Covers(tmp_path / "covers", reference.vocabulary), time.clock)
        assert await drawing.work() == NOW + FIRST_DELAY
        assert drawn == []
        for _ in range(2):
            time.move(DAY)
            await run_to_the_end(drawing)
            assert len(drawn) == len(our_catalogue.entries)


@pytest.fixture
async def server(our_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultyTmdb]:
    """Yield a TMDB server that knows every film, and let clients call it without pauses."""
    monkeypatch.setattr(pauses, "SPACING_SECONDS", 0)
    monkeypatch.setattr(pauses, "MAX_DELAY_SECONDS", 0.05)
    monkeypatch.setattr(jobs, "OFFER_PAUSE", 0)
    async with serving(FaultyTmdb()) as tmdb:
        tmdb.add(*fake_films(our_catalogue.entries))
        yield tmdb


@pytest.fixture
def time() -> MovedTime:
    return MovedTime()


@pytest.fixture
async def tmdb(
    database: Database, server: FaultyTmdb, time: MovedTime, reference: ReferenceData
) -> AsyncIterator[Tmdb]:
    client = TmdbClient(server.access, time.monotonic)
    tmdb = Tmdb(database, time.clock, families_by_id(reference.services.provider_families), client)
    yield tmdb
    await tmdb.close()


@pytest.fixture
def refresh_job(films: Films, tmdb: Tmdb, time: MovedTime) -> Job:
    """Return the job that refreshes offers, with the clock at the time of its first round."""
    job = offer_refresh(films, FilmAvailability(tmdb, SettingsService(films.database, lambda *_: None)), time.clock)
    time.move(FIRST_DELAY)
    return job


@pytest.mark.postgres_soak
async def test_the_offers_of_every_film_are_known_before_anyone_asks(
    refresh_job: Job, server: FaultyTmdb, tmdb: Tmdb, our_catalogue: Catalogue
) -> None:
    """TMDB is called once for each film, one call at a time, and the offers in the database are complete."""
    await run_to_the_end(refresh_job)
    assert len(server.paths) == len(set(server.paths)) == len(our_catalogue.entries)
    assert server.most_running == 1
    on_netflix = tmdb.offered_film("film.tmdb_id", ["netflix"], "KR")
    rows = await select(tmdb.database, f"SELECT tmdb_id FROM film WHERE {on_netflix.sql}", on_netflix.values)
    offered = {number for number, film in server.films.items() if NETFLIX & set(film.offers["KR"].get("flatrate", ()))}
    assert {number for (number,) in rows} == offered
    assert len(offered) > 10


@pytest.mark.sqlite_only
async def test_offers_are_asked_for_again_when_they_are_a_day_old(
    refresh_job: Job, server: FaultyTmdb, time: MovedTime
) -> None:
    """The hourly job calls TMDB again only once the offers are a day old, and requests only the offers."""
    questions = []
    for moved in (0, HOUR, HOUR, DAY):
        time.move(moved)
        server.calls.clear()
        await run_to_the_end(refresh_job)
        questions.append({call.query["append_to_response"] for call in server.calls})
    assert [len(parts) for parts in questions] == [1, 0, 0, 1]
    assert questions[-1] == {"watch/providers"}


@pytest.mark.sqlite_only
async def test_a_fault_ends_the_round_and_the_next_one_asks_for_the_rest(
    refresh_job: Job, server: FaultyTmdb, time: MovedTime, our_catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    """After two failed calls, TMDB is not called until the next round, and the log has one line."""
    server.lasting_fault = TmdbFault(503, {"status_code": 9})
    await run_to_the_end(refresh_job)
    assert (len(server.calls), len(caplog.records)) == (2, 1)
    server.lasting_fault = None
    time.move(HOUR)
    server.calls.clear()
    await run_to_the_end(refresh_job)
    assert len(server.calls) == len(our_catalogue.entries)


@pytest.mark.sqlite_only
async def test_a_clock_that_is_set_back_delays_no_round(refresh_job: Job, server: FaultyTmdb, time: MovedTime) -> None:
    """Although the clock is set back by a year, the next round asks TMDB."""
    time.move(365 * DAY)
    await run_to_the_end(refresh_job)
    server.calls.clear()
    time.now -= 365 * DAY
    await run_to_the_end(refresh_job)
    assert server.calls


async def test_several_processes_do_not_ask_for_the_same_films(
    postgres_database: Database, postgres_url: PostgresUrl, our_catalogue: Catalogue, time: MovedTime
) -> None:
    """While one process prepares the films, the other one tries again later, and then has nothing to do."""
    other, prepared = await Database.open(postgres_url), list[int]()

    async def prepare(film: Film) -> bool:
        if is_missing := film.summary.id not in prepared:
            await asyncio.sleep(0.001)
            prepared.append(film.summary.id)
        return is_missing

    both = [
        CataloguePreparation(Films(database), time.clock, "a round", prepare, HOUR, 0).job
        for database in (postgres_database, other)
    ]
    time.move(FIRST_DELAY)
    await asyncio.gather(*map(run_to_the_end, both))
    assert sorted([await job.work() or 0 for job in both]) == [time.now + BUSY_SECONDS, time.now + HOUR]
    time.move(BUSY_SECONDS)
    await asyncio.gather(*map(run_to_the_end, both))
    assert len(prepared) == len(our_catalogue.entries)
    await other.close()


@pytest.mark.parametrize("has_key", [False, True])
@pytest.mark.parametrize("prepares_films", [False, True])
async def test_films_are_prepared_only_if_requested(
    database_file: Path, server: FaultyTmdb, prepares_films: bool, has_key: bool
) -> None:
    """Only with `prepares_films` are covers drawn in advance. Offers are refreshed only if there is also a key."""
    access = server.access if has_key else None
    async with app.open_client(database_file, tmdb_access=access, prepares_films=prepares_films) as client:
        names = {job.name for feature in client.features for job in feature.jobs}
    assert ("cover drawing" in names) is prepares_films
    assert ("offer refresh" in names) is (prepares_films and has_key)
