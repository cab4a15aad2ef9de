"""Turns the JSON of a request into an interaction, and runs it as if it had come through the gateway.

If discord.py cannot read a payload, one line is logged, without a traceback.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any, TypeAlias

import discord
from msgspec import Struct

from bot.core.storage.sql import INTERACTION
from bot.ids import GuildId
from bot.transport import internals
from bot.transport.client import NunmulClient
from bot.transport.http.guilds import RestGuilds
from bot.transport.http.replies import ReplyResponder

log = logging.getLogger(__name__)

Payload: TypeAlias = Mapping[str, Any]
Interaction: TypeAlias = discord.Interaction[Any]
REPLY_SECONDS = 2.5
"""Seconds that suggestions may take; Discord waits for three."""
COMMANDS = frozenset({discord.InteractionType.application_command, discord.InteractionType.autocomplete})
HANDLED = COMMANDS | {discord.InteractionType.component, discord.InteractionType.modal_submit}


class MalformedInteraction(Exception):
    """Raised for a payload that is not an interaction."""


def parse_json(body: bytes) -> Payload:
    """Return the JSON object that a body holds; raise MalformedInteraction for anything else."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedInteraction from error
    if not isinstance(payload, dict):
        raise MalformedInteraction
    return payload


class InteractionRunner(Struct, frozen=True):
    """Runs interactions in separate tasks, but awaits suggestions, because they are the reply to the request."""

    client: NunmulClient
    guilds: RestGuilds
    replies: ReplyResponder

    async def run(self, payload: Payload) -> str | None:
        """Start an interaction; return the reply if it must be in the response, otherwise None.

        Raise MalformedInteraction if the payload is not an interaction.
        """
        interaction = self._parse(payload)
        if interaction.type is discord.InteractionType.autocomplete:
            return await self._suggest(interaction, payload)
        running, task = self.client.core.dispatcher.running_tasks, asyncio.create_task(self._run(interaction, payload))
        running.add(task)  # Discord is told that the interaction was accepted, so shutdown waits for the task
        task.add_done_callback(running.discard)
        return None

    def _parse(self, payload: Payload) -> Interaction:
        try:
            interaction = internals.parse_interaction(self.client, payload)
            is_complete = isinstance(interaction.data, dict) and interaction.user is not discord.utils.MISSING
            is_known = interaction.type in HANDLED
        except Exception as error:  # discord.py can raise any error for a malformed payload
            raise MalformedInteraction from error
        if not is_known or not is_complete:
            raise MalformedInteraction
        return interaction

    async def _suggest(self, interaction: Interaction, payload: Payload) -> str | None:
        self.replies.open(interaction.id)
        try:
            async with asyncio.timeout(REPLY_SECONDS):
                await self._run(interaction, payload)
        except TimeoutError:
            log.warning("suggestions timed out command=%s", interaction.command and interaction.command.qualified_name)
        return self.replies.close(interaction.id)

    async def _run(self, interaction: Interaction, payload: Payload) -> None:
        # If another replica handles this interaction too, the database accepts the changes of only one of them.
        INTERACTION.set(interaction.id)
        try:
            if interaction.guild_id and self.client.needs_channels(interaction):
                await self.guilds.fetch_channels(GuildId(interaction.guild_id))
                interaction = self._parse(payload)  # now with the server's channels
            if interaction.type in COMMANDS:
                await internals.run_command(self.client.tree, interaction)
            else:
                await self.client.on_interaction(interaction)
        except Exception as error:  # noqa: BLE001  # handlers never raise, so the payload is malformed
            log.warning("interaction malformed error=%s", type(error).__name__)
