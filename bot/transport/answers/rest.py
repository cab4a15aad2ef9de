"""Answers interactions by requests to Discord, with discord.py's session, rate limits and retries.

Discord is not asked for the message that an answer makes: it would be sent, parsed and built for nobody.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.core.interactions.answers.responder import Body
from bot.core.interactions.pictures import File
from bot.transport import internals
from bot.transport.answers.multipart import multipart

Interaction = discord.Interaction[Any]
# The names of the parts are discord.py's: it keeps one request at a time for each webhook id and token.
CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


class RestResponder:
    """Posts the callback of an interaction, and edits the message that it made."""

    async def respond(self, interaction: Interaction, kind: discord.InteractionResponseType, body: Body) -> None:
        """Post the callback."""
        internals.mark_answered(interaction, kind)
        route = Route("POST", CALLBACK, webhook_id=interaction.id, webhook_token=interaction.token)
        await _send(interaction, route, Body({"type": kind.value, "data": body.payload}, body.files))

    async def edit(self, interaction: Interaction, body: Body) -> None:
        """Replace the message that the callback made."""
        route = Route("PATCH", ORIGINAL, webhook_id=interaction.application_id, webhook_token=interaction.token)
        await _send(interaction, route, body)


async def _send(interaction: Interaction, route: Route, body: Body) -> None:
    files = [discord.File(io.BytesIO(content), name) for name, content in body.files]
    await internals.send_answer(
        interaction, route, body.payload, files, lambda session: _WithFiles(session, body.files) if files else session
    )


@dataclass(frozen=True, slots=True)
class _WithFiles:
    """Puts files beside the JSON of a request, in one piece: the form of aiohttp takes three times as long."""

    session: aiohttp.ClientSession
    files: Sequence[File]

    def request(self, method: str, url: str, *, data: str, headers: dict[str, str], **options: Any) -> Any:
        """Return the request's context manager, as the session's own method does."""
        form, content_type = multipart(data.encode(), self.files)
        return self.session.request(
            method, url, data=form, headers={**headers, "Content-Type": content_type}, **options
        )
