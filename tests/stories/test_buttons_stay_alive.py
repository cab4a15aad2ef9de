"""discord.py 2.7.1 forgets every dynamic button of the bot when one unrelated view ends; ours come back."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.client import NunmulClient
from bot.kit.ask import Ask
from bot.kit.controls import button
from bot.kit.feature import Feature
from tests.stories.club import Club, open_club


async def nothing(ask: Ask, rest: str) -> None:
    await ask.refuse("kit.unknown-press", {})


@pytest.fixture
async def club(database_file: Path) -> AsyncIterator[Club]:
    async with open_club(database_file, more=[Feature("nothing", presses={"nothing": nothing})]) as opened:
        yield opened


async def mixed_view(club: Club) -> discord.ui.View:
    """What our own rules forbid: a dynamic and an ordinary button in one view that ends."""
    view = discord.ui.View(timeout=None)
    view.add_item(button("nothing", "1", "dynamic"))
    view.add_item(discord.ui.Button(label="ordinary", custom_id="ordinary"))
    channel = club.env.bot.get_channel(club.sam.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=view)
    return view


def registered(club: Club) -> Mapping[Any, Any]:
    known: Mapping[Any, Any] = club.env.bot._connection._view_store._dynamic_items  # noqa: SLF001  # where the fault is
    return known


async def test_the_watchdog_brings_the_buttons_back_after_an_unrelated_view_ended(club: Club) -> None:
    """When the fault is mended in discord.py this test says so, and the watchdog's line can go."""
    question = await club.sam.asks("film show", title="moment")
    (await mixed_view(club)).stop()
    assert registered(club) == {}, "discord.py no longer forgets: the watchdog need not register the controls anew"
    assert isinstance(club.env.bot, NunmulClient)
    club.env.bot.listen_to_controls()
    card = await club.sam.presses(question, "A Moment to Remember (2004)")
    assert card.card.title == "A Moment to Remember (2004)"


async def test_no_message_of_ours_mixes_dynamic_and_ordinary_controls(club: Club) -> None:
    """Whatever we post, every control that can be pressed is one of ours; links tell nobody of their press."""
    await club.sam.asks("film show", title="moment")
    await club.sam.asks("film show", title="Hope")
    sent = [row for request in club.requests for row in _rows(request)]
    controls = [control for row in sent for control in row["components"]]
    assert controls
    assert all(control.get("url") or control["custom_id"].startswith("v1:") for control in controls)


def _rows(request: simcord.HttpLogEntry) -> list[dict[str, Any]]:
    body = request.json if isinstance(request.json, dict) else {}
    rows: list[dict[str, Any]] = (body.get("data") or body).get("components") or []
    return rows
