"""The routes by which a bot posts in channels by itself, subject to its permissions."""

from tests.discord_server.gateway import payloads
from tests.discord_server.rest.api_errors import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    THREAD_ARCHIVED,
    THREAD_LOCKED,
    UNKNOWN_CHANNEL,
    UNKNOWN_MEMBER,
    UNKNOWN_MESSAGE,
    ApiError,
)
from tests.discord_server.rest.message_store import create_message, edit_message
from tests.discord_server.rest.routing import ApiRequest, RouteTable
from tests.discord_server.world import Body, Channel, Message, World

DEFAULT_HISTORY_LIMIT, MAX_ID = 50, 1 << 64
"""The number of messages returned by default, and an id above every other."""


class ChannelRoutes:
    """Channels, and the bot's messages in them."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> RouteTable:
        """Return the routes about channels."""
        return {
            "GET /channels/{channel}": lambda request: payloads.channel(self._channel(request)),
            "GET /guilds/{guild}/members/{user}": self._member,
            "GET /channels/{channel}/messages": self._history,
            "POST /channels/{channel}/messages": self._post,
            "GET /channels/{channel}/messages/{message}": self._get,
            "PATCH /channels/{channel}/messages/{message}": self._edit,
            "DELETE /channels/{channel}/messages/{message}": self._delete,
        }

    def _member(self, request: ApiRequest) -> Body:
        guild = self.world.guilds.get(request.path_id("guild"))
        if guild and request.path_id("user") == self.world.bot.id:
            return payloads.own_member(guild, self.world.bot)
        user = self.world.users.get(request.path_id("user"))
        if guild is None or user is None or user.id not in guild.member_permissions:
            raise ApiError(UNKNOWN_MEMBER)
        return payloads.member(user, guild)

    def _channel(self, request: ApiRequest, *needed: str) -> Channel:
        channel = self.world.channels.get(request.path_id("channel"))
        if channel is None:
            raise ApiError(UNKNOWN_CHANNEL)
        allowed = channel.permissions_of(self.world.bot)
        if not channel.has_bot or "view_channel" not in allowed or not channel.can_access(self.world.bot):
            raise ApiError(MISSING_ACCESS)
        if not allowed.issuperset(needed):
            raise ApiError(MISSING_PERMISSIONS)
        return channel

    def _message(self, request: ApiRequest, *needed: str) -> Message:
        message = self._channel(request, *needed).messages.get(request.path_id("message"))
        if message is None or message.ephemeral_for:
            raise ApiError(UNKNOWN_MESSAGE)
        return message

    def _history(self, request: ApiRequest) -> list[Body]:
        """Return messages, newest first, or none if the bot may not read the history."""
        channel = self._channel(request)
        if "read_message_history" not in channel.permissions_of(self.world.bot):
            return []
        first, last = int(request.query.get("after", 0)), int(request.query.get("before", 0)) or MAX_ID
        seen = [
            message for message in channel.messages.values() if not message.ephemeral_for and first < message.id < last
        ]
        newest = sorted(seen, key=lambda message: -message.id)[: int(request.query.get("limit", DEFAULT_HISTORY_LIMIT))]
        return [payloads.message(message, self.world.bot) for message in newest]

    def _post(self, request: ApiRequest) -> Body:
        channel = self._channel(request)
        speak = "send_messages_in_threads" if channel.is_thread else "send_messages"
        self._channel(request, speak, *_needed_permissions(request))
        self._check_unlocked(channel)
        channel.is_archived = False
        return payloads.message(
            _message_with_nonce(channel, request.json) or self._create(channel, request), self.world.bot
        )

    def _create(self, channel: Channel, request: ApiRequest) -> Message:
        return create_message(self.world, channel, request.json, request.files)

    def _get(self, request: ApiRequest) -> Body:
        return payloads.message(self._message(request, "read_message_history"), self.world.bot)

    def _edit(self, request: ApiRequest) -> Body:
        message = self._message(request, *_needed_permissions(request))
        _check_not_archived(message.channel)
        self._check_unlocked(message.channel)
        edit_message(self.world, message, request.json, request.files)
        return payloads.message(message, self.world.bot)

    def _check_unlocked(self, channel: Channel) -> None:
        """Raise ApiError if the thread is locked and the bot may not manage threads."""
        if channel.is_locked and "manage_threads" not in channel.permissions_of(self.world.bot):
            raise ApiError(THREAD_LOCKED)

    def _delete(self, request: ApiRequest) -> None:
        message = self._message(request)
        _check_not_archived(message.channel)
        del message.channel.messages[message.id]


def _needed_permissions(request: ApiRequest) -> list[str]:
    needs = {"embed_links": bool(request.json.get("embeds")), "attach_files": bool(request.files)}
    return [name for name, needed in needs.items() if needed]


def _message_with_nonce(channel: Channel, body: Body) -> Message | None:
    """Return the message that already has the body's nonce, or None if there is none or the nonce is not enforced."""
    if not body.get("enforce_nonce"):
        return None
    return next((message for message in channel.messages.values() if message.nonce == body["nonce"]), None)


def _check_not_archived(channel: Channel) -> None:
    if channel.is_archived:
        raise ApiError(THREAD_ARCHIVED)
