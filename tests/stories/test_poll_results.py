"""People read and export the results of polls."""

import pytest

from bot.polls import result_pictures
from tests.stories.club import Club
from tests.stories.polls import public_messages
from tests.stories.test_poll_votes import HOPE, start_poll


async def test_a_result_is_posted_even_if_its_picture_cannot_be_drawn(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The winning film's cover takes the picture's place."""

    def broken(_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(result_pictures, "draw_result", broken)
    poll = await start_poll(club, question="Friday?")
    await club.sam.click(poll, HOPE)
    await club.sam.slash("poll end", poll="Friday?")
    result = public_messages(club)[-1]
    assert "🏆 Hope" in (result.card.title or "")
    assert "cover-" in (result.card.image.url or "")


async def test_a_host_exports_a_closed_poll(club: Club) -> None:
    """The host can export CSV and then JSON from the private results. Another member has no button for that."""
    poll = await start_poll(club, question="Friday?")
    await club.jiwoo.click(poll, HOPE)
    await club.sam.slash("poll end", poll="Friday?")
    assert not any("CSV" in label for label in (await club.jiwoo.slash("poll results", poll="Friday?")).buttons)
    csv = await club.sam.click(await club.sam.slash("poll results", poll="Friday?"), "Export CSV")
    assert csv.is_ephemeral
    assert "secret poll" in csv.text
    assert [file.filename for file in csv.response.attachments] == ["poll-1.csv"]
    json = await club.sam.click(csv, "Export JSON")
    assert [file.filename for file in json.response.attachments] == ["poll-1.json"]
