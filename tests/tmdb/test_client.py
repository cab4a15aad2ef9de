"""The client limits its calls, gives up in time, and never shows its key."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.demo_tmdb.answers import FakeFilm
from bot.demo_tmdb.server import serving
from bot.tmdb import client as client_module
from bot.tmdb.client import OFFER_PARTS, TmdbAccess, TmdbClient
from bot.tmdb.rules.answers.errors import TmdbError, TmdbGone, TmdbMisused, TmdbRefused, TmdbUnavailable
from bot.tmdb.rules.answers.json_fields import MalformedResponse
from tests.tmdb.moved_time import MovedTime
from tests.tmdb_server.films import HOPE
from tests.tmdb_server.server import FaultyTmdb, TmdbFault

OLD_KEY = "0123456789abcdef0123456789abcdef"


async def test_a_film_is_one_call_without_its_cast(client: TmdbClient, server: FaultyTmdb) -> None:
    """One call asks for everything that is shown, but not for the cast, which is half of the bytes."""
    answer = await client.movie(HOPE.tmdb_id)
    assert answer.facts.title("ko") == "소원"
    (call,) = server.calls
    assert (call.path, call.query) == (
        "/3/movie/255709",
        {
            "append_to_response": "translations,release_dates,images,watch/providers,external_ids",
            "language": "en-US",
            "include_image_language": "ko,en,null",
        },
    )


async def test_films_are_found_by_imdb_id_and_by_title(client: TmdbClient, server: FaultyTmdb) -> None:
    """Either call finds Hope, and a title in Hangul is sent unchanged."""
    assert [hit.tmdb_id for hit in await client.find("tt3153634")] == [HOPE.tmdb_id]
    assert [hit.tmdb_id for hit in await client.search("소원", 2013)] == [HOPE.tmdb_id]
    assert server.calls[1].query == {"query": "소원", "year": "2013", "include_adult": "false"}


async def test_a_token_is_sent_in_a_header_and_never_in_an_address(client: TmdbClient, server: FaultyTmdb) -> None:
    """No address contains the token, because servers on the way log addresses."""
    await client.check_key()
    await client.movie(HOPE.tmdb_id)
    assert {call.headers["Authorization"] for call in server.calls} == {f"Bearer {server.key}"}
    assert not any(server.key in call.url for call in server.calls)


async def test_an_old_key_is_accepted_too(server: FaultyTmdb) -> None:
    """An old key is sent in the address, where TMDB expects it, and not in a header."""
    server.key = OLD_KEY
    client = TmdbClient(server.access)
    await client.check_key()
    await client.close()
    assert server.calls[0].query == {"api_key": OLD_KEY}
    assert "Authorization" not in server.calls[0].headers


def test_printed_settings_hide_the_key() -> None:
    """The settings hide the proxy too, because its address can contain a password."""
    printed = repr(TmdbAccess(OLD_KEY, proxy="http://me:secret@proxy.example"))
    assert (OLD_KEY in printed, "secret" in printed) == (False, False)


async def test_fifty_films_at_once_are_at_most_ten_calls_a_second_and_four_at_once(
    client: TmdbClient, server: FaultyTmdb
) -> None:
    """At most ten calls start in a second, and at most four run at once."""
    server.add(*(FakeFilm(number, None, f"Film {number}") for number in range(1, 51)))
    server.lasting_fault = TmdbFault(delay_seconds=0.5)
    await asyncio.gather(*(client.movie(number, OFFER_PARTS) for number in range(1, 51)))
    at = [call.at for call in server.calls]
    assert len(at) == 50
    assert all(later - earlier > 1 for earlier, later in zip(at, at[10:], strict=False))
    assert server.most_running == 4


@pytest.mark.parametrize("code", [7, 10, 31, 32, 35])
async def test_a_refused_key_is_logged_once_and_not_tried_for_an_hour(
    client: TmdbClient, server: FaultyTmdb, time: MovedTime, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    """After an hour, one call is made. Once the key is accepted again, the log says so."""
    caplog.set_level(logging.INFO)
    server.lasting_fault = TmdbFault.refused(code)
    with pytest.raises(TmdbRefused):
        await client.movie(HOPE.tmdb_id)
    for _ in range(3):
        with pytest.raises(TmdbUnavailable):
            await client.movie(HOPE.tmdb_id)
    time.move(3601)
    with pytest.raises(TmdbRefused):
        await client.movie(HOPE.tmdb_id)
    assert (len(server.calls), [record.levelname for record in caplog.records]) == (2, ["WARNING"])
    assert f"TMDB key refused code {code}" in caplog.text
    server.lasting_fault = None
    time.move(3601)
    await client.movie(HOPE.tmdb_id)
    assert caplog.messages[-1] == "TMDB answers again"


async def test_a_number_that_is_gone_is_told_apart_from_a_server_that_is_not_tmdb(
    client: TmdbClient, server: FaultyTmdb
) -> None:
    """A 404 means that a film is gone only if it comes from TMDB."""
    with pytest.raises(TmdbGone):
        await client.movie(1)
    assert not client.throttle.is_paused
    server.lasting_fault = TmdbFault.page(404)
    with pytest.raises(TmdbUnavailable, match="not TMDB"):
        await client.movie(1)


@pytest.mark.usefixtures("short_delays")
@pytest.mark.parametrize(
    "fault",
    [
        TmdbFault.too_many(),
        TmdbFault(500, {"status_code": 11}),
        TmdbFault(503, "<html>maintenance</html>"),
        TmdbFault(is_cut_off=True),
        TmdbFault(is_reset=True),
        TmdbFault.page(),
    ],
)
async def test_one_fault_is_tried_again(client: TmdbClient, server: FaultyTmdb, fault: TmdbFault) -> None:
    """The second try succeeds, and the caller gets its answer."""
    server.faults = [fault]
    assert (await client.movie(HOPE.tmdb_id)).facts.tmdb_id == HOPE.tmdb_id
    assert len(server.calls) == 2


@pytest.mark.usefixtures("short_delays")
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (TmdbFault.too_many(), "too many calls"),
        (TmdbFault(502, {"status_code": 43}), "status 502"),
        (TmdbFault(is_cut_off=True), "ClientPayloadError"),
        (TmdbFault.page(), "not TMDB"),
        (TmdbFault(302, "moved", {"Location": "https://elsewhere.example/"}), "not TMDB"),
        (TmdbFault(403, "<html>blocked</html>"), "not TMDB"),
        (TmdbFault(200, [1, 2]), "not TMDB"),
    ],
)
async def test_a_lasting_fault_is_logged_once_and_pauses_the_calls(
    server: FaultyTmdb, time: MovedTime, caplog: pytest.LogCaptureFixture, fault: TmdbFault, reason: str
) -> None:
    """There are two tries, then none for half a minute, then two more, and then none for a minute."""
    server.lasting_fault, client = fault, TmdbClient(server.access, time.monotonic)
    for expected_calls, moved in ((2, 0), (2, 29), (4, 2), (4, 59), (6, 2)):
        time.move(moved)
        with pytest.raises(TmdbUnavailable):
            await client.movie(HOPE.tmdb_id)
        assert len(server.calls) == expected_calls
    await client.close()
    assert len(caplog.messages) == 1
    assert caplog.records[0].levelno == logging.WARNING
    assert reason in caplog.text


@pytest.mark.usefixtures("short_delays")
async def test_connections_that_break_are_given_up(client: TmdbClient, server: FaultyTmdb) -> None:
    """Each of two tries is at most two calls, because aiohttp itself retries if a connection breaks."""
    server.lasting_fault = TmdbFault(is_reset=True)
    with pytest.raises(TmdbUnavailable, match=r"ServerDisconnectedError|ClientOSError"):
        await client.movie(HOPE.tmdb_id)
    assert 2 <= len(server.calls) <= 4
    assert client.throttle.is_paused


async def test_calls_wait_as_long_as_tmdb_asks(client: TmdbClient, server: FaultyTmdb) -> None:
    """Retry-After holds back every call, not only the one that was refused."""
    server.add(FakeFilm(2, None, "Other"))
    server.faults = [TmdbFault.too_many("1")]
    await asyncio.gather(client.movie(HOPE.tmdb_id), client.movie(2))
    first, *others = server.calls
    assert min(call.at for call in others if call.at - first.at > 0.3) - first.at > 0.95
    assert len(others) in {1, 2}


async def test_a_long_wait_becomes_a_pause(client: TmdbClient, server: FaultyTmdb, time: MovedTime) -> None:
    """If TMDB asks for two minutes, calls fail at once until then instead of waiting."""
    server.faults = [TmdbFault.too_many("120")]
    for moved, calls in ((0, 1), (119, 1)):
        time.move(moved)
        with pytest.raises(TmdbUnavailable):
            await client.movie(HOPE.tmdb_id)
        assert len(server.calls) == calls
    time.move(2)
    await client.movie(HOPE.tmdb_id)


@pytest.mark.usefixtures("short_delays")
async def test_a_slow_server_is_given_up(
    client: TmdbClient, server: FaultyTmdb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both tries are given up. The limit of five seconds is shortened here."""
    assert client_module.TIMEOUT_SECONDS == 5
    monkeypatch.setattr(client_module, "TIMEOUT_SECONDS", 0.2)
    server.lasting_fault = TmdbFault(delay_seconds=0.6)
    with pytest.raises(TmdbUnavailable, match="no answer"):
        await client.movie(HOPE.tmdb_id)
    assert len(server.calls) == 2


@pytest.mark.usefixtures("short_delays")
async def test_an_endless_answer_is_rejected(
    client: TmdbClient, server: FaultyTmdb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer larger than any film's is not read."""
    monkeypatch.setattr(client_module, "MAX_BYTES", 1000)
    with pytest.raises(TmdbUnavailable, match="ValueError"):
        await client.movie(HOPE.tmdb_id)


async def test_a_fault_of_ours_does_not_pause_the_calls(client: TmdbClient, server: FaultyTmdb) -> None:
    """After a call that TMDB rejects, or an answer that we cannot read, other calls still work."""
    server.faults = [TmdbFault(400, {"success": False, "status_code": 27})]
    with pytest.raises(TmdbMisused):
        await client.movie(HOPE.tmdb_id)
    server.faults = [TmdbFault(200, {"id": "?"})]
    with pytest.raises(MalformedResponse):
        await client.movie(HOPE.tmdb_id)
    assert (await client.movie(HOPE.tmdb_id)).facts.tmdb_id == HOPE.tmdb_id


FAULTS = (
    TmdbFault.refused(7),
    TmdbFault.too_many(),
    TmdbFault.too_many("900"),
    TmdbFault.page(),
    TmdbFault(is_cut_off=True),
    TmdbFault(is_reset=True),
    TmdbFault(500, "<html>"),
    TmdbFault(302, "moved", {"Location": "/elsewhere"}),
)


@pytest.mark.usefixtures("short_delays")
@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("fault", [None, *FAULTS])
async def test_the_key_is_in_no_log_line_and_no_exception(
    server: FaultyTmdb, caplog: pytest.LogCaptureFixture, fault: TmdbFault | None, is_old: bool
) -> None:
    """Whatever goes wrong, the key is hidden, even at DEBUG and even if no server listens."""
    server.key = OLD_KEY if is_old else server.key
    access = server.access if fault else TmdbAccess(server.key, "http://127.0.0.1:1/3")
    server.lasting_fault = fault
    client = TmdbClient(access)
    with caplog.at_level(logging.DEBUG), pytest.raises(TmdbError) as raised:
        await client.movie(HOPE.tmdb_id)
    await client.close()
    output = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert server.key not in output
    assert server.key[:12] not in output


@pytest.fixture
async def proxy(server: FaultyTmdb) -> AsyncIterator[tuple[str, list[str]]]:
    """Yield a proxy on loopback that passes calls on to the server, and the addresses that it was asked for."""
    addresses: list[str] = []

    async def pass_on(request: web.Request) -> web.StreamResponse:
        addresses.append(str(request.url))
        return await server.serve(request)

    runner = web.AppRunner(_application(pass_on), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", addresses
    await runner.cleanup()


def _application(handler: object) -> web.Application:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handler)  # type: ignore[arg-type]  # every `handler` handles requests
    return application


async def test_calls_go_through_a_proxy(server: FaultyTmdb, proxy: tuple[str, list[str]]) -> None:
    """With a proxy, a call goes to the proxy, with TMDB's address in it."""
    address, addresses = proxy
    client = TmdbClient(TmdbAccess(server.key, "http://tmdb.invalid/3", address))
    await client.check_key()
    await client.close()
    assert addresses == ["http://tmdb.invalid/3/authentication"]


async def test_a_client_calls_only_the_server_at_its_address(server: FaultyTmdb) -> None:
    """The server at another address gets no call."""
    async with serving(FaultyTmdb()) as other:
        client = TmdbClient(TmdbAccess(other.key, other.base_url))
        await client.check_key()
        await client.close()
    assert (len(other.calls), server.calls) == (1, [])
