"""A film's card has its cover as an attachment with alt text, where the bot may attach files and covers are on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import discord
import pytest

from bot.films.service import covers
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.users.responses import VisibleMessage
from tests.integration.polls.poll_helpers import DAY, HOPE, bot_with_clock, results, start_poll, wait_for_result

CALLBACK = ("POST", "/interactions/*/callback")
HOPE_ALT = "Illustrated cover of Hope (2013): "


@pytest.fixture(autouse=True)
def _replace_covers_with_text() -> Iterator[None]:
    """Replace each cover with a short text: these tests check that covers are sent, not how they look."""
    with patch.object(covers, "draw_cover", lambda cover: f"a cover of {cover.title_en}".encode()):
        yield


def attachments(seen: VisibleMessage) -> list[dict[str, Any]]:
    return list(seen.message.body.get("attachments") or [])


def assert_shows(seen: VisibleMessage, *, large: bool = False, alt: str = "Illustrated cover of ") -> str:
    """Check that the card shows the message's only attachment, which has alt text, and return the file's name."""
    (file,) = attachments(seen)
    shown, other = (seen.card.image, seen.card.thumbnail) if large else (seen.card.thumbnail, seen.card.image)
    assert (shown.url or "").endswith(file["filename"])
    assert other.url is None
    assert file["description"].startswith(alt)
    assert file["size"] > len("a cover of ")
    return str(file["filename"])


async def test_both_cards_of_a_film_have_its_cover(club: Club, bot: discord.Client) -> None:
    """The cover is small and has alt text. Cards in direct messages and in a server without the bot have one too."""
    card = (await club.sam.slash("film show", title="Hope")).message
    name = assert_shows(card)
    assert attachments(card)[0]["description"].startswith(HOPE_ALT)
    assert assert_shows((await club.sam.click(card, "More")).message) == name
    assert assert_shows((await club.sam_in_dm.slash("film show", title="Hope")).message) == name
    assert len(attachments((await club.mina_in_other_guild.slash("film show", title="Hope")).message)) == 1


async def test_another_pick_has_another_cover_in_its_place(club: Club, bot: discord.Client) -> None:
    """The new cover is large, and replaces the old one."""
    pick = (await club.sam.slash("tearjerker")).message
    first = assert_shows(pick, large=True)
    await club.sam.click(pick, "Another")
    assert assert_shows(pick, large=True) != first


async def test_where_files_are_forbidden_the_card_has_no_cover(club: Club, bot: discord.Client) -> None:
    """The card still has its buttons."""
    await club.discord.run(club.discord.events.deny_permissions(club.channel, "attach_files"))
    for command, options in (("film show", {"title": "Hope"}), ("tearjerker", {})):
        seen = (await club.sam.slash(command, **options)).message
        assert attachments(seen) == []
        assert (seen.card.image.url, seen.card.thumbnail.url) == (None, None)
        assert "More" in seen.buttons


async def test_a_lost_answer_is_sent_again_in_full(club: Club, bot: discord.Client) -> None:
    """The second attempt sends the whole picture again."""
    whole_size = attachments((await club.sam.slash("film show", title="Hope")).message)[0]["size"]
    club.discord.faults.add(*CALLBACK, Fault.connection_reset())
    assert attachments((await club.sam.slash("film show", title="Hope")).message)[0]["size"] == whole_size


async def test_a_server_can_hide_covers(club: Club, bot: discord.Client) -> None:
    """The change applies at once, and only in that server."""
    panel = (await club.mina.slash("settings")).message
    await club.mina.click(panel, "표지")
    await club.mina.click(panel, "표지 숨기기")
    assert panel.field("표지") == "안 보임"
    assert attachments((await club.sam.slash("film show", title="Hope")).message) == []
    assert len(attachments((await club.sam_in_dm.slash("film show", title="Hope")).message)) == 1
    await club.mina.click(panel, "표지")
    await club.mina.click(panel, "표지 보이기")
    assert_shows((await club.sam.slash("film show", title="Hope")).message)


async def test_a_result_has_a_large_picture(club: Club, database_file: Path) -> None:
    """The alt text of the picture names the question and the winner."""
    async with bot_with_clock(club, database_file) as bot:
        await club.sam.click(await start_poll(club.sam), HOPE)
        bot.advance(DAY)
        assert_shows(await wait_for_result(club), large=True, alt="Result of the poll “What shall we watch?”: Hope.")


async def test_a_result_is_posted_where_files_are_forbidden(club: Club, database_file: Path) -> None:
    """The result is posted once, without the picture."""
    async with bot_with_clock(club, database_file) as bot:
        await club.sam.click(await start_poll(club.sam), HOPE)
        await club.discord.run(club.discord.events.deny_permissions(club.channel, "attach_files"))
        bot.advance(DAY)
        result = await wait_for_result(club)
        assert "🏆" in (result.card.title or "")
        assert (attachments(result), result.card.image.url, len(results(club.channel))) == ([], None, 1)
