"""Simulates people who ask a bot something in one of its servers, and measures how long each waits for an answer."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.discord_server.permissions import BOT_PERMISSIONS
from tests.discord_server.server import DiscordServer
from tests.discord_server.users.command_input import CommandInput
from tests.discord_server.users.interaction import Interaction, InteractionType
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.discord_server.world import Body, Channel, Guild, Message
from tests.rendered_message import BUTTON, STRING_SELECT

PAUSE_SECONDS = 0.002
"""Seconds between two questions, so that the bot can finish with the first."""
CROWD_TIMEOUT = 30.0
"""Seconds within which a whole crowd must be answered."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press of the button `custom_id`. With a `value`, it is a choice from the menu `custom_id`."""

    message: Message
    custom_id: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A command that someone sends. With `is_half_typed`, suggestions for its option are asked for instead.

    If the question is asked alone, `first` is pressed before it, and that press is not measured.
    """

    command: str
    option: str
    text: str
    is_half_typed: bool
    first: Press | None = None


Action = Question | Press


@dataclass(frozen=True, slots=True)
class Place:
    """A channel in which every question comes from someone new."""

    discord: DiscordServer
    server: Guild
    channel: Channel

    @classmethod
    def create(cls, discord: DiscordServer, server: int) -> "Place":
        """Create a server with the given id and the bot in it, and return its channel."""
        world = discord.world
        guild = world.guilds[server] = Guild(
            server, "Film Club", member_permissions={world.bot.id: set(BOT_PERMISSIONS)}
        )
        return cls(discord, guild, world.create_channel(guild, "film-night"))

    def has_command(self, command: str) -> bool:
        """Return whether the bot has registered a command with Discord."""
        known: Sequence[Body] = self.discord.world.commands
        for name in command.split():
            named = [command for command in known if command["name"] == name]
            known = [below for named_command in named for below in named_command.get("options", ())]
        return bool(named)

    def new_user(self) -> SimulatedUser:
        """Return a new member of the server, who has asked nothing yet."""
        person = self.discord.world.create_user("somebody")
        self.discord.world.add_member(person, self.server)
        return SimulatedUser(self.discord, person, self.channel)

    async def ask_one_by_one(self, questions: Iterable[Action]) -> list[float]:
        """Ask the questions one by one, and return the seconds that each waits for its answer."""
        return await self.discord.run(self._ask_one_by_one(questions))

    async def ask_at_once(self, questions: Sequence[Action]) -> float:
        """Ask all questions at once, and return the seconds until the last one is answered."""
        interactions = await self.discord.run(self._ask_at_once(questions))
        return (
            max(interaction.created_at + (interaction.acknowledged_after or 0.0) for interaction in interactions)
            - interactions[0].created_at
        )

    async def longest_wait(self, questions: Sequence[Action]) -> float:
        """Ask all questions at once, and return the longest wait for an answer, in seconds."""
        return max(
            interaction.acknowledged_after or CROWD_TIMEOUT
            for interaction in await self.discord.run(self._ask_at_once(questions))
        )

    def clear_log(self) -> None:
        """Clear the requests and answers, so that a long measurement uses no more memory than a short one."""
        self.discord.log.requests.clear()
        for answer in [message for message in self.channel.messages.values() if message.interaction_metadata]:
            del self.channel.messages[answer.id]

    async def _ask_one_by_one(self, questions: Iterable[Action]) -> list[float]:
        return [await self._wait_seconds(question) for question in questions]

    async def _wait_seconds(self, question: Action) -> float:
        if isinstance(question, Question) and question.first:
            await self._wait_seconds(question.first)
        interaction = await self._ask(question)
        await self.discord.wait_until(lambda: interaction.callback_type is not None)
        await asyncio.sleep(PAUSE_SECONDS)
        return interaction.acknowledged_after or 0.0

    async def _ask_at_once(self, questions: Sequence[Action]) -> list[Interaction]:
        interactions = [await self._ask(question) for question in questions]
        await self.discord.wait_until(
            lambda: all(interaction.callback_type is not None for interaction in interactions), CROWD_TIMEOUT
        )
        return interactions

    async def _ask(self, question: Action) -> Interaction:
        interaction = (
            self._press_interaction(question) if isinstance(question, Press) else self._command_interaction(question)
        )
        interaction.created_at = self.discord.world.clock.now()
        await self.discord.deliver(interaction)
        return interaction

    def _command_interaction(self, question: Question) -> Interaction:
        person, commands = self.new_user().user, self.discord.world.commands
        focus = question.option if question.is_half_typed else None
        options = {question.option: question.text} if question.option else {}
        typed = CommandInput(person, commands, question.command, options, focus)
        return Interaction(
            self._new_id(),
            InteractionType.AUTOCOMPLETE if question.is_half_typed else InteractionType.APPLICATION_COMMAND,
            person,
            self.channel,
            typed.data(),
            0,
        )

    def _press_interaction(self, press: Press) -> Interaction:
        data: Body = {"component_type": BUTTON, "custom_id": press.custom_id}
        if press.value:
            data |= {"component_type": STRING_SELECT, "values": [press.value]}
        return Interaction(
            self._new_id(),
            InteractionType.MESSAGE_COMPONENT,
            self.new_user().user,
            self.channel,
            data,
            0,
            press.message,
        )

    def _new_id(self) -> int:
        return self.discord.world.ids.new()
