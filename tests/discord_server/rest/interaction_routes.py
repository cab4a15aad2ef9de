"""The routes by which a bot answers an interaction: its one callback, then as many messages as it likes."""

from tests.discord_server.gateway import payloads
from tests.discord_server.rest.api_errors import (
    ALREADY_ANSWERED,
    INVALID_BODY,
    TOKEN_EXPIRED,
    TOO_MANY_FOLLOWUPS,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Refused,
)
from tests.discord_server.rest.message_store import change, post
from tests.discord_server.rest.routing import Call, Table
from tests.discord_server.users.interaction import TOKEN_SECONDS, CallbackType, Interaction, InteractionType
from tests.discord_server.world import EPHEMERAL_FLAG, Body, Message, User, World

MOST_FOLLOWUPS = 5
"""Of a bot that is there for one person only, not for the server."""

ALLOWED = {
    InteractionType.APPLICATION_COMMAND: {
        CallbackType.CHANNEL_MESSAGE,
        CallbackType.DEFERRED_CHANNEL_MESSAGE,
        CallbackType.MODAL,
    },
    InteractionType.MESSAGE_COMPONENT: {
        CallbackType.CHANNEL_MESSAGE,
        CallbackType.DEFERRED_CHANNEL_MESSAGE,
        CallbackType.DEFERRED_UPDATE_MESSAGE,
        CallbackType.UPDATE_MESSAGE,
        CallbackType.MODAL,
    },
    InteractionType.AUTOCOMPLETE: {CallbackType.AUTOCOMPLETE_RESULT},
    InteractionType.MODAL_SUBMIT: {
        CallbackType.CHANNEL_MESSAGE,
        CallbackType.DEFERRED_CHANNEL_MESSAGE,
        CallbackType.DEFERRED_UPDATE_MESSAGE,
        CallbackType.UPDATE_MESSAGE,
    },
}
OF_A_MESSAGE = {CallbackType.DEFERRED_UPDATE_MESSAGE, CallbackType.UPDATE_MESSAGE}


class Answers:
    """Holds every interaction and what became of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._open: dict[str, Interaction] = {}

    def routes(self) -> Table:
        """What a bot can ask of an interaction."""
        return {
            "POST /interactions/{id}/{token}/callback": self._callback,
            "POST /webhooks/{bot}/{token}": self._follow_up,
            "GET /webhooks/{bot}/{token}/messages/{message}": self._get,
            "PATCH /webhooks/{bot}/{token}/messages/{message}": self._edit,
            "DELETE /webhooks/{bot}/{token}/messages/{message}": self._delete,
        }

    def open(self, interaction: Interaction) -> None:
        """From now on the bot may answer."""
        self._open[interaction.token] = interaction

    def _age(self, interaction: Interaction) -> float:
        return self.world.clock.now() - interaction.created_at

    # The first answer.

    def _callback(self, call: Call) -> Body:
        done = self._open.get(call.parts["token"])
        if done is None or done.id != call.number("id"):
            raise Refused(UNKNOWN_INTERACTION)
        if done.callback_type is not None:
            raise Refused(ALREADY_ANSWERED)
        if self._age(done) > self.world.clock.acknowledge_seconds:
            raise Refused(UNKNOWN_INTERACTION)
        answered, data = self._kind(done, call), call.json.get("data") or {}
        done.callback_type, done.acknowledged_after, done.body = answered, self._age(done), data
        self._apply(done, call, data)
        return self._told(done)

    def _kind(self, done: Interaction, call: Call) -> CallbackType:
        kind = call.json.get("type")
        allowed = ALLOWED[done.type] - (set() if done.message else OF_A_MESSAGE)
        if kind not in {one.value for one in allowed}:
            raise Refused(INVALID_BODY)
        return CallbackType(kind)

    def _apply(self, done: Interaction, call: Call, data: Body) -> None:
        match done.callback_type:
            case CallbackType.CHANNEL_MESSAGE:
                done.original = self._post(done, call, data)
            case CallbackType.DEFERRED_CHANNEL_MESSAGE:
                done.original = self._post(done, call, data)
                done.original.is_loading = True
            case CallbackType.DEFERRED_UPDATE_MESSAGE:
                done.original = done.message
            case CallbackType.UPDATE_MESSAGE:
                done.original = self._there(done.message)
                change(self.world, done.original, data, call.files)
        done.is_visible = done.callback_type not in {
            CallbackType.DEFERRED_CHANNEL_MESSAGE,
            CallbackType.DEFERRED_UPDATE_MESSAGE,
        }

    def _there(self, message: Message | None) -> Message:
        """The message, if nobody deleted it."""
        if message is None or message.id not in message.channel.messages:
            raise Refused(UNKNOWN_MESSAGE)
        return message

    def _told(self, done: Interaction) -> Body:
        assert done.callback_type
        told: Body = {"interaction": {"id": str(done.id), "type": done.type.value}}
        if done.original:
            told["interaction"] |= {
                "response_message_id": str(done.original.id),
                "response_message_loading": done.original.is_loading,
                "response_message_ephemeral": done.original.ephemeral_for is not None,
            }
            shown = payloads.message(done.original, self.world.bot)
            told["resource"] = {"type": done.callback_type.value, "message": shown}
        return told

    # What comes after it.

    def _known(self, call: Call) -> Interaction:
        done = self._open.get(call.parts["token"])
        if done is None or done.callback_type is None or call.number("bot") != self.world.bot.id:
            raise Refused(UNKNOWN_WEBHOOK)
        if self._age(done) > TOKEN_SECONDS:
            raise Refused(TOKEN_EXPIRED)
        return done

    def _follow_up(self, call: Call) -> Body:
        done = self._known(call)
        if done.original and done.original.is_loading:
            return self._changed(done, done.original, call)  # the thinking turns into the first message that follows
        if not done.channel.has_bot and len(done.followups) >= MOST_FOLLOWUPS:
            raise Refused(TOO_MANY_FOLLOWUPS)
        message = self._post(done, call, call.json)
        done.followups.append(message)
        done.is_visible = True
        return payloads.message(message, self.world.bot)

    def _get(self, call: Call) -> Body:
        return payloads.message(self._message(self._known(call), call), self.world.bot)

    def _edit(self, call: Call) -> Body:
        done = self._known(call)
        return self._changed(done, self._message(done, call), call)

    def _changed(self, done: Interaction, message: Message, call: Call) -> Body:
        change(self.world, message, call.json, call.files)
        done.is_visible = True
        return payloads.message(message, self.world.bot)

    def _delete(self, call: Call) -> None:
        message = self._message(self._known(call), call)
        del message.channel.messages[message.id]

    def _message(self, done: Interaction, call: Call) -> Message:
        named = call.parts["message"]
        mine = [*done.followups, *([done.original] if done.original else [])]
        found = done.original if named == "@original" else next((one for one in mine if str(one.id) == named), None)
        return self._there(found)

    def _post(self, done: Interaction, call: Call, body: Body) -> Message:
        private = done.user if int(body.get("flags") or 0) & EPHEMERAL_FLAG or self._hushed(done) else None
        return post(
            self.world, done.channel, body, call.files, private_to=private, cause=payloads.interaction_metadata(done)
        )

    @staticmethod
    def _hushed(done: Interaction) -> User | None:
        """Whose own bot may not speak in public here: it is not in the server, and the person may not bring it."""
        outside = done.channel.guild is not None and not done.channel.has_bot
        return done.user if outside and "use_external_apps" not in done.channel.permissions_of(done.user) else None
