"""The interface through which contexts send answers: they know what to send, but not how it reaches Discord."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import discord
from msgspec import Struct

from bot.core.interactions.pictures import File


class Body(Struct, frozen=True):
    """The body of a request: JSON, and files attached to it."""

    json: str
    files: Sequence[File] = ()

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any], files: Sequence[File] = ()) -> "Body":
        """Return a body with the payload encoded as JSON."""
        return cls(json.dumps(payload, separators=(",", ":")), files)


class Responder(Protocol):
    """Makes one attempt to send an answer; raises discord.HTTPException if refused, OSError if disconnected."""

    async def respond(
        self, interaction: discord.Interaction[Any], kind: discord.InteractionResponseType, body: Body
    ) -> None:
        """Send the first answer; do not fetch the message that it creates."""

    async def edit(self, interaction: discord.Interaction[Any], body: Body) -> None:
        """Replace the message that the first answer created."""
