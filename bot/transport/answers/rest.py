"""Answers interactions with direct requests to Discord, in discord.py's session.

discord.py itself would build a form and a lock for each request. It would also fetch and parse the message that an
answer creates, although nobody reads it.
"""

import asyncio
import logging
from typing import Any

import aiohttp
import discord
from discord.http import Route, json_or_text

from bot.core.interactions.answers.responder import Body
from bot.transport import internals
from bot.transport.answers.multipart import encoded

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
ATTEMPTS = 5
"""The maximum number of attempts at a request that Discord rate-limits or answers with a server error."""
RATE_LIMITED, SERVER_ERROR = 429, 500
WITHOUT_TIMER = aiohttp.ClientTimeout(total=None)
"""No timeout here, because every caller has its own and a second timer for each request would waste time."""


class RestResponder:
    """Posts the callback of an interaction, and edits the message that the callback created."""

    async def respond(self, interaction: Interaction, kind: discord.InteractionResponseType, body: Body) -> None:
        """Post the callback."""
        internals.mark_answered(interaction, kind)
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        await _send(interaction, "POST", path, Body(f'{{"type":{kind.value},"data":{body.json}}}', body.files))

    async def edit(self, interaction: Interaction, body: Body) -> None:
        """Replace the message that the callback created."""
        path = f"/webhooks/{interaction.application_id}/{interaction.token}/messages/@original"
        await _send(interaction, "PATCH", path, body)


async def _send(interaction: Interaction, method: str, path: str, body: Body) -> None:
    """Send a request until Discord accepts or refuses it; raise discord.HTTPException if it never accepts it."""
    content, content_type = encoded(body)
    session, http = internals.session_of(interaction), interaction.client.http
    for attempt in range(ATTEMPTS):
        async with session.request(
            method,
            f"{Route.BASE}{path}",
            data=aiohttp.BytesPayload(content, content_type=content_type),
            timeout=WITHOUT_TIMER,
            proxy=http.proxy,
            proxy_auth=http.proxy_auth,
        ) as response:
            if response.ok:
                return
            answer = await json_or_text(response)
        seconds = _retry_delay(response, answer, attempt)
        if seconds is None or attempt == ATTEMPTS - 1:
            raise discord.HTTPException(response, answer)
        log.info("answer delayed status=%d retry_in=%.1f", response.status, seconds)
        await asyncio.sleep(seconds)


def _retry_delay(response: aiohttp.ClientResponse, answer: dict[str, Any] | str, attempt: int) -> float | None:
    """Return the seconds until the next attempt, or None if Discord has refused permanently."""
    if response.status >= SERVER_ERROR:
        return 1.0 + 2 * attempt
    if response.status == RATE_LIMITED and isinstance(answer, dict) and "Via" in response.headers:
        return float(answer["retry_after"])
    return None  # a 429 without a Via header is a ban by Cloudflare, which further requests could prolong
