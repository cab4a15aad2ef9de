"""The routes by which a bot answers an interaction: one callback, then any number of messages."""

from tests.discord_server.gateway import payloads
from tests.discord_server.rest.api_errors import (
    ALREADY_ACKNOWLEDGED,
    INVALID_FORM_BODY,
    INVALID_WEBHOOK_TOKEN,
    TOO_MANY_FOLLOWUPS,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    ApiError,
)
from tests.discord_server.rest.message_store import create_message, edit_message
from tests.discord_server.rest.routing import ApiRequest, RouteTable
from tests.discord_server.users.interaction import TOKEN_SECONDS, CallbackType, Interaction, InteractionType
from tests.discord_server.world import EPHEMERAL_FLAG, Body, Message, User, World

MAX_USER_INSTALL_FOLLOWUPS = 5
"""The limit of follow-ups for a bot that only the person has installed, not the server."""

ALLOWED_CALLBACKS = {
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
NEEDS_MESSAGE = {CallbackType.DEFERRED_UPDATE_MESSAGE, CallbackType.UPDATE_MESSAGE}


class InteractionRoutes:
    """Stores every interaction and what became of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._by_token: dict[str, Interaction] = {}

    def routes(self) -> RouteTable:
        """Return the routes about interactions."""
        return {
            "POST /interactions/{id}/{token}/callback": self._callback,
            "POST /webhooks/{bot}/{token}": self._follow_up,
            "GET /webhooks/{bot}/{token}/messages/{message}": self._get,
            "PATCH /webhooks/{bot}/{token}/messages/{message}": self._edit,
            "DELETE /webhooks/{bot}/{token}/messages/{message}": self._delete,
        }

    def register(self, interaction: Interaction) -> None:
        """Allow the bot to answer an interaction from now on."""
        self._by_token[interaction.token] = interaction

    def answer(self, interaction: Interaction, body: Body) -> None:
        """Process an answer that the bot gave as its HTTP response to the interaction."""
        parts = {"id": str(interaction.id), "token": interaction.token}
        self._callback(ApiRequest("POST", "", body, path_parameters=parts))

    def _age(self, interaction: Interaction) -> float:
        return self.world.clock.now() - interaction.created_at

    # The first answer (the callback).

    def _callback(self, request: ApiRequest) -> Body | None:
        interaction = self._by_token.get(request.path_parameters["token"])
        if interaction is None or interaction.id != request.path_id("id"):
            raise ApiError(UNKNOWN_INTERACTION)
        if interaction.callback_type is not None:
            raise ApiError(ALREADY_ACKNOWLEDGED)
        if self._age(interaction) > self.world.clock.acknowledge_seconds:
            raise ApiError(UNKNOWN_INTERACTION)
        answered, data = self._callback_type(interaction, request), request.json.get("data") or {}
        interaction.callback_type, interaction.acknowledged_after, interaction.body = (
            answered,
            self._age(interaction),
            data,
        )
        self._apply(interaction, request, data)
        return self._callback_response(interaction) if request.query.get("with_response") else None

    def _callback_type(self, interaction: Interaction, request: ApiRequest) -> CallbackType:
        kind = request.json.get("type")
        allowed = ALLOWED_CALLBACKS[interaction.type] - (set() if interaction.message else NEEDS_MESSAGE)
        if kind not in {callback.value for callback in allowed}:
            raise ApiError(INVALID_FORM_BODY)
        return CallbackType(kind)

    def _apply(self, interaction: Interaction, request: ApiRequest, data: Body) -> None:
        match interaction.callback_type:
            case CallbackType.CHANNEL_MESSAGE:
                interaction.original = self._post(interaction, request, data)
            case CallbackType.DEFERRED_CHANNEL_MESSAGE:
                interaction.original = self._post(interaction, request, data)
                interaction.original.is_loading = True
            case CallbackType.DEFERRED_UPDATE_MESSAGE:
                interaction.original = interaction.message
            case CallbackType.UPDATE_MESSAGE:
                interaction.original = self._existing_message(interaction.message)
                edit_message(self.world, interaction.original, data, request.files)
        interaction.is_visible = interaction.callback_type not in {
            CallbackType.DEFERRED_CHANNEL_MESSAGE,
            CallbackType.DEFERRED_UPDATE_MESSAGE,
        }

    def _existing_message(self, message: Message | None) -> Message:
        """Return the message; raise ApiError if it was deleted."""
        if message is None or message.id not in message.channel.messages:
            raise ApiError(UNKNOWN_MESSAGE)
        return message

    def _callback_response(self, interaction: Interaction) -> Body:
        assert interaction.callback_type
        response: Body = {"interaction": {"id": str(interaction.id), "type": interaction.type.value}}
        if interaction.original:
            response["interaction"] |= {
                "response_message_id": str(interaction.original.id),
                "response_message_loading": interaction.original.is_loading,
                "response_message_ephemeral": interaction.original.ephemeral_for is not None,
            }
            shown = payloads.message(interaction.original, self.world.bot)
            response["resource"] = {"type": interaction.callback_type.value, "message": shown}
        return response

    # After the first answer: follow-ups, and reading, editing and deleting messages.

    def _find_interaction(self, request: ApiRequest) -> Interaction:
        interaction = self._by_token.get(request.path_parameters["token"])
        if interaction is None or interaction.callback_type is None or request.path_id("bot") != self.world.bot.id:
            raise ApiError(UNKNOWN_WEBHOOK)
        if self._age(interaction) > TOKEN_SECONDS:
            raise ApiError(INVALID_WEBHOOK_TOKEN)
        return interaction

    def _follow_up(self, request: ApiRequest) -> Body:
        interaction = self._find_interaction(request)
        if interaction.original and interaction.original.is_loading:
            return self._edit_message(
                interaction, interaction.original, request
            )  # the "thinking" message becomes the first follow-up
        if not interaction.channel.has_bot and len(interaction.followups) >= MAX_USER_INSTALL_FOLLOWUPS:
            raise ApiError(TOO_MANY_FOLLOWUPS)
        message = self._post(interaction, request, request.json)
        interaction.followups.append(message)
        interaction.is_visible = True
        return payloads.message(message, self.world.bot)

    def _get(self, request: ApiRequest) -> Body:
        return payloads.message(self._find_message(self._find_interaction(request), request), self.world.bot)

    def _edit(self, request: ApiRequest) -> Body:
        interaction = self._find_interaction(request)
        return self._edit_message(interaction, self._find_message(interaction, request), request)

    def _edit_message(self, interaction: Interaction, message: Message, request: ApiRequest) -> Body:
        edit_message(self.world, message, request.json, request.files)
        interaction.is_visible = True
        return payloads.message(message, self.world.bot)

    def _delete(self, request: ApiRequest) -> None:
        message = self._find_message(self._find_interaction(request), request)
        del message.channel.messages[message.id]

    def _find_message(self, interaction: Interaction, request: ApiRequest) -> Message:
        named = request.path_parameters["message"]
        mine = [*interaction.followups, *([interaction.original] if interaction.original else [])]
        found = (
            interaction.original
            if named == "@original"
            else next((message for message in mine if str(message.id) == named), None)
        )
        return self._existing_message(found)

    def _post(self, interaction: Interaction, request: ApiRequest, body: Body) -> Message:
        private = (
            interaction.user
            if int(body.get("flags") or 0) & EPHEMERAL_FLAG or self._forced_ephemeral_for(interaction)
            else None
        )
        return create_message(
            self.world,
            interaction.channel,
            body,
            request.files,
            ephemeral_for=private,
            interaction_metadata=payloads.interaction_metadata(interaction),
        )

    @staticmethod
    def _forced_ephemeral_for(interaction: Interaction) -> User | None:
        """Return the person if only they may see the answer, or None if it may be public.

        The answer is private in a server where the bot is not a member and the person may not use external apps.
        """
        outside = interaction.channel.guild is not None and not interaction.channel.has_bot
        return (
            interaction.user
            if outside and "use_external_apps" not in interaction.channel.permissions_of(interaction.user)
            else None
        )
