"""People who type commands, press buttons, choose from menus and fill in forms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.discord_server.gateway import payloads
from tests.discord_server.server import DiscordServer
from tests.discord_server.users.command_input import Typed, offered
from tests.discord_server.users.interaction import Interaction, InteractionType
from tests.discord_server.users.responses import Answer, Form, Seen
from tests.discord_server.world import Body, Channel, Message, User
from tests.rendered_message import BUTTON

TEXT_INPUT, LABEL = 4, 18


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody in a place. What they do returns when there is something to see, unless they are in a hurry."""

    server: DiscordServer
    person: User
    channel: Channel
    waits: bool = True

    @property
    def hurried(self) -> "Guest":
        """The same person, who does not wait for what comes of it."""
        return replace(self, waits=False)

    def over_in(self, channel: Channel) -> "Guest":
        """The same person in another place."""
        return replace(self, channel=channel)

    async def asks(self, command: str, **options: object) -> Answer:
        """Type a slash command: asks("film show", title="Hope")."""
        return await self._does(
            InteractionType.APPLICATION_COMMAND,
            self._typed(Typed(self.person, self.server.world.commands, command, options)),
        )

    async def types(self, command: str, option: str, text: str, **others: object) -> list[Body]:
        """Type into an option, after the `others`; gives what is offered."""
        typed = Typed(self.person, self.server.world.commands, command, {**others, option: text}, option)
        answer = await self._does(InteractionType.AUTOCOMPLETE, self._typed(typed))
        return (await answer.acknowledged()).choices

    async def presses(self, seen: Seen, label: str) -> Answer:
        """Press a button."""
        data = {"component_type": BUTTON, "custom_id": seen.button(label)["custom_id"]}
        return await self._does(InteractionType.MESSAGE_COMPONENT, data, self._visible(seen))

    async def chooses(self, seen: Seen, *labels: str) -> Answer:
        """Choose from a menu."""
        menu, values = seen.menu(labels)
        data = {"component_type": menu["type"], "custom_id": menu["custom_id"], "values": values}
        return await self._does(InteractionType.MESSAGE_COMPONENT, data, self._visible(seen))

    async def submits(self, form: Form, typed: Mapping[str, str]) -> Answer:
        """Fill in a form, by its labels, and send it; what is not filled in stays empty."""
        assert typed.keys() <= set(form.labels), f"the form asks for {form.labels}, not {sorted(typed)}"
        filled = [_filled(part, typed) for part in form.origin.body["components"]]
        data = {"custom_id": form.origin.body["custom_id"], "components": filled}
        return await self._does(InteractionType.MODAL_SUBMIT, data, form.origin.message)

    def reads(self) -> list[Seen]:
        """Everything that this person sees here, the oldest first."""
        shown = list(self.channel.messages.values())
        return [Seen(one) for one in shown if not one.is_loading and one.ephemeral_for in {None, self.person}]

    def _typed(self, typed: Typed) -> Body:
        assert offered(typed.command(), self.person, self.channel), f"{self.person.name} is not offered /{typed.line}"
        return typed.data()

    def _visible(self, seen: Seen) -> Message:
        assert seen.message in [other.message for other in self.reads()], f"{self.person.name} does not see that here"
        return seen.message

    async def _does(self, act: InteractionType, data: Body, message: Message | None = None) -> Answer:
        answer = Answer(self.server, await self.server.run(self._tell(act, data, message)))
        return await answer.arrived() if self.waits else answer

    async def _tell(self, act: InteractionType, data: Body, message: Message | None) -> Interaction:
        world = self.server.world
        done = Interaction(world.ids.new(), act, self.person, self.channel, data, world.clock.now(), message)
        self.server.interaction_routes.register(done)
        await self.server.gateway.dispatch("INTERACTION_CREATE", payloads.interaction(done, world), self.channel.guild)
        return done


def _filled(part: Body, typed: Mapping[str, str]) -> Body:
    assert part["type"] == LABEL, f"nobody here can fill in a part of type {part['type']}"
    field = _field(part["component"], typed.get(part["label"], ""))
    return {"type": LABEL, "id": part.get("id", 1), "component": field}


def _field(field: Body, text: str) -> dict[str, Any]:
    told = {"type": field["type"], "id": field.get("id", 1), "custom_id": field["custom_id"]}
    return told | ({"value": text} if field["type"] == TEXT_INPUT else {"values": _picked(field, text)})


def _picked(field: Body, text: str) -> list[str]:
    values = {option["label"]: option["value"] for option in field["options"]}
    return [values[text]] if text else []
