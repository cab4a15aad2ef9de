"""One interaction, as a feature sees it: who asks, in which words to answer, and the ways to answer."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.kit import look
from bot.kit.controls import Item, view_of
from bot.kit.words import Say


@dataclass(slots=True)
class Ask:
    """`me` speaks to the person alone, `here` to everybody who reads the channel."""

    interaction: discord.Interaction[Any]
    me: Say
    here: Say
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _thinking: bool = False

    @property
    def server(self) -> int | None:
        """The server's id; None in direct messages."""
        return self.interaction.guild_id

    @property
    def person(self) -> int:
        """The id of who asks."""
        return self.interaction.user.id

    async def show(self, card: discord.Embed, items: Iterable[Item] = ()) -> None:
        """Answer for everybody in the channel to see."""
        await self._send(card, items, private=False)

    async def tell(self, card: discord.Embed, items: Iterable[Item] = ()) -> None:
        """Answer for this person alone."""
        await self._send(card, items, private=True)

    async def refuse(self, key: str, values: Mapping[str, object]) -> None:
        """Tell this person alone, kindly, what cannot be done and what to do instead."""
        await self.tell(self._note(key, **values))

    async def replace(self, card: discord.Embed, items: Iterable[Item] = ()) -> None:
        """Put `card` in place of the message that the pressed control sits on."""
        async with self._turn:
            if self.interaction.response.is_done():
                await self.interaction.edit_original_response(embed=card, view=view_of(items))
            else:
                await self.interaction.response.edit_message(embed=card, view=view_of(items))

    async def think(self) -> None:
        """Tell Discord that the answer takes a little longer; does nothing when there is an answer already.

        A command thinks in private: a private answer must never have to come out of a public deferral.
        """
        async with self._turn:
            if not self.interaction.response.is_done():
                await self.interaction.response.defer(ephemeral=True)
                self._thinking = self.interaction.type is discord.InteractionType.application_command

    async def _send(self, card: discord.Embed, items: Iterable[Item], *, private: bool) -> None:
        async with self._turn:
            if not self.interaction.response.is_done():
                await self.interaction.response.send_message(embed=card, view=view_of(items), ephemeral=private)
            elif self._thinking and private:
                await self._end_thinking(card, items)
            else:
                if self._thinking:
                    await self._end_thinking(self._note("kit.here-it-is"))
                await self.interaction.followup.send(embed=card, view=view_of(items), ephemeral=private)

    async def _end_thinking(self, card: discord.Embed, items: Iterable[Item] = ()) -> None:
        self._thinking = False
        await self.interaction.edit_original_response(embed=card, view=view_of(items))

    def _note(self, key: str, **values: object) -> discord.Embed:
        return discord.Embed(description=self.me(key, **values), colour=look.MIST)
