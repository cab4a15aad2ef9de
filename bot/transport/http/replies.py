"""Puts suggestions into the reply of the HTTP request that asks for them; every other answer is a request of its own.

Suggestions are needed while a person types, so they save a request. A message stays a callback: its arrival is
confirmed, it can be retried and edited, and only documented limits apply to its pictures.
"""

from dataclasses import dataclass, field
from typing import Any

import discord

from bot.core.interactions.answers.responder import Body, Responder
from bot.transport import internals

SUGGESTIONS = discord.InteractionResponseType.autocomplete_result


@dataclass(frozen=True, slots=True)
class ReplyResponder:
    """Keeps the suggestions for requests that are open; `otherwise` sends everything else."""

    otherwise: Responder
    _open: dict[int, str | None] = field(default_factory=dict)

    def open(self, interaction_id: int) -> None:
        """Expect suggestions for an interaction."""
        self._open[interaction_id] = None

    def close(self, interaction_id: int) -> str | None:
        """Return the reply to an interaction as JSON; None if there is none."""
        return self._open.pop(interaction_id, None)

    async def respond(
        self, interaction: discord.Interaction[Any], kind: discord.InteractionResponseType, body: Body
    ) -> None:
        """Keep suggestions for the reply, or post the callback."""
        if kind is not SUGGESTIONS or interaction.id not in self._open:
            await self.otherwise.respond(interaction, kind, body)
            return
        internals.mark_answered(interaction, kind)
        self._open[interaction.id] = f'{{"type":{kind.value},"data":{body.json}}}'

    async def edit(self, interaction: discord.Interaction[Any], body: Body) -> None:
        """Replace the message that the callback made."""
        await self.otherwise.edit(interaction, body)
