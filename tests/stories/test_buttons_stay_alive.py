"""Our buttons keep working, although discord.py 2.7.1 forgets all dynamic buttons when an unrelated view ends."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from tests.integration.interactions.mixed_view import stop_mixed_view
from tests.stories.club import Club, open_club


@pytest.fixture
async def club(database_file: Path) -> AsyncIterator[Club]:
    async with open_club(database_file) as opened:
        yield opened


async def test_our_buttons_work_after_an_unrelated_view_ended(club: Club) -> None:
    """A button of ours still opens a card, because our buttons are not dynamic buttons of discord.py."""
    question = await club.sam.slash("film show", title="father")
    await stop_mixed_view(club.env.bot, club.sam.channel.id)
    card = await club.sam.click(question, "Ode to My Father (2014)")
    assert card.card.title == "Ode to My Father (2014)"


async def test_every_control_is_a_link_or_has_an_id_of_ours(club: Club) -> None:
    """Every control is a link, or has an id that begins with "v1:"."""
    await club.sam.slash("film show", title="father")
    await club.sam.slash("film show", title="Hope")
    sent = [row for request in club.requests for row in _rows(request)]
    controls = [control for row in sent for control in row["components"]]
    assert controls
    assert all(control.get("url") or control["custom_id"].startswith("v1:") for control in controls)


def _rows(request: simcord.HttpLogEntry) -> list[dict[str, Any]]:
    body = request.json if isinstance(request.json, dict) else {}
    rows: list[dict[str, Any]] = (body.get("data") or body).get("components") or []
    return rows
