"""The interface through which contexts send answers without knowing how these reach Discord."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import discord
import msgspec

from bot.core.interactions.pictures import File


class Body(msgspec.Struct, frozen=True):
    """The body of a request: JSON, and files attached to it."""

    json: str
    files: Sequence[File] = ()

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any], files: Sequence[File] = ()) -> "Body":
        """Return a body with the payload encoded as JSON."""
        return cls(encode_json(payload), files)


def encode_json(payload: Mapping[str, Any]) -> str:
    """Return the payload as JSON; a lone half of a surrogate pair is escaped."""
    try:
        return msgspec.json.encode(payload).decode()
    except UnicodeEncodeError:
        return json.dumps(payload, separators=(",", ":"))


class Responder(Protocol):
    """Makes one attempt to send an answer.

    It raises discord.HTTPException if Discord refuses the answer, and aiohttp.ClientError or OSError if the connection
    fails.
    """

    async def respond(
        self, interaction: discord.Interaction[Any], kind: discord.InteractionResponseType, body: Body
    ) -> None:
        """Send the first answer; do not fetch the message that it creates."""

    async def edit(self, interaction: discord.Interaction[Any], body: Body) -> None:
        """Replace the message that the first answer created."""
