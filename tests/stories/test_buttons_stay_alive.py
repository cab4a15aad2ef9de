"""discord.py 2.7.1 forgets every dynamic button of the bot when one unrelated view ends; ours are not among those."""

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
    """discord.py was never told about our buttons, so it cannot forget them."""
    question = await club.sam.slash("film show", title="father")
    await stop_mixed_view(club.env.bot, club.sam.channel.id)
    card = await club.sam.click(question, "Ode to My Father (2014)")
    assert card.card.title == "Ode to My Father (2014)"


async def test_every_control_we_post_has_our_kind_of_id(club: Club) -> None:
    """Every control has an id of ours, or is a link, whose press is reported to nobody."""
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
