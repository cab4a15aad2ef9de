"""How a panel of a poll in the making is opened and read in a story."""

import re
from collections.abc import Mapping
from typing import Any

import simcord

from bot.transport.client import NunmulClient
from tests.rendered_message import RenderedMessage
from tests.stories.club import Club, Message, SimulatedUser

FILMS = {"film1": "Hope", "film2": "Harmony"}
NUMBERED = re.compile(r"^\*\*\d+\.\*\* (.+?)(?: ⚠️.*)?$", re.MULTILINE)


async def prepared(guest: SimulatedUser, **options: str) -> Message:
    """The panel after `/poll start`, with two films where nothing else is said."""
    return await guest.slash("poll start", **(options or FILMS))


async def with_words(guest: SimulatedUser, panel: Message, *lines: str) -> Message:
    """The panel after these lines were typed among the films and kept as they are."""
    panel = await guest.submit_modal(panel, "Add films", typed="\n".join(lines))
    while "Keep as typed" in panel.buttons:
        everything = [label for label in panel.buttons if label.startswith("Keep all")]
        panel = await guest.click(panel, *(everything or ["Keep as typed"]))
    return panel


def listed(panel: RenderedMessage) -> list[str]:
    """The options on a panel in their order, without what must be seen of them."""
    return NUMBERED.findall(panel.card.description or "")


def posts(club: Club) -> list[Mapping[str, Any]]:
    """What the bot posted by itself, for everybody to see."""
    return [one.json for one in club.requests if one.method == "POST" and one.path.endswith("/messages")]


def public(club: Club) -> list[Message]:
    """What everybody sees in the channel, the oldest first, as it is now."""
    kept: Any = club.env.backend.messages[club.sam.channel.id]
    return [Message(simcord.ResponseMessage(club.env, one)) for one in kept.values() if not one.is_ephemeral]


def may_press_fast(club: Club) -> None:
    """Let a story be told faster than people press."""
    assert isinstance(club.env.bot, NunmulClient)
    club.env.bot.core.dispatcher.rate_limiter.limit = 1_000
