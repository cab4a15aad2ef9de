"""One interaction, as a feature sees it: who asks, in which words to answer, and the ways to answer.

Every answer is a callback or an edit of its message, never a follow-up: Discord takes a callback once, and an edit
twice does no harm, so that a lost or doubled request never posts anything twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord

from bot.kit import look
from bot.kit.controls import Item, view_of
from bot.kit.words import Say

ANSWERED_ALREADY = 40060
"""Discord's code for a second answer: the first one arrived, though we were not told so."""
TRIES = 3
FIRST_SECONDS, EDIT_SECONDS = 1.3, 10.0
"""How long one try may take: the first answer is due within three seconds."""


@dataclass(slots=True)
class Ask:
    """`me` speaks to the person alone, `here` to everybody who reads the channel."""

    interaction: discord.Interaction[Any]
    me: Say
    here: Say
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    answered: bool = False

    @property
    def server(self) -> int | None:
        """The server's id; None in direct messages."""
        return self.interaction.guild_id

    @property
    def person(self) -> int:
        """The id of who asks."""
        return self.interaction.user.id

    @property
    def _is_mute(self) -> bool:
        """Whether a card would be shown as nothing here."""
        return self.server is not None and not self.interaction.app_permissions.embed_links

    async def show(self, card: discord.Embed, items: Iterable[Item] = ()) -> None:
        """Answer for everybody in the channel to see; for the person alone, and saying so, when it came late."""
        await self._send(card, items, private=False)

    async def tell(self, card: discord.Embed, items: Iterable[Item] = ()) -> None:
        """Answer for this person alone."""
        await self._send(card, items, private=True)

    async def refuse(self, key: str, values: Mapping[str, object]) -> None:
        """Tell this person alone, kindly, what cannot be done and what to do instead."""
        await self.tell(discord.Embed(description=self.me(key, **values), colour=look.MIST))

    async def think(self) -> None:
        """Tell Discord that the answer takes longer; it will be private, for it must not be public by accident."""
        async with self._turn:
            if not self.answered:
                await self._first(lambda: self.interaction.response.defer(ephemeral=True, thinking=True))

    async def _send(self, card: discord.Embed, items: Iterable[Item], *, private: bool) -> None:
        async with self._turn:
            view = view_of(items)
            if self.answered:
                late = None if private else self.me("kit.late")
                edit = self.interaction.edit_original_response
                await self._give(lambda: edit(content=late, embed=card, view=view), EDIT_SECONDS)
            elif self._is_mute:
                text = self.me("kit.no-embeds")
                await self._first(lambda: self.interaction.response.send_message(text, ephemeral=True))
            else:
                send = self.interaction.response.send_message
                await self._first(lambda: send(embed=card, view=view, ephemeral=private))

    async def _first(self, answer: Callable[[], Awaitable[object]]) -> None:
        await self._give(answer, FIRST_SECONDS)
        self.answered = True

    async def _give(self, answer: Callable[[], Awaitable[object]], seconds: float) -> None:
        """Give an answer; where the connection broke or hangs it is tried again, for it cannot be taken twice."""
        for last in (False,) * (TRIES - 1) + (True,):
            try:
                async with asyncio.timeout(seconds):
                    await answer()
            except discord.HTTPException as error:
                if error.code != ANSWERED_ALREADY:
                    raise
            except (aiohttp.ClientError, OSError):
                if last:
                    raise
                continue
            return
