"""Sends suggestions in the response to the HTTP request that asks for them; all other answers are separate requests.

That saves a request while a person types. Messages are still sent as callbacks, because a callback confirms that the
message has arrived, can be retried, and has documented limits on pictures.
"""

from typing import Any

import discord
from msgspec import Struct, field

from bot.core.interactions.answers.responder import Body, Responder
from bot.transport import internals

SUGGESTIONS = discord.InteractionResponseType.autocomplete_result


class ReplyResponder(Struct, frozen=True):
    """Holds the suggestions for open requests; `fallback` sends everything else."""

    fallback: Responder
    _open: dict[int, str | None] = field(default_factory=dict)

    def open(self, interaction_id: int) -> None:
        """Expect suggestions for an interaction."""
        self._open[interaction_id] = None

    def close(self, interaction_id: int) -> str | None:
        """Stop expecting suggestions for an interaction; return those held for it as JSON, or None."""
        return self._open.pop(interaction_id, None)

    async def respond(
        self, interaction: discord.Interaction[Any], kind: discord.InteractionResponseType, body: Body
    ) -> None:
        """Hold suggestions for the HTTP response if it is still open; post everything else as a callback."""
        if kind is not SUGGESTIONS or interaction.id not in self._open:
            await self.fallback.respond(interaction, kind, body)
            return
        internals.mark_answered(interaction, kind)
        self._open[interaction.id] = f'{{"type":{kind.value},"data":{body.json}}}'

    async def edit(self, interaction: discord.Interaction[Any], body: Body) -> None:
        """Replace the message that the callback created."""
        await self.fallback.edit(interaction, body)
