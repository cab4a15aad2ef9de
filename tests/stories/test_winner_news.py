"""The result of a poll gets the winner's poster and offers, even if TMDB answers after the result was posted."""

import asyncio
from contextlib import suppress

import pytest

from bot.tmdb import pauses
from tests.stories.club import Club
from tests.stories.polls import FILMS, lift_rate_limit, posts, prepare_panel, public_messages
from tests.stories.with_tmdb import edits, eventually
from tests.tmdb_server.server import FaultyTmdb, TmdbFault

HOPE = "1 Hope (2013)"


@pytest.fixture
async def club(club_with_key: Club, monkeypatch: pytest.MonkeyPatch) -> Club:
    """Return a club in Germany in which Sam has voted for Hope, before any call to TMDB."""
    monkeypatch.setattr(pauses, "MAX_DELAY_SECONDS", 0.05)
    club = club_with_key
    lift_rate_limit(club)
    region = await club.mina.click(await club.mina.slash("settings"), "Country")
    await club.mina.select(region, "Germany")
    panel = await prepare_panel(club.sam, **FILMS, question="Friday?")
    await club.sam.click(panel, "Start")
    await club.sam.click(public_messages(club)[-1], HOPE)
    return club


async def end_vote(club: Club) -> str:
    """End the poll, and return the posted result without waiting for TMDB."""
    club.env.settle_timeout = 1.0
    with suppress(TimeoutError):
        await club.sam.slash("poll end", poll="Friday?")
    await eventually(lambda: any("🏆" in str(post) for post in posts(club)))
    return next(str(post) for post in posts(club) if "🏆" in str(post))


def result_edits(club: Club) -> list[str]:
    """Return the bodies of the edits of the posted result."""
    path = f"/messages/{public_messages(club)[-1].response.id}"
    return [str(request.json) for request in club.requests if request.method == "PATCH" and request.path.endswith(path)]


async def test_a_result_is_edited_when_tmdb_answers(club: Club, tmdb: FaultyTmdb) -> None:
    """The result is posted at once with its picture. The edit keeps the picture, and adds poster and offers."""
    assert tmdb.calls == []
    tmdb.faults = [TmdbFault(delay_seconds=0.5)]
    posted = await end_vote(club)
    assert "attachment://result.png" in posted
    assert "JustWatch" not in posted
    await eventually(lambda: bool(result_edits(club)))
    (edit,) = result_edits(club)
    assert "/w342/best-english.jpg" in edit
    assert "attachment://result.png" in edit
    assert (
        "Result of the poll “Friday?”: Hope. Chosen by the only voter. All votes: Hope 1 vote, Harmony 0 votes." in edit
    )
    result = public_messages(club)[-1]
    assert "buy on Apple TV Store" in result.text
    assert "Source: [JustWatch]" in result.text
    assert result.buttons == ["📺 Offers on TMDB", "More", "I cried", "Ask me tomorrow", "How it was counted"]


@pytest.mark.parametrize("fault", [TmdbFault.page(), TmdbFault(404, {"status_code": 34}), TmdbFault.refused(7)])
async def test_a_result_is_not_edited_after_a_fault_at_tmdb(club: Club, tmdb: FaultyTmdb, fault: TmdbFault) -> None:
    """If TMDB answers with a fault, the result stays as it was posted."""
    tmdb.lasting_fault = fault
    await end_vote(club)
    await eventually(lambda: bool(tmdb.calls))
    await asyncio.sleep(0.3)
    assert result_edits(club) == []


async def test_a_private_result_is_edited_too(club: Club, tmdb: FaultyTmdb) -> None:
    """One call to TMDB updates both messages, and the private one keeps its buttons."""
    tmdb.faults = [TmdbFault(delay_seconds=3)]
    await end_vote(club)
    with suppress(TimeoutError):
        await club.sam.slash("poll results", poll="Friday?")
    await eventually(lambda: bool(edits(club) and result_edits(club)))
    (edit,) = edits(club)
    assert "/w342/best-english.jpg" in edit
    assert "poll-share" in edit
    assert len(tmdb.calls) == 1
