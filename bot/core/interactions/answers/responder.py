"""The way of an answer to Discord, as contexts see it: they know what to send, and nothing of how it travels."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import discord

from bot.core.interactions.pictures import File


@dataclass(frozen=True, slots=True)
class Body:
    """What one request carries: JSON, and the files beside it."""

    json: str
    files: Sequence[File] = ()

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any], files: Sequence[File] = ()) -> "Body":
        """Return the body with what becomes JSON."""
        return cls(json.dumps(payload, separators=(",", ":")), files)


class Responder(Protocol):
    """Sends one attempt of an answer; raises discord.HTTPException for a refusal, OSError for a broken connection."""

    async def respond(
        self, interaction: discord.Interaction[Any], kind: discord.InteractionResponseType, body: Body
    ) -> None:
        """Send the first answer, without asking what became of it."""

    async def edit(self, interaction: discord.Interaction[Any], body: Body) -> None:
        """Replace the message that the first answer has made."""
