"""Cards and `/where` are right whatever TMDB answers. Nobody sees a fault or the key."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.demo_tmdb.answers import FakeFilm, error_answer
from bot.demo_tmdb.server import MADE_UP_KEY
from bot.tmdb import client as client_module
from bot.tmdb import pauses
from bot.tmdb.client import TmdbAccess
from tests.soak_cases import soak_after
from tests.stories import club as club_module
from tests.stories.club import Club, open_club
from tests.stories.with_tmdb import KOREA, ask_for_hope, choose_country, edits, eventually, learn_about_hope
from tests.tmdb_server.films import HOPE
from tests.tmdb_server.server import FaultyTmdb, TmdbFault

POSTER, CHECKED = "/w342/best-english.jpg", "Source: [JustWatch](https://www.justwatch.com), <t:"
MERGED = replace(HOPE, tmdb_id=777)


def hope_with_offers(**kinds: Sequence[int]) -> FakeFilm:
    """Return Hope with these offers in Korea."""
    return replace(HOPE, offers={"KR": kinds})


@pytest.fixture(autouse=True)
def _short_waits_and_every_log_line(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(pauses, "MAX_DELAY_SECONDS", 0.05)
    monkeypatch.setattr(pauses, "SPACING_SECONDS", 0)
    monkeypatch.setattr(client_module, "TIMEOUT_SECONDS", 0.3)


@pytest.fixture
async def club(club_with_key: Club) -> Club:
    """Return a club in which Sam watches in Korea."""
    await choose_country(club_with_key.sam, KOREA)
    return club_with_key


def assert_nothing_leaks(club: Club, caplog: pytest.LogCaptureFixture, tmdb: FaultyTmdb | None = None) -> None:
    """Check that the log has no traceback, and that the key is in no log line, no message and no address."""
    assert "Traceback" not in caplog.text
    sent = [f"{request.path} {request.json}" for request in club.requests]
    addresses = [call.url for call in tmdb.calls] if tmdb else []
    assert MADE_UP_KEY not in "\n".join([caplog.text, *sent, *addresses])


@pytest.mark.parametrize(
    ("films", "line"),
    soak_after(
        3,
        [
            ({255709: HOPE}, "Netflix, Amazon Prime Video, Watcha · rent or buy on Google Play"),
            ({777: MERGED}, "Netflix, Amazon Prime Video, Watcha · rent or buy on Google Play"),
            ({255709: MERGED}, "Netflix, Amazon Prime Video, Watcha · rent or buy on Google Play"),
            (
                {255709: replace(HOPE, korean_title="")},
                "Netflix, Amazon Prime Video, Watcha · rent or buy on Google Play",
            ),
            ({255709: hope_with_offers(flatrate=[1796, 8])}, "Netflix\n"),
            ({255709: hope_with_offers(flatrate=[8], ads=[1796])}, "Netflix\n"),
            ({255709: hope_with_offers(flatrate=[119, 9, 2100])}, "Amazon Prime Video\n"),
            ({255709: hope_with_offers(free=[73], ads=[464])}, "free on Tubi · free with ads on Kocowa\n"),
        ],
    ),
    ids=["found", "merged", "other-number", "no-korean", "netflix-twice", "netflix-ads", "prime-twice", "free-and-ads"],
)
async def test_what_tmdb_lists_is_on_the_card_and_in_where(
    club: Club, tmdb: FaultyTmdb, caplog: pytest.LogCaptureFixture, films: dict[int, FakeFilm], line: str
) -> None:
    """The card is edited once. Later answers have the offers, the poster and the link to the film's page at TMDB."""
    tmdb.films = films
    await learn_about_hope(club)
    number = next(iter(films.values())).tmdb_id
    (edit,) = edits(club)
    assert POSTER in edit
    card, where = await club.sam.slash("film show", title="소원"), await club.sam.slash("where", film="Hope")
    assert f"📺 **South Korea:** {line}" in card.text
    assert "소원" in card.text
    for answer in (card, where):
        assert CHECKED in answer.text
        assert answer.controls[0]["url"] == f"https://www.themoviedb.org/movie/{number}/watch?locale=KR"
        assert (answer.card.thumbnail.url or "").endswith(POSTER)
    assert [name for name in ("Netflix", "Amazon Prime Video") if where.text.count(name) > 1] == []
    assert len(edits(club)) == 1
    assert_nothing_leaks(club, caplog, tmdb)


async def test_a_film_that_is_listed_nowhere_has_its_poster_and_no_button(
    club: Club, tmdb: FaultyTmdb, caplog: pytest.LogCaptureFixture
) -> None:
    """The card and /where both say that nothing is listed, and both show the poster."""
    tmdb.films = {255709: replace(HOPE, offers={})}
    await learn_about_hope(club)
    for answer in (await club.sam.slash("film show", title="Hope"), await club.sam.slash("where", film="Hope")):
        assert "South Korea: nothing listed by [JustWatch]" in answer.text
        assert "📺 Offers on TMDB" not in answer.buttons
        assert (answer.card.thumbnail.url or "").endswith(POSTER)
    assert_nothing_leaks(club, caplog, tmdb)


FAULTS = {
    "dead": TmdbFault(404, error_answer(34, "The resource you requested could not be found.")),
    **{f"key-{code}": TmdbFault.refused(code) for code in (7, 10, 31, 32, 35)},
    "too-many": TmdbFault.too_many(),
    "too-many-3": TmdbFault.too_many("3"),
    **{f"fault-{status}": TmdbFault(status, error_answer(11, "Internal error.")) for status in (500, 502, 503, 504)},
    "slow": TmdbFault(delay_seconds=3),
    "cut-off": TmdbFault(is_cut_off=True),
    "reset": TmdbFault(is_reset=True),
    "html": TmdbFault.page(),
    "html-404": TmdbFault.page(404),
    "no-object": TmdbFault(200, []),
    "another-shape": TmdbFault(200, {"id": "text"}),
    "elsewhere": TmdbFault(302, "moved", {"Location": "https://elsewhere.example/"}),
}
BY_KIND = {"key-7", "fault-503", "slow", "html"}
"""The names of the faults that always run here. The others run with --soak, and in tests/tmdb."""


async def assert_is_plain(club: Club) -> None:
    """Check that the card and /where come from the catalogue, and that the card has our cover and is never edited."""
    first = await ask_for_hope(club)
    assert "attachment://cover-" in first
    with suppress(TimeoutError):
        await club.sam.slash("where", film="Hope")
    await eventually(lambda: any("Where to watch" in body for body in map(str, club.message_bodies())))
    where = next(body for body in map(str, club.message_bodies()) if "Where to watch" in body)
    await asyncio.sleep(0.3)
    assert edits(club) == []
    for answer in (first, where):
        assert "JustWatch" not in answer
        assert "Offers on TMDB" not in answer
        assert "On Netflix (may vary by country)" in answer


@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, marks=() if name in BY_KIND else pytest.mark.soak) for name, fault in FAULTS.items()],
    ids=FAULTS,
)
async def test_a_fault_leaves_the_card_and_where_as_the_catalogue_has_them(
    club: Club, tmdb: FaultyTmdb, caplog: pytest.LogCaptureFixture, fault: TmdbFault
) -> None:
    """No card is edited, and TMDB gets at most four calls."""
    tmdb.lasting_fault = fault
    await assert_is_plain(club)
    assert 1 <= len(tmdb.calls) <= 4
    assert_nothing_leaks(club, caplog, tmdb)


async def test_if_tmdb_cannot_be_reached_the_card_is_the_catalogues(
    database_file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If no server listens at TMDB's address, the answers come from the catalogue."""
    monkeypatch.setattr(club_module, "SETTLE_SECONDS", 10.0)
    async with open_club(database_file, tmdb_access=TmdbAccess(MADE_UP_KEY, "http://127.0.0.1:1/3")) as club:
        await choose_country(club.sam, KOREA)
        await assert_is_plain(club)
        assert_nothing_leaks(club, caplog)
