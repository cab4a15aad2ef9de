"""A bare bot that does nothing by itself: a test reads its events and sends the answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import discord

from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.server import WAIT_SECONDS, DiscordServer

ReceivedInteraction = discord.Interaction[Any]
EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}
TEXT = {"type": 3, "name": "text", "description": "What to say", "required": True, "max_length": 20}
ADULTS = {"type": 4, "name": "age", "description": "How old", "min_value": 18}
WHERE = {"type": 7, "name": "where", "description": "In which channel"}
WHO = {"type": 6, "name": "who", "description": "To whom"}
MOOD = {"type": 3, "name": "mood", "description": "How", "choices": [{"name": "Sad", "value": "sad"}]}
DEEP = {"type": 1, "name": "deep", "description": "Below", "options": [TEXT]}
INNER = {"type": 2, "name": "in", "description": "Inner", "options": [DEEP]}
COMMANDS = [
    {"name": "say", "description": "Say it", "options": [TEXT, ADULTS, WHERE, WHO, MOOD], **EVERYWHERE},
    {"name": "group", "description": "Groups", "options": [INNER]},
    {"name": "settings", "description": "For moderators", "default_member_permissions": 32, "contexts": [0]},
]


def interaction_data(heard: ReceivedInteraction) -> Any:
    """Return an interaction's data, as Discord sent it."""
    return heard.data


class ProbeClient(discord.Client):
    """A client that only listens, and identifies again without a pause."""

    def __init__(self, *, heartbeat_timeout: float = 60.0, intents: int = 1) -> None:
        super().__init__(
            intents=discord.Intents._from_value(intents),  # noqa: SLF001  # discord.py has no public API that takes a number
            allowed_mentions=discord.AllowedMentions.none(),
            heartbeat_timeout=heartbeat_timeout,
            guild_ready_timeout=0.01,
        )
        self.interactions: asyncio.Queue[ReceivedInteraction] = asyncio.Queue()

    async def setup_hook(self) -> None:
        assert self.application_id
        await self.http.bulk_upsert_global_commands(self.application_id, cast("Any", COMMANDS))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None: ...

    async def on_interaction(self, interaction: ReceivedInteraction) -> None:
        self.interactions.put_nowait(interaction)

    async def next_interaction(self) -> ReceivedInteraction:
        """Wait for the next interaction, and return it."""
        return await asyncio.wait_for(self.interactions.get(), WAIT_SECONDS)

    def expect_event(self, event: str) -> "asyncio.Future[Any]":
        """Start waiting for an event of discord.py; call this before doing whatever triggers the event."""
        return asyncio.ensure_future(self.wait_for(event, timeout=WAIT_SECONDS))


@asynccontextmanager
async def connected_probe(server: DiscordServer, probe: ProbeClient) -> AsyncIterator[ProbeClient]:
    """Connect the probe, yield it, and close it at the end."""
    async with connected_client(server, probe):
        yield probe
