"""Answers interactions by requests to Discord, with discord.py's session, rate limits and retries.

Discord is not asked for the message that an answer makes: it would be sent, parsed and built for nobody.
"""

import io
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.core.interactions.answers.responder import Body
from bot.transport import internals
from bot.transport.answers.multipart import encoded

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
        await _send(interaction, route, Body(f'{{"type":{kind.value},"data":{body.json}}}', body.files))

    async def edit(self, interaction: Interaction, body: Body) -> None:
        """Replace the message that the callback made."""
        route = Route("PATCH", ORIGINAL, webhook_id=interaction.application_id, webhook_token=interaction.token)
        await _send(interaction, route, body)


async def _send(interaction: Interaction, route: Route, body: Body) -> None:
    files = [discord.File(io.BytesIO(content), name) for name, content in body.files]
    await internals.send_answer(interaction, route, body.json, files, lambda session: _Encoded(session, body))


@dataclass(frozen=True, slots=True)
class _Encoded:
    """Sends the body as it is in place of the form that discord.py makes of it, which takes five times as long."""

    session: aiohttp.ClientSession
    body: Body

    def request(self, method: str, url: str, *, data: object, headers: dict[str, str], **options: Any) -> Any:
        """Return the request's context manager, as the session's own method does."""
        _ = data
        content, content_type = encoded(self.body)
        typed = {**headers, "Content-Type": content_type}
        return self.session.request(method, url, data=content, headers=typed, **options)
