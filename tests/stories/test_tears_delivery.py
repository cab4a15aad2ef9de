"""What the bot sends by itself about tears: the question of the next day, and a server's year in December."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.tears import year_delivery
from bot.tears.service.year import posts
from bot.transport.client import NunmulClient
from tests.sql import execute
from tests.stories.club import Club

YEAR = datetime.now(UTC).year


async def run_jobs(club: Club) -> None:
    """Make the jobs of the feature `tears` due, and run them."""
    client = cast("NunmulClient", club.env.bot)
    await execute(client.core.database, "UPDATE tear_question SET due_at = 0")
    (feature,) = [feature for feature in client.features if feature.name == "tears"]
    for job in feature.jobs:
        job.wake()
    await club.env.settle()


def sent(club: Club, nonce_prefix: str) -> Sequence[Any]:
    """Return the bodies of all messages that the bot tried to send with a nonce of this prefix."""
    bodies = [one.json for one in club.requests if isinstance(one.json, dict)]
    return [body for body in bodies if str(body.get("nonce", "")).startswith(nonce_prefix)]


async def ask_tomorrow(club: Club) -> None:
    menu = await club.sam.click(await club.sam.slash("film show", title="Hope"), "I cried")
    promised = await club.sam.click(menu, "Ask me tomorrow")
    assert "once, and only you" in promised.text


async def test_the_question_comes_once_and_its_answer_counts_in_the_server(club: Club) -> None:
    """The menu in the direct message stores a rating for the server where the button was pressed."""
    await ask_tomorrow(club)
    await run_jobs(club)
    (question,) = sent(club, "tears-")
    assert "how hard did it make you cry" in str(question)
    sam = club.sam_in_dm.actor
    answered = await sam.select(sam.dm_channel.last_message, ["4"])
    assert "Thank you" in str(answered.response.embeds[0].description)
    await run_jobs(club)
    mine = await club.sam.slash("board me")
    assert "You rated 1 film: 4.0/5." in mine.text
    saved = await club.sam.slash("cried", film="Hope", tissues=5)
    again = await club.sam.click(await club.sam.click(saved, "Delete rating"), "Ask me tomorrow")
    assert "I ask only once" in again.text
    await run_jobs(club)
    assert len(sent(club, "tears-")) == 1


async def test_closed_direct_messages_are_not_tried_again(club: Club) -> None:
    """After one refusal, the question is not sent again."""
    await ask_tomorrow(club)
    club.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await run_jobs(club)
    await run_jobs(club)
    assert len(sent(club, "tears-")) == 1
    assert club.sam_in_dm.actor.dm_channel.last_message is None


@pytest.fixture
def _is_december(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (posts, year_delivery):
        monkeypatch.setattr(module, "year_to_post", lambda *_: YEAR)


@pytest.mark.usefixtures("_is_december")
async def test_the_year_is_posted_once_in_the_channel_where_it_was_turned_on(club: Club) -> None:
    """Nothing is posted until a manager turns the year on. Then it is posted once, with its picture."""
    for person, tissues in ((club.sam, 5), (club.jiwoo, 4), (club.mina, 3)):
        await person.slash("cried", film="Hope", tissues=tissues)
        await person.slash("cried", film="Harmony", tissues=1)
    await run_jobs(club)
    assert sent(club, "y") == []
    page = await club.mina.click(await club.mina.slash("settings"), "Year in tears")
    await club.mina.click(page, "Post it here")
    await run_jobs(club)
    await run_jobs(club)
    (post,) = sent(club, "y")
    assert post["enforce_nonce"]
    message = club.sam.channel.last_message
    assert message.embeds[0].title == f"{YEAR} in tears"
    assert message.attachments[0].filename == f"tears-{YEAR}.webp"


async def test_a_manager_turns_the_year_on_and_off(club: Club) -> None:
    """The setting is off at first. Once on, it names the channel, and it can be turned off again."""
    panel = await club.mina.slash("settings")
    assert "Year in tears\nOff" in panel.text
    page = await club.mina.click(panel, "Year in tears")
    assert page.buttons == ["Post it here", "Back"]
    on = await club.mina.click(page, "Post it here")
    assert f"In <#{club.sam.channel.id}>, each December" in on.text
    assert on.buttons == ["Turn off", "Back"]
    off = await club.mina.click(on, "Turn off")
    assert "Now: **Off**" in off.text
