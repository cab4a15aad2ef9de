"""Cards read only the cache. TMDB is asked in the background, and only for what is stale."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.core.storage.database import Database
from bot.demo_tmdb.answers import FakeFilm
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.tmdb.rules.movie import CachedMovie, MovieReference
from bot.tmdb.rules.offers import families_by_id
from bot.tmdb.service.tmdb import MAX_REFRESHES, Tmdb
from tests.sql import select
from tests.tmdb.moved_time import NOW, MovedTime
from tests.tmdb_server.films import HOPE, HOPE_REFERENCE
from tests.tmdb_server.server import FaultyTmdb, TmdbFault

pytestmark = pytest.mark.postgres_soak  # other tests already run this SQL on PostgreSQL, so --soak is enough

DAY = 24 * 60 * 60


async def refresh_and_read(tmdb: Tmdb, reference: MovieReference = HOPE_REFERENCE) -> CachedMovie | None:
    """Ask for a film, if that is allowed now, and return what a card would then show."""
    if (refresh := tmdb.request_refresh(reference)) is not None:
        await refresh
    return await tmdb.movie(reference)


async def test_a_card_never_waits_for_tmdb(tmdb: Tmdb, server: FaultyTmdb) -> None:
    """Reading never calls TMDB. The film is there once the refresh in the background is done."""
    assert await tmdb.movie(HOPE_REFERENCE) is None
    assert server.calls == []
    refresh = tmdb.request_refresh(HOPE_REFERENCE)
    assert refresh is not None
    assert await tmdb.movie(HOPE_REFERENCE) is None
    movie = await refresh
    assert movie == await tmdb.movie(HOPE_REFERENCE)
    assert movie is not None
    assert (movie.facts.title("ko"), movie.facts.year, movie.facts.minutes) == ("소원", 2013, 123)
    assert tmdb.poster_url(movie, "ko", "w342") == f"{server.image_base_url}/w342/korean.jpg"


async def test_each_country_has_its_own_offers(tmdb: Tmdb) -> None:
    """Korea, the US and Germany each have their own. For France, it is known that there are none."""
    movie = await refresh_and_read(tmdb)
    assert movie is not None
    expected = {
        country: [(offer.name, offer.kind) for offer in movie.offers_in(country).offers]
        for country in ("KR", "US", "DE", "FR")
    }
    assert expected == {
        "KR": [
            ("Netflix", "flatrate"),
            ("Amazon Prime Video", "flatrate"),
            ("Watcha", "flatrate"),
            ("Google Play Movies", "rent"),
            ("Google Play Movies", "buy"),
            ("Apple TV Store", "buy"),
        ],
        "US": [
            ("Tubi", "free"),
            ("Amazon Prime Video", "ads"),
            ("Kocowa", "ads"),
            ("Amazon Video", "rent"),
        ],
        "DE": [("Apple TV Store", "buy")],
        "FR": [],
    }
    assert (movie.offers_in("FR").checked_at, movie.countries) == (NOW, ("DE", "KR", "US"))


async def test_cached_films_survive_a_restart(
    tmdb: Tmdb, database: Database, time: MovedTime, server: FaultyTmdb, reference: ReferenceData
) -> None:
    """The new process reads the film from the database, and does not ask TMDB again."""
    movie = await refresh_and_read(tmdb)
    again = Tmdb(database, time.clock, families_by_id(reference.services.provider_families), tmdb.client)
    assert await again.movie(HOPE_REFERENCE) == movie
    assert again.request_refresh(HOPE_REFERENCE) is None
    assert len(server.calls) == 1


async def test_many_readers_of_one_film_share_one_call(tmdb: Tmdb, server: FaultyTmdb) -> None:
    """If one reader is cancelled, the others still get the answer."""
    refreshes = [tmdb.request_refresh(HOPE_REFERENCE) for _ in range(20)]
    first, *others = [asyncio.ensure_future(refresh) for refresh in refreshes if refresh]
    first.cancel()
    movies = await asyncio.gather(*others)
    assert (len(server.calls), len(movies), set(map(type, movies))) == (1, 19, {CachedMovie})


async def test_offers_are_asked_for_after_a_day_and_texts_after_thirty(
    tmdb: Tmdb, server: FaultyTmdb, time: MovedTime
) -> None:
    """If somebody asks, offers are fetched once a day and the full answer once a month."""
    await refresh_and_read(tmdb)
    for days, parts in ((0.9, None), (0.2, "watch/providers"), (20, "watch/providers"), (9, "translations")):
        server.calls.clear()
        time.move(int(days * DAY))
        movie = await refresh_and_read(tmdb)
        parts_asked_for = [call.query["append_to_response"] for call in server.calls]
        assert movie is not None
        assert [call_parts.split(",")[0] for call_parts in parts_asked_for] == ([parts] if parts else [])
        assert (movie.offers_fetched_at == time.now) is bool(parts)
        assert (movie.text_fetched_at == time.now) is (parts == "translations")
        assert movie.facts.title("ko") == "소원"


async def test_an_offer_that_ended_is_gone_after_the_refresh(tmdb: Tmdb, server: FaultyTmdb, time: MovedTime) -> None:
    """No row from an older answer stays."""
    await refresh_and_read(tmdb)
    server.add(FakeFilm(HOPE.tmdb_id, HOPE.imdb_id, "Hope", "소원", offers={"KR": {"free": [97]}}))
    time.move(DAY)
    movie = await refresh_and_read(tmdb)
    assert movie is not None
    assert ([offer.name for offer in movie.offers_in("KR").offers], movie.countries) == (["Watcha"], ("KR",))


async def test_a_dead_number_is_replaced_by_its_imdb_id(tmdb: Tmdb, server: FaultyTmdb, time: MovedTime) -> None:
    """The film is found by its IMDb id, and later calls use the new number."""
    server.films.clear()
    server.add(FakeFilm(777, HOPE.imdb_id, "Hope", "소원"))
    movie = await refresh_and_read(tmdb)
    assert (movie and movie.facts.tmdb_id, server.paths) == (777, ["/movie/255709", "/find/tt3153634", "/movie/777"])
    time.move(DAY)
    server.calls.clear()
    await refresh_and_read(tmdb)
    assert server.paths == ["/movie/777"]


async def test_a_film_is_dropped_while_its_number_is_dead(tmdb: Tmdb, server: FaultyTmdb, time: MovedTime) -> None:
    """A film whose number dies is no longer shown. If the number comes back, so does the film."""
    await refresh_and_read(tmdb)
    server.films.clear()
    time.move(DAY)
    assert await refresh_and_read(tmdb) is None
    server.add(HOPE)
    time.move(DAY)
    movie = await refresh_and_read(tmdb)
    assert movie is not None
    assert movie.facts.tmdb_id == HOPE.tmdb_id


async def test_an_unknown_film_is_asked_for_once_a_day(tmdb: Tmdb, server: FaultyTmdb, time: MovedTime) -> None:
    """A number that TMDB does not know costs one call a day."""
    lost = MovieReference(1, None, ("Lost",), 2013)
    for moved, calls in ((0, 1), (DAY - 1, 1), (1, 2)):
        time.move(moved)
        assert await refresh_and_read(tmdb, lost) is None
        assert len(server.calls) == calls


@pytest.mark.parametrize(
    ("film", "path"),
    [
        (MovieReference(None, "tt3153634", ("소원", "Hope"), 2013), "/find/tt3153634"),
        (MovieReference(None, None, ("소원", "Hope"), 2013), "/search/movie"),
        (MovieReference(None, None, ("소망", "Hope"), 2013), "/search/movie /search/movie"),
        (MovieReference(None, "tt0000001", ("Hope",), 2013), "/find/tt0000001 /search/movie"),
    ],
)
async def test_a_film_without_a_number_is_found(
    tmdb: Tmdb, server: FaultyTmdb, time: MovedTime, film: MovieReference, path: str
) -> None:
    """The film is found by IMDb id, or by title and year. From then on, its number is used."""
    movie = await refresh_and_read(tmdb, film)
    assert movie is not None
    assert server.paths == [*path.split(), "/movie/255709"]
    time.move(DAY)
    server.calls.clear()
    await refresh_and_read(tmdb, film)
    assert server.paths == ["/movie/255709"]


async def test_of_two_films_with_one_title_and_year_neither_is_chosen(tmdb: Tmdb, server: FaultyTmdb) -> None:
    """A title and a year do not decide between two films."""
    server.add(FakeFilm(8, None, "Hope", ""))
    assert await refresh_and_read(tmdb, MovieReference(None, None, ("Hope",), 2013)) is None


@pytest.mark.parametrize("field", ["is_adult", "is_softcore"])
async def test_an_adult_film_is_never_kept(tmdb: Tmdb, server: FaultyTmdb, time: MovedTime, field: str) -> None:
    """A film that TMDB now calls adult is deleted, because minors can use the bot."""
    assert await refresh_and_read(tmdb) is not None
    server.add(FakeFilm(HOPE.tmdb_id, HOPE.imdb_id, "Hope", "소원", **{field: True}))  # type: ignore[arg-type]  # each `field` is a boolean
    time.move(DAY)
    assert await refresh_and_read(tmdb) is None
    assert await select(tmdb.database, "SELECT 1 FROM tmdb_movie_cache") == []


@pytest.mark.usefixtures("short_delays")
@pytest.mark.parametrize(
    "fault",
    [
        TmdbFault.refused(7),
        TmdbFault.too_many("60"),
        TmdbFault(503, {"status_code": 46}),
        TmdbFault(is_cut_off=True),
        TmdbFault.page(),
        TmdbFault(200, {"id": [], "title": 1}),
        TmdbFault(200, {}),
    ],
)
async def test_a_fault_leaves_the_card_as_it_was(
    tmdb: Tmdb, server: FaultyTmdb, time: MovedTime, caplog: pytest.LogCaptureFixture, fault: TmdbFault
) -> None:
    """The card keeps yesterday's offers. TMDB is left alone, and the log gets one line without the key."""
    movie = await refresh_and_read(tmdb)
    time.move(DAY)
    server.calls.clear()
    server.lasting_fault = fault
    for _ in range(3):
        assert await refresh_and_read(tmdb) == movie
    assert len(server.calls) <= 2
    assert "Traceback" not in caplog.text
    assert (server.key in caplog.text, len(caplog.records)) == (False, 1)
    server.lasting_fault = None
    time.move(2 * DAY)
    later = await refresh_and_read(tmdb)
    assert later is not None
    assert later.offers_fetched_at == time.now


async def test_too_many_films_at_once_are_asked_for_later(tmdb: Tmdb, server: FaultyTmdb) -> None:
    """Refreshes beyond the limit are refused, and the next card asks for those films again."""
    server.lasting_fault = TmdbFault(delay_seconds=5)
    accepted = [tmdb.request_refresh(MovieReference(number)) for number in range(1, MAX_REFRESHES + 11)]
    assert sum(refresh is not None for refresh in accepted) == MAX_REFRESHES
    await tmdb.close()
    assert await asyncio.gather(*filter(None, accepted)) == [None] * MAX_REFRESHES


async def test_closing_is_quick_and_waiting_cards_do_not_fail(tmdb: Tmdb, server: FaultyTmdb) -> None:
    """A stop does not wait for a slow TMDB."""
    server.lasting_fault = TmdbFault(delay_seconds=30)
    refresh = tmdb.request_refresh(HOPE_REFERENCE)
    await asyncio.sleep(0.1)
    assert (len(server.calls), refresh is not None) == (1, True)
    async with asyncio.timeout(1):
        await tmdb.close()
    assert refresh is not None
    assert await refresh is None


async def test_without_a_key_nothing_is_shown_or_asked_for(
    tmdb: Tmdb, database: Database, time: MovedTime, server: FaultyTmdb
) -> None:
    """Even data that was fetched with an earlier key is not shown."""
    await refresh_and_read(tmdb)
    without = Tmdb(database, time.clock, tmdb.families)
    time.move(40 * DAY)
    assert (tmdb.is_enabled, without.is_enabled) == (True, False)
    assert await without.movie(HOPE_REFERENCE) is None
    assert without.request_refresh(HOPE_REFERENCE) is None
    assert without.offered_film("film.tmdb_id", ["netflix"], "KR").sql == "1 = 0"
    assert len(server.calls) == 1
    await without.close()


@pytest.mark.sqlite_only
async def test_a_failed_save_is_logged_in_one_line(
    tmdb: Tmdb, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """If the database file was moved, the log has one line and no traceback."""
    caplog.set_level(logging.WARNING)
    await asyncio.to_thread(database_file.rename, database_file.with_suffix(".moved"))
    assert await refresh_and_read(tmdb) is None
    assert caplog.messages == ["TMDB refresh failed film=tmdb:255709 reason=core.not-saved"]
