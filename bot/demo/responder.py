"""Answers interactions through the part of discord.py that SimCord replaces."""

import io
from typing import Any

import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.core.interactions.answers.responder import Body
from bot.transport import internals

Interaction = discord.Interaction[Any]
CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


class SimCordResponder:
    """Passes answers to SimCord directly, because SimCord has no network address."""

    async def respond(self, interaction: Interaction, kind: discord.InteractionResponseType, body: Body) -> None:
        """Send the first answer."""
        internals.mark_answered(interaction, kind)
        route = Route("POST", CALLBACK, webhook_id=interaction.id, webhook_token=interaction.token)
        await _send(route, Body(f'{{"type":{kind.value},"data":{body.json}}}', body.files))

    async def edit(self, interaction: Interaction, body: Body) -> None:
        """Replace the message that the first answer created."""
        await _send(
            Route("PATCH", ORIGINAL, webhook_id=interaction.application_id, webhook_token=interaction.token), body
        )


async def _send(route: Route, body: Body) -> None:
    files = [discord.File(io.BytesIO(content), name) for name, content in body.files]
    form = [{"name": "payload_json", "value": body.json}]
    await async_context.get().request(route, discord.utils.MISSING, multipart=form, files=files)
