"""One interaction, as a feature sees it: who asks, in which words to answer, and the ways to answer.

Every answer is a callback or an edit of its message, never a follow-up: Discord takes a callback once, and an edit
twice does no harm, so that a lost or doubled request never posts anything twice.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord

from bot.core.errors import UserError
from bot.core.interactions.components import Item, build_view
from bot.core.interactions.modals import StatelessModal
from bot.core.text import theme
from bot.core.text.translations import Localizer

ALREADY_ACKNOWLEDGED = 40060
"""Discord's code for a second answer: the first one arrived, though we were not told so."""
CONTENT_LIMIT = 2000
"""Characters of a message."""
SEND_ATTEMPTS = 3
CALLBACK_TIMEOUT, EDIT_TIMEOUT = 1.3, 10.0
"""How long one try may take: the first answer is due within three seconds."""


File = tuple[str, bytes]
"""A file to hand over: its name and its content."""


@dataclass(slots=True)
class Context:
    """`me` speaks to the person alone, `here` to everybody who reads the channel."""

    interaction: discord.Interaction[Any]
    user_text: Localizer
    guild_text: Localizer
    _send_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    answered: bool = False

    @property
    def guild_id(self) -> int | None:
        """The server's id; None in direct messages."""
        return self.interaction.guild_id

    @property
    def home_guild_id(self) -> int | None:
        """The id of the server, where the bot is a member of it; None also where a person brought it along."""
        server = self.guild_id
        return server if server is not None and self.interaction.client.get_guild(server) is not None else None

    @property
    def user_id(self) -> int:
        """The id of who asks."""
        return self.interaction.user.id

    @property
    def name(self) -> str:
        """The name that Discord shows for who asks, here."""
        return self.interaction.user.display_name

    @property
    def unique_suffix(self) -> str:
        """A part of a menu's id that no menu had before: where the id is an old one, Discord shows what was chosen."""
        return str(self.interaction.id)

    @property
    def is_host(self) -> bool:
        """Whether this person may change how the bot is set up here, by Discord's permission Manage Server."""
        return self.guild_id is not None and self.interaction.permissions.manage_guild

    @property
    def can_post(self) -> bool:
        """Whether this person may write here, and so may make the bot write."""
        may = self.interaction.permissions
        is_thread = isinstance(self.interaction.channel, discord.Thread)
        return self.guild_id is None or (may.send_messages_in_threads if is_thread else may.send_messages)

    @property
    def is_in_private_thread(self) -> bool:
        """Whether this was asked in a private thread."""
        return isinstance(channel := self.interaction.channel, discord.Thread) and channel.is_private()

    def can_see(self, channel: int, parent: int | None = None) -> bool:
        """Return whether this person may view a channel of the server; one that is gone, only who manages the server.

        `parent` is the channel of a public thread: Discord does not list archived threads.
        """
        if channel == self.interaction.channel_id:
            return True
        may = self._permissions_in(channel, parent)
        return self.is_host if may is None else may.view_channel

    def may_manage_messages(self, channel: int, parent: int | None = None) -> bool:
        """Return whether this person has Manage Messages in a channel of the server that they may view."""
        if channel == self.interaction.channel_id:
            return self.interaction.permissions.manage_messages
        may = self._permissions_in(channel, parent)
        return may is not None and may.view_channel and may.manage_messages

    def _permissions_in(self, channel: int, parent: int | None) -> discord.Permissions | None:
        """Return what this person may do in a channel; None for an unknown channel."""
        guild, who = self.interaction.guild, self.interaction.user
        place = (guild.get_channel_or_thread(channel) or guild.get_channel(parent or 0)) if guild else None
        if place is None or getattr(place, "parent", place) is None or not isinstance(who, discord.Member):
            return None
        may = place.permissions_for(who)
        if isinstance(place, discord.Thread) and place.is_private() and not may.manage_threads:
            return discord.Permissions.none()
        return may

    def command_mention(self, command: str) -> str:
        """A slash command as Discord makes it clickable; as plain text while its id is not known."""
        return theme.command_mention(command, self.interaction.client.command_ids)

    @property
    def _cannot_embed(self) -> bool:
        """Whether a card would be shown as nothing here."""
        return self.guild_id is not None and not self.interaction.app_permissions.embed_links

    async def reply_public(self, card: discord.Embed, items: Iterable[Item] = ()) -> None:
        """Answer for everybody in the channel to see; for the person alone, and saying so, when it came late."""
        await self._reply(card, items, private=False)

    async def reply_private(self, card: discord.Embed, items: Iterable[Item] = (), file: File | None = None) -> None:
        """Answer for this person alone, with a file if there is one."""
        await self._reply(card, items, private=True, file=file)

    async def update_message(self, card: discord.Embed, items: Iterable[Item] = ()) -> None:
        """Put this in the place of the message that was pressed on; where there is none, tell it."""
        async with self._send_lock:
            view, edit = build_view(items), self.interaction.response.edit_message
            if not self.answered and self.interaction.message and not self._cannot_embed:
                await self._send_first(lambda: edit(content=None, embed=card, view=view))
                return
        await self.reply_private(card, items)

    async def open_modal(self, form: StatelessModal) -> None:
        """Open a form; this must be the first answer, and quick."""
        async with self._send_lock:
            if self.answered:
                raise UserError("core.press-again")
            await self._send_first(lambda: self.interaction.response.send_modal(form))

    async def reply_error(self, key: str, values: Mapping[str, object]) -> None:
        """Tell this person alone, kindly, what cannot be done and what to do instead."""
        await self.reply_private(discord.Embed(description=self.user_text(key, **values), colour=theme.PALE_BLUE))

    async def defer(self) -> None:
        """Tell Discord that the answer takes longer; it will be private, for it must not be public by accident."""
        async with self._send_lock:
            if not self.answered:
                await self._send_first(lambda: self.interaction.response.defer(ephemeral=True, thinking=True))

    async def _reply(
        self, card: discord.Embed, items: Iterable[Item], *, private: bool, file: File | None = None
    ) -> None:
        async with self._send_lock:
            controls = [*items]
            view = build_view(controls) if controls else None
            if self.answered:
                said = self._payload(card, "" if private else self.user_text("core.late"))
                edit = self.interaction.edit_original_response
                await self._send_with_retries(
                    lambda: edit(**said, view=view, attachments=_attachments(file)), EDIT_TIMEOUT
                )
                return
            said, shown = self._payload(card), view or discord.utils.MISSING
            if self._cannot_embed and not private:
                said, shown, private = {"content": self.user_text("core.no-embeds")}, discord.utils.MISSING, True
            send = self.interaction.response.send_message
            await self._send_first(lambda: send(**said, view=shown, ephemeral=private, files=_attachments(file)))

    def _payload(self, card: discord.Embed, above: str = "") -> dict[str, Any]:
        """A card, or its words where no card can be shown, with a line above it if there is one."""
        if self._cannot_embed:
            return {"content": _embed_as_text(card, above)}
        return {"content": above or None, "embed": card}

    async def _send_first(self, answer: Callable[[], Awaitable[object]]) -> None:
        await self._send_with_retries(answer, CALLBACK_TIMEOUT)
        self.answered = True

    async def _send_with_retries(self, answer: Callable[[], Awaitable[object]], seconds: float) -> None:
        """Give an answer; where the connection broke or hangs it is tried again, for it cannot be taken twice."""
        for last in (False,) * (SEND_ATTEMPTS - 1) + (True,):
            try:
                async with asyncio.timeout(seconds):
                    await answer()
            except discord.HTTPException as error:
                if error.code != ALREADY_ACKNOWLEDGED:
                    raise
            except (aiohttp.ClientError, OSError):
                if last:
                    raise
                continue
            return


def _embed_as_text(card: discord.Embed, above: str) -> str:
    """A card as a message without one, under a line if there is one."""
    fields = (f"**{field.name}**\n{field.value}" for field in card.fields)
    title = f"**{card.title}**" if card.title else ""
    parts = (above, title, card.description, *fields, card.footer.text)
    return theme.truncate("\n\n".join(part for part in parts if part), CONTENT_LIMIT)


def _attachments(file: File | None) -> list[discord.File]:
    """A file made anew for each try, for a try uses it up."""
    return [discord.File(io.BytesIO(file[1]), file[0])] if file else []
