"""What a person sees: messages, forms, and the results of their actions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from tests.discord_server.server import WAIT_SECONDS, DiscordServer
from tests.discord_server.users.interaction import CallbackType, Interaction
from tests.discord_server.world import Body, Message
from tests.rendered_message import BUTTON, RenderedMessage

ROW = discord.ComponentType.action_row.value
LINK = discord.ButtonStyle.link.value


@dataclass(frozen=True, slots=True)
class VisibleMessage(RenderedMessage):
    """A message as it looks now."""

    message: Message

    @property
    def is_ephemeral(self) -> bool:
        return self.message.ephemeral_for is not None

    @property
    def content(self) -> str:
        return self.message.body.get("content") or ""

    @property
    def card(self) -> discord.Embed:
        return discord.Embed.from_dict(self.message.body["embeds"][0])

    @property
    def controls(self) -> list[Body]:
        """Return every button and menu, in order."""
        return [component for component in _components(self.message.body.get("components")) if component["type"] != ROW]

    def button(self, label: str) -> Body:
        """Return the button with this label; it must be one that can be pressed."""
        found = [control for control in self.controls if control["type"] == BUTTON and control.get("label") == label]
        assert found, f"there is no button {label!r}, only {self.buttons}, on {self.message.body}"
        assert not found[0].get("disabled"), f"{label!r} is switched off"
        assert found[0]["style"] != LINK, f"{label!r} is a link: Discord reports no press of it"
        return found[0]

    def select_menu(self, labels: Sequence[str]) -> tuple[Body, list[str]]:
        """Return the menu that has these options, and their values."""
        for control in self.controls:
            values = {option["label"]: option["value"] for option in control.get("options", ())}
            if values.keys() >= set(labels):
                assert not control.get("disabled"), "the menu is switched off"
                return control, [values[label] for label in labels]
        raise AssertionError(f"no menu offers {labels}, only {[option['label'] for option in self.options]}")


def _components(body: Any) -> Iterator[Body]:
    for component in body or ():
        yield component
        yield from _components(component.get("components"))


@dataclass(frozen=True, slots=True)
class OpenModal:
    """A form that was opened."""

    interaction: Interaction

    @property
    def title(self) -> str:
        return str(self.interaction.body["title"])

    @property
    def labels(self) -> list[str]:
        """Return the labels of the form."""
        return [label for label, _ in self.fields()]

    def fields(self) -> Iterator[tuple[str, Body]]:
        """Yield each field with its label."""
        for part in self.interaction.body["components"]:
            yield part["label"], part["component"]


@dataclass(frozen=True, slots=True)
class Response:
    """The result of a person's action; it grows for as long as the bot goes on answering."""

    server: DiscordServer
    interaction: Interaction

    @property
    def message(self) -> VisibleMessage:
        """Return the answer itself: a new message, or the one whose button was pressed."""
        assert self.interaction.original, "there is no message yet"
        return VisibleMessage(self.interaction.original)

    @property
    def followups(self) -> list[VisibleMessage]:
        """Return the follow-up messages after the answer, in order."""
        return [VisibleMessage(message) for message in self.interaction.followups]

    @property
    def modal(self) -> OpenModal:
        assert self.interaction.callback_type is CallbackType.MODAL, "no form was opened"
        return OpenModal(self.interaction)

    @property
    def choices(self) -> list[Body]:
        """Return the suggestions for an option that is being typed."""
        assert self.interaction.callback_type is CallbackType.AUTOCOMPLETE_RESULT, "nothing was offered"
        return list(self.interaction.body.get("choices") or [])

    @property
    def acknowledged_after(self) -> float | None:
        """Return the seconds until the first answer, or None if there is none yet."""
        return self.interaction.acknowledged_after

    @property
    def is_deferred(self) -> bool:
        return self.interaction.callback_type in {
            CallbackType.DEFERRED_CHANNEL_MESSAGE,
            CallbackType.DEFERRED_UPDATE_MESSAGE,
        }

    @property
    def has_failed(self) -> bool:
        """Return whether the person reads "The application did not respond"."""
        clock = self.server.world.clock
        return (
            self.interaction.callback_type is None
            and clock.now() - self.interaction.created_at > clock.acknowledge_seconds
        )

    async def wait_until(self, condition: Callable[[Interaction], bool], seconds: float = WAIT_SECONDS) -> "Response":
        """Wait until something is true of the response."""
        await self.server.wait_until(lambda: condition(self.interaction), seconds)
        return self

    async def wait_until_acknowledged(self, seconds: float = WAIT_SECONDS) -> "Response":
        """Wait until the bot has given its first answer, which may be a deferral."""
        return await self.wait_until(lambda done: done.callback_type is not None, seconds)

    async def wait_until_visible(self, seconds: float = WAIT_SECONDS) -> "Response":
        """Wait until there is something to see, or a suggestion to choose."""
        return await self.wait_until(lambda done: done.is_visible, seconds)

    async def wait_for_followup(self, number: int = 1, seconds: float = WAIT_SECONDS) -> VisibleMessage:
        """Wait for the follow-up message with this number, counted from 1, and return it."""
        await self.wait_until(lambda done: len(done.followups) >= number, seconds)
        return self.followups[number - 1]
