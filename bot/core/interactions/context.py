"""One interaction as a handler sees it: who made it, in which language to answer, and how.

An answer is a callback or an edit of the message that the callback created, never a follow-up: Discord accepts only one
callback, and an edit can be repeated, so a retry never posts anything twice.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeAlias

import aiohttp
import discord
from msgspec import Struct, field

from bot.core.errors import UserError
from bot.core.interactions import permissions
from bot.core.interactions.answers.answer import EPHEMERAL, Answer, notice_body
from bot.core.interactions.answers.responder import Body, Responder
from bot.core.interactions.components import Component
from bot.core.interactions.modals import StatelessModal
from bot.core.interactions.pictures import File, Picture
from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.ids import NO_ID, ChannelId, GuildId, MessageId, RoleId, UserId

ResponseType: TypeAlias = discord.InteractionResponseType
ALREADY_ACKNOWLEDGED = 40060
"""Discord's error code for a second callback: the first one arrived, although its response was lost."""
SEND_ATTEMPTS = 3
CALLBACK_TIMEOUT, EDIT_TIMEOUT = 1.3, 10.0
"""Seconds after which an attempt is given up; Discord requires the callback within three seconds."""


class Context(Struct):
    """Answers one interaction; private answers use `user_text`, public ones use `guild_text`."""

    interaction: discord.Interaction[Any]
    user_text: Localizer
    guild_text: Localizer
    _send_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    answered: bool = False
    answered_at: float = 0.0
    _late_line: str = ""

    @property
    def guild_id(self) -> GuildId | None:
        """The id of the server, or None in direct messages."""
        guild_id = self.interaction.guild_id
        return None if guild_id is None else GuildId(guild_id)

    @property
    def home_guild_id(self) -> GuildId | None:
        """The id of the server if the bot is a member of it, otherwise None, as in direct messages."""
        return self.guild_id if self.interaction.client.has_joined_guild_of(self.interaction) else None

    @property
    def user_id(self) -> UserId:
        """The id of the person who made the interaction."""
        return UserId(self.interaction.user.id)

    @property
    def channel_id(self) -> ChannelId:
        """The id of the channel, or NO_ID if Discord sends none."""
        return ChannelId(self.interaction.channel_id or NO_ID)

    @property
    def message_id(self) -> MessageId | None:
        """The id of the message that the pressed component belongs to, if any."""
        message = self.interaction.message
        return MessageId(message.id) if message else None

    @property
    def role_ids(self) -> frozenset[RoleId]:
        """The ids of the roles that this person has in the server."""
        return frozenset(RoleId(role.id) for role in getattr(self.interaction.user, "roles", ()))

    @property
    def name(self) -> str:
        """The display name of the person who made the interaction."""
        return self.interaction.user.display_name

    @property
    def unique_suffix(self) -> str:
        """A suffix for a menu's custom id: if the id stays the same, Discord keeps showing the old selection."""
        return str(self.interaction.id)

    @property
    def can_manage_server(self) -> bool:
        """Whether this person may configure the bot here."""
        return permissions.can_manage_server(self.interaction)

    @property
    def can_post(self) -> bool:
        """Whether this person may post in this channel, and therefore have the bot post there."""
        return permissions.can_post(self.interaction)

    @property
    def bot_can_post(self) -> bool:
        """Whether the bot may post cards in this channel on its own, not only as answers."""
        return permissions.bot_can_post(self.interaction)

    @property
    def can_attach(self) -> bool:
        """Whether the bot may attach files here."""
        return permissions.can_attach(self.interaction)

    @property
    def is_in_private_thread(self) -> bool:
        """Whether this channel is a private thread."""
        return isinstance(channel := self.interaction.channel, discord.Thread) and channel.is_private()

    def can_see(self, channel_id: ChannelId, parent_id: ChannelId | None = None) -> bool:
        """Return whether this person may view a channel of the server; see `permissions.can_see`."""
        return permissions.can_see(self.interaction, channel_id, parent_id)

    def can_manage_messages(self, channel_id: ChannelId, parent_id: ChannelId | None = None) -> bool:
        """Return whether this person may manage the messages of a channel that they may view."""
        return permissions.can_manage_messages(self.interaction, channel_id, parent_id)

    def command_mention(self, command: str) -> str:
        """Return a slash command ("film show") as a clickable mention, or as text while its id is unknown."""
        return escaping.command_mention(command, self.interaction.client.command_ids, self.user_text.command_name)

    @property
    def _can_embed(self) -> bool:
        return permissions.can_embed(self.interaction)

    async def reply_public(
        self, card: discord.Embed, items: Iterable[Component] = (), picture: Picture | None = None
    ) -> None:
        """Answer publicly; if the interaction was deferred, answer privately and explain why.

        Where Discord shows no cards, an interaction that was not deferred gets only a private notice.
        """
        await self.reply(Answer.from_card(card, items, picture), private=False)

    async def reply_private(
        self,
        card: discord.Embed,
        items: Iterable[Component] = (),
        picture: Picture | None = None,
        *,
        file: File | None = None,
    ) -> None:
        """Answer privately; if there is an answer already, replace it."""
        await self.reply(Answer.from_card(card, items, picture, file), private=True)

    async def reply(self, answer: Answer, *, private: bool) -> None:
        """Answer as `reply_private` or `reply_public` does."""
        async with self._send_lock:
            if self.answered:
                self._late_line = "" if private else self.user_text("core.late")
                await self._edit(answer)
            elif private or self._can_embed:
                await self._send_first(ResponseType.channel_message, self._body(answer, is_private=private))
            else:
                await self._send_first(ResponseType.channel_message, notice_body(self.user_text("core.no-embeds")))

    async def update_message(
        self, card: discord.Embed, items: Iterable[Component] = (), picture: Picture | None = None
    ) -> None:
        """Replace the message that the pressed component belongs to; answer privately if that is not possible."""
        await self.update(Answer.from_card(card, items, picture))

    async def update(self, answer: Answer) -> None:
        """Answer as `update_message` does."""
        async with self._send_lock:
            if not self.answered and self.interaction.message and self._can_embed:
                await self._send_first(ResponseType.message_update, self._body(answer))
                return
        await self.reply(answer, private=True)

    async def edit_answer(self, answer: Answer) -> None:
        """Replace the answer if cards are shown here; call this only while the message still shows the old answer."""
        async with self._send_lock:
            if self.answered and self._can_embed:
                await self._edit(answer)

    async def open_modal(self, modal: StatelessModal) -> None:
        """Open a modal; raise UserError if the interaction was answered or deferred already."""
        async with self._send_lock:
            if self.answered:
                raise UserError("core.press-again")
            await self._send_first(ResponseType.modal, Body.from_payload(modal.to_dict()))

    async def reply_error(self, key: str, values: Mapping[str, object]) -> None:
        """Answer privately with the text of an error."""
        await self.reply_private(discord.Embed(description=self.user_text(key, **values), colour=theme.PALE_BLUE))

    async def defer(self) -> None:
        """Acknowledge an unanswered interaction; its answer will be private, so that nothing is public by accident."""
        async with self._send_lock:
            if not self.answered:
                await self._send_first(ResponseType.deferred_channel_message, Body.from_payload({"flags": EPHEMERAL}))

    def _body(self, answer: Answer, first_line: str = "", *, is_private: bool = False) -> Body:
        """Return the body of a message with the card, or with its text where Discord shows no cards."""
        if not self._can_embed:
            return answer.text_body(first_line, is_private=is_private)
        may_attach = answer.picture is None or bool(answer.picture.url) or permissions.can_attach(self.interaction)
        return answer.body(first_line=first_line, is_private=is_private, shows_picture=may_attach)

    @property
    def _responder(self) -> Responder:
        responder: Responder = self.interaction.client.responder
        return responder

    async def _edit(self, answer: Answer) -> None:
        body = self._body(answer, self._late_line)
        await _send_with_retries(lambda: self._responder.edit(self.interaction, body), EDIT_TIMEOUT)

    async def _send_first(self, kind: ResponseType, body: Body) -> None:
        await _send_with_retries(lambda: self._responder.respond(self.interaction, kind, body), CALLBACK_TIMEOUT)
        self.answered, self.answered_at = True, time.perf_counter()


async def _send_with_retries(send: Callable[[], Awaitable[None]], seconds: float) -> None:
    """Send an answer; retry if the connection fails or hangs, because repeating a callback or an edit is harmless."""
    for last in (False,) * (SEND_ATTEMPTS - 1) + (True,):
        try:
            async with asyncio.timeout(seconds):
                await send()
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
        except (aiohttp.ClientError, OSError):
            if last:
                raise
            continue
        return
