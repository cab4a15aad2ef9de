"""People who type commands, press buttons, choose from menus and fill in forms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.discord_server.server import DiscordServer
from tests.discord_server.users.command_input import CommandInput, is_offered
from tests.discord_server.users.interaction import Interaction, InteractionType
from tests.discord_server.users.responses import OpenModal, Response, VisibleMessage
from tests.discord_server.world import Body, Channel, Message, User
from tests.rendered_message import BUTTON

TEXT_INPUT, LABEL = 4, 18


@dataclass(frozen=True, slots=True)
class SimulatedUser:
    """Someone in a channel; each action waits until there is something to see, if `waits_for_response`."""

    server: DiscordServer
    user: User
    channel: Channel
    waits_for_response: bool = True

    @property
    def without_waiting(self) -> "SimulatedUser":
        """Return the same person, whose actions return at once."""
        return replace(self, waits_for_response=False)

    def in_channel(self, channel: Channel) -> "SimulatedUser":
        """Return the same person in another channel."""
        return replace(self, channel=channel)

    async def slash(self, command: str, **options: object) -> Response:
        """Type a slash command: slash("film show", title="Hope")."""
        return await self._interact(
            InteractionType.APPLICATION_COMMAND,
            self._command_data(CommandInput(self.user, self.server.world.commands, command, options)),
        )

    async def autocomplete(self, command: str, option: str, text: str, **others: object) -> list[Body]:
        """Type into an option after filling in the `others`, and return the suggestions."""
        typed = CommandInput(self.user, self.server.world.commands, command, {**others, option: text}, option)
        answer = await self._interact(InteractionType.AUTOCOMPLETE, self._command_data(typed))
        return (await answer.wait_until_acknowledged()).choices

    async def click(self, shown_message: VisibleMessage, label: str) -> Response:
        """Press a button."""
        data = {"component_type": BUTTON, "custom_id": shown_message.button(label)["custom_id"]}
        return await self._interact(InteractionType.MESSAGE_COMPONENT, data, self._visible_message(shown_message))

    async def select(self, shown_message: VisibleMessage, *labels: str) -> Response:
        """Choose from a menu."""
        menu, values = shown_message.select_menu(labels)
        data = {"component_type": menu["type"], "custom_id": menu["custom_id"], "values": values}
        return await self._interact(InteractionType.MESSAGE_COMPONENT, data, self._visible_message(shown_message))

    async def submit_modal(self, form: OpenModal, typed: Mapping[str, str]) -> Response:
        """Fill in a form by its labels and send it; all other fields are sent empty."""
        assert typed.keys() <= set(form.labels), f"the form asks for {form.labels}, not {sorted(typed)}"
        filled = [_fill_label(part, typed) for part in form.interaction.body["components"]]
        data = {"custom_id": form.interaction.body["custom_id"], "components": filled}
        return await self._interact(InteractionType.MODAL_SUBMIT, data, form.interaction.message)

    def visible_messages(self) -> list[VisibleMessage]:
        """Return the messages that this person sees in the channel, oldest first."""
        messages = list(self.channel.messages.values())
        return [
            VisibleMessage(message)
            for message in messages
            if not message.is_loading and message.ephemeral_for in {None, self.user}
        ]

    def _command_data(self, typed: CommandInput) -> Body:
        assert is_offered(typed.command(), self.user, self.channel), (
            f"{self.user.name} is not offered /{typed.command_line}"
        )
        return typed.data()

    def _visible_message(self, shown_message: VisibleMessage) -> Message:
        assert shown_message.message in [other.message for other in self.visible_messages()], (
            f"{self.user.name} does not see that here"
        )
        return shown_message.message

    async def _interact(self, act: InteractionType, data: Body, message: Message | None = None) -> Response:
        answer = Response(self.server, await self.server.run(self._dispatch(act, data, message)))
        return await answer.wait_until_visible() if self.waits_for_response else answer

    async def _dispatch(self, act: InteractionType, data: Body, message: Message | None) -> Interaction:
        world = self.server.world
        done = Interaction(world.ids.new(), act, self.user, self.channel, data, world.clock.now(), message)
        await self.server.deliver(done)
        return done


def _fill_label(part: Body, typed: Mapping[str, str]) -> Body:
    assert part["type"] == LABEL, f"a simulated user cannot fill in a part of type {part['type']}"
    field = _fill_field(part["component"], typed.get(part["label"], ""))
    return {"type": LABEL, "id": part.get("id", 1), "component": field}


def _fill_field(field: Body, text: str) -> dict[str, Any]:
    answer = {"type": field["type"], "id": field.get("id", 1), "custom_id": field["custom_id"]}
    return answer | ({"value": text} if field["type"] == TEXT_INPUT else {"values": _selected_values(field, text)})


def _selected_values(field: Body, text: str) -> list[str]:
    values = {option["label"]: option["value"] for option in field["options"]}
    return [values[text]] if text else []
