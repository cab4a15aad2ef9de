"""Posts, edits and finds the bot's messages in the channels of polls."""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

import aiohttp
import discord
from discord import Embed
from msgspec import Struct

from bot.core.interactions.components import Component, build_view
from bot.core.interactions.pictures import Picture, attachments, illustrate
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.translations import Localizer, Translations
from bot.ids import GuildId, MessageId
from bot.polls.rules.poll import Poll, UnreachableReason


class PollClient(Protocol):
    """The members of the client that polls use."""

    @property
    def user(self) -> discord.ClientUser | None:
        """The bot's own user."""

    def has_left_if_not_found(self, guild_id: GuildId) -> bool:
        """Return whether a server that cannot be found must be one that the bot has left."""

    def get_guild(self, id: int, /) -> discord.Guild | None:  # noqa: A002  # discord.py's name
        """Return a server from the cache, or None if it is not there."""

    async def find_guild(self, guild_id: GuildId) -> discord.Guild | None:
        """Return a server from the gateway's cache, or from Discord's API if this process does not receive its events.

        Return None if the server is not found.
        """

    def get_partial_messageable(self, id: int, *, guild_id: GuildId | None = None) -> discord.PartialMessageable:  # noqa: A002  # discord.py's name
        """Return a channel to post in."""


ClientGetter = Callable[[], PollClient]
"""Returns the client, which is created after the features that it loads."""
HISTORY_LIMIT = 5_000
"""How many of a channel's newest messages are searched for one of ours."""
UNREACHABLE_CODES: Mapping[int, UnreachableReason] = {
    10003: UnreachableReason.CHANNEL,
    10004: UnreachableReason.SERVER,
    10008: UnreachableReason.MESSAGE,
    50001: UnreachableReason.FORBIDDEN,
    50013: UnreachableReason.FORBIDDEN,
    50083: UnreachableReason.ARCHIVED,
    160005: UnreachableReason.ARCHIVED,
}
"""Why the bot can no longer post or edit in a channel, by Discord's error code."""
THREAD_ARCHIVED = 50083
"""Discord's error code for an edit in an archived thread. A new message reopens the thread unless it is locked."""
FIRST_CLIENT_ERROR, FIRST_SERVER_ERROR = 400, 500
TRANSIENT_STATUSES = frozenset({401, 429})
"""The HTTP statuses of valid requests that Discord refuses only for now."""
REQUEST_TIMEOUT = 408
"""The HTTP status that leaves it unknown whether the request was processed."""


class RenderedMessage(Struct, frozen=True):
    """A message to send: its card, its components and the picture in the card, if any."""

    card: Embed
    items: Sequence[Component]
    picture: Picture | None = None


Request = Callable[[Embed, Picture | None, discord.ui.View], Coroutine[Any, Any, discord.Message]]
"""Sends or edits a message with a card, the picture in it and its controls."""


class GuildReachability(StrEnum):
    """Whether the bot can reach a server: yes, no because of an outage, unknown, or no because it has left."""

    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"
    UNKNOWN = "unknown"
    LEFT = "left"


class UnreadableHistory(Exception):
    """Raised if the bot may not read the history of a channel."""


class PollChannel(Struct, frozen=True):
    """Accesses the channels that polls are in."""

    client: ClientGetter
    translations: Translations
    locales: LanguageResolver

    async def guild_reachability(self, guild_id: GuildId) -> GuildReachability:
        """Return whether a server can be reached."""
        client = self.client()
        try:
            guild = await client.find_guild(guild_id)
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return GuildReachability.UNKNOWN
        if guild is None:
            return GuildReachability.LEFT if client.has_left_if_not_found(guild_id) else GuildReachability.UNAVAILABLE
        return GuildReachability.UNAVAILABLE if guild.unavailable else GuildReachability.AVAILABLE

    def localizer(self, guild_id: GuildId) -> Localizer:
        """Return the texts in a server's language."""
        guild = self.client().get_guild(guild_id)
        return self.translations.localizer(self.locales.language(guild_id, guild.preferred_locale if guild else None))

    async def send(self, poll: Poll, nonce: str, rendered: RenderedMessage) -> MessageId:
        """Post a message in a poll's channel, once per nonce, and return the message's id."""
        send = self._channel(poll).send
        sent = await _deliver(
            rendered, lambda card, picture, view: send(embed=card, view=view, files=attachments(picture), nonce=nonce)
        )
        return MessageId(sent.id)

    async def edit(self, poll: Poll, message_id: MessageId, rendered: RenderedMessage) -> None:
        """Replace the content of one of our messages in a poll's channel."""
        edit = self._channel(poll).get_partial_message(message_id).edit
        await _deliver(
            rendered, lambda card, picture, view: edit(embed=card, view=view, attachments=attachments(picture))
        )

    async def find_own_message(self, poll: Poll, custom_id: str) -> MessageId | None:
        """Return the id of our newest message that has a component with this custom id, or None.

        Only search messages that are newer than the poll's own. Raise UnreadableHistory if the bot may not read the
        channel. Its history would then look empty, so this first tries to read the poll's own message.
        """
        channel = self._channel(poll)
        try:
            await channel.fetch_message(poll.message_id or channel.id)
        except discord.Forbidden as error:
            raise UnreadableHistory from error
        except discord.NotFound as error:
            if error.code != 10008:  # noqa: PLR2004  # only that message is missing, so the channel can be read
                raise
        async for message in channel.history(limit=HISTORY_LIMIT):
            if message.id <= (poll.message_id or 0):
                break
            if message.author == self.client().user and custom_id in _custom_ids(message):
                return MessageId(message.id)
        return None

    def _channel(self, poll: Poll) -> discord.PartialMessageable:
        return self.client().get_partial_messageable(poll.channel_id, guild_id=poll.guild_id)


async def _deliver(rendered: RenderedMessage, request: Request) -> discord.Message:
    """Send or edit a message. If that is forbidden, try without the picture: perhaps only attachments are forbidden."""
    try:
        return await request(illustrate(rendered.card.copy(), rendered.picture), rendered.picture, _view(rendered))
    except discord.Forbidden:
        if rendered.picture is None:
            raise
    return await request(rendered.card, None, _view(rendered))


def _view(rendered: RenderedMessage) -> discord.ui.View:
    return build_view(rendered.items)


def _custom_ids(message: discord.Message) -> Iterable[Any]:
    for row in message.components:
        yield from (getattr(component, "custom_id", None) for component in getattr(row, "children", ()))


def unreachable_reason_of(error: Exception) -> UnreachableReason | None:
    """Return why a channel is unreachable, or None if the error does not mean that it is."""
    return UNREACHABLE_CODES.get(error.code) if isinstance(error, discord.HTTPException) else None


def is_thread_archived(error: Exception) -> bool:
    """Return whether an edit failed because the thread is archived."""
    return isinstance(error, discord.HTTPException) and error.code == THREAD_ARCHIVED


def is_rejected(error: Exception) -> bool:
    """Return whether Discord certainly did not carry out the request."""
    if isinstance(error, discord.RateLimited):
        return True
    status = error.status if isinstance(error, discord.HTTPException) else 0
    return FIRST_CLIENT_ERROR <= status < FIRST_SERVER_ERROR and status != REQUEST_TIMEOUT


def is_transient(error: Exception) -> bool:
    """Return whether an error is a transient refusal: a rate limit, or a refusal of the bot's token."""
    return isinstance(error, discord.RateLimited) or getattr(error, "status", 0) in TRANSIENT_STATUSES


def retry_after_seconds(error: Exception) -> float:
    """Return the seconds that Discord asks us to wait, or 0 if it does not say."""
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return float(headers.get("Retry-After", 0))
    except ValueError:
        return 0.0
