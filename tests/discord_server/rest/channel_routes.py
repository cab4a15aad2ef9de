"""The routes by which a bot posts in channels on its own account, by its permissions."""

from tests.discord_server.gateway import payloads
from tests.discord_server.rest.api_errors import (
    ARCHIVED,
    LOCKED,
    NO_ACCESS,
    NO_PERMISSION,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Refused,
)
from tests.discord_server.rest.message_store import change, post
from tests.discord_server.rest.routing import Call, Table
from tests.discord_server.world import Body, Channel, Message, World

USUAL, NO_END = 50, 1 << 64
"""Messages of a channel that are given where nobody says how many; an id after all others."""


class Messages:
    """Channels, and the bot's messages in them."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> Table:
        """What a bot can ask of a channel."""
        return {
            "GET /channels/{channel}": lambda call: payloads.channel(self._channel(call)),
            "GET /channels/{channel}/messages": self._history,
            "POST /channels/{channel}/messages": self._post,
            "GET /channels/{channel}/messages/{message}": self._get,
            "PATCH /channels/{channel}/messages/{message}": self._edit,
            "DELETE /channels/{channel}/messages/{message}": self._delete,
        }

    def _channel(self, call: Call, *needed: str) -> Channel:
        channel = self.world.channels.get(call.number("channel"))
        if channel is None:
            raise Refused(UNKNOWN_CHANNEL)
        allowed = channel.permissions_of(self.world.bot)
        if not channel.has_bot or "view_channel" not in allowed or not channel.can_access(self.world.bot):
            raise Refused(NO_ACCESS)
        if not allowed.issuperset(needed):
            raise Refused(NO_PERMISSION)
        return channel

    def _message(self, call: Call, *needed: str) -> Message:
        message = self._channel(call, *needed).messages.get(call.number("message"))
        if message is None or message.ephemeral_for:
            raise Refused(UNKNOWN_MESSAGE)
        return message

    def _history(self, call: Call) -> list[Body]:
        """The newest messages first; to who may not read the history, as if there were none."""
        channel = self._channel(call)
        if "read_message_history" not in channel.permissions_of(self.world.bot):
            return []
        first, last = int(call.query.get("after", 0)), int(call.query.get("before", 0)) or NO_END
        seen = [one for one in channel.messages.values() if not one.ephemeral_for and first < one.id < last]
        newest = sorted(seen, key=lambda one: -one.id)[: int(call.query.get("limit", USUAL))]
        return [payloads.message(one, self.world.bot) for one in newest]

    def _post(self, call: Call) -> Body:
        channel = self._channel(call)
        speak = "send_messages_in_threads" if channel.is_thread else "send_messages"
        self._channel(call, speak, *_needed(call))
        self._check_unlocked(channel)
        channel.is_archived = False
        return payloads.message(_same(channel, call.json) or self._new(channel, call), self.world.bot)

    def _new(self, channel: Channel, call: Call) -> Message:
        return post(self.world, channel, call.json, call.files)

    def _get(self, call: Call) -> Body:
        return payloads.message(self._message(call, "read_message_history"), self.world.bot)

    def _edit(self, call: Call) -> Body:
        message = self._message(call, *_needed(call))
        _check_open(message.channel)
        self._check_unlocked(message.channel)
        change(self.world, message, call.json, call.files)
        return payloads.message(message, self.world.bot)

    def _check_unlocked(self, channel: Channel) -> None:
        """Only who manages threads writes in a locked one, and changes messages there."""
        if channel.is_locked and "manage_threads" not in channel.permissions_of(self.world.bot):
            raise Refused(LOCKED)

    def _delete(self, call: Call) -> None:
        message = self._message(call)
        _check_open(message.channel)
        del message.channel.messages[message.id]


def _needed(call: Call) -> list[str]:
    needs = {"embed_links": bool(call.json.get("embeds")), "attach_files": bool(call.files)}
    return [name for name, needed in needs.items() if needed]


def _same(channel: Channel, body: Body) -> Message | None:
    """The message that was made with the same nonce already, when the bot insists that there be one only."""
    if not body.get("enforce_nonce"):
        return None
    return next((one for one in channel.messages.values() if one.nonce == body["nonce"]), None)


def _check_open(channel: Channel) -> None:
    if channel.is_archived:
        raise Refused(ARCHIVED)
