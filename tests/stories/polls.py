"""Opens and reads the panel of a poll draft, for stories."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import simcord

from bot.transport.client import NunmulClient
from tests.rendered_message import RenderedMessage
from tests.stories.club import Club, Message, SimulatedUser

FILMS = {"film1": "Hope", "film2": "Harmony"}
NUMBERED = re.compile(r"^\*\*\d+\.\*\* (.+?)(?: ⚠️.*)?$", re.MULTILINE)


def days_ahead(days: int) -> str:
    """Return the date in this many days. Just before midnight, "tomorrow" would be only minutes away."""
    return f"{datetime.now(UTC) + timedelta(days):%Y-%m-%d}"


async def prepare_panel(guest: SimulatedUser, **options: str) -> Message:
    """Open the panel with `/poll start`, with two films by default."""
    return await guest.slash("poll start", **(options or FILMS))


async def add_words(guest: SimulatedUser, panel: Message, *lines: str) -> Message:
    """Type these lines into the form for films, keep them all as typed, and return the panel."""
    panel = await guest.submit_modal(panel, "Add films", typed="\n".join(lines))
    while "Keep as typed" in panel.buttons:
        everything = [label for label in panel.buttons if label.startswith("Keep all")]
        panel = await guest.click(panel, *(everything or ["Keep as typed"]))
    return panel


def listed_options(panel: RenderedMessage) -> list[str]:
    """Return the options on a panel in order, without their warnings."""
    return NUMBERED.findall(panel.card.description or "")


def posts(club: Club) -> list[Mapping[str, Any]]:
    """Return the bodies of the messages that the bot posted by itself, not as answers."""
    return [
        request.json for request in club.requests if request.method == "POST" and request.path.endswith("/messages")
    ]


def public_messages(club: Club) -> list[Message]:
    """Return the messages that everyone now sees in the channel, oldest first."""
    messages: Any = club.env.backend.messages[club.sam.channel.id]
    return [
        Message(simcord.ResponseMessage(club.env, message)) for message in messages.values() if not message.is_ephemeral
    ]


def lift_rate_limit(club: Club) -> None:
    """Lift the rate limit, because a story presses faster than people do."""
    assert isinstance(club.env.bot, NunmulClient)
    club.env.bot.core.dispatcher.rate_limiter.limit = 1_000
