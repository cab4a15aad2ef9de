"""People who ask a bot in one of its servers, and how long each waits for the first answer."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.discord_server import payloads
from tests.discord_server.commands import Typed
from tests.discord_server.interaction import Act, Interaction
from tests.discord_server.permissions import BOT
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import Body, Channel, Server

PAUSE = 0.002
"""Seconds between two questions, in which the bot puts the first one away."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody types into an option of a command, if it has one; `half` typed, it waits for suggestions."""

    command: str
    option: str
    text: str
    half: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A channel in which people ask; every question comes from somebody who never asked before."""

    discord: DiscordServer
    server: Server
    channel: Channel

    @classmethod
    def founded(cls, discord: DiscordServer, server: int) -> "Place":
        """A channel in a new server of that id, with the bot in it."""
        world = discord.world
        made = world.servers[server] = Server(server, "Film Club", may={world.bot.id: set(BOT)})
        return cls(discord, made, world.channel(made, "film-night"))

    def knows(self, command: str) -> bool:
        """Whether the bot has told Discord of a command."""
        told: Sequence[Body] = self.discord.world.commands
        for name in command.split():
            named = [one for one in told if one["name"] == name]
            told = [below for one in named for below in one.get("options", ())]
        return bool(named)

    async def one_by_one(self, questions: Iterable[Question]) -> list[float]:
        """The seconds that each waits, asked alone."""
        return await self.discord.do(self._one_by_one(questions))

    async def at_once(self, questions: Sequence[Question]) -> float:
        """The seconds until the last of them is answered, asked in one breath."""
        return await self.discord.do(self._at_once(questions))

    def forget(self) -> None:
        """Forget what was asked and answered, so that a long measurement weighs no more than a short one."""
        self.discord.records.requests.clear()
        self.channel.messages.clear()

    async def _one_by_one(self, questions: Iterable[Question]) -> list[float]:
        return [await self._waits(question) for question in questions]

    async def _waits(self, question: Question) -> float:
        asked = await self._ask(question)
        await self.discord.until(lambda: asked.answered is not None)
        await asyncio.sleep(PAUSE)
        return asked.answered_after or 0.0

    async def _at_once(self, questions: Sequence[Question]) -> float:
        asked = [await self._ask(question) for question in questions]
        await self.discord.until(lambda: all(one.answered is not None for one in asked))
        return max(one.born + (one.answered_after or 0.0) for one in asked) - asked[0].born

    async def _ask(self, question: Question) -> Interaction:
        world = self.discord.world
        person = world.person("somebody")
        world.join(person, self.server)
        focus = question.option if question.half else None
        options = {question.option: question.text} if question.option else {}
        typed = Typed(person, world.commands, question.command, options, focus)
        act = Act.TYPING if question.half else Act.COMMAND
        asked = Interaction(world.ids.new(), act, person, self.channel, typed.data(), world.clock.now())
        self.discord.answers.open(asked)
        told = payloads.interaction(asked, world)
        asked.born = world.clock.now()
        await self.discord.gateway.dispatch("INTERACTION_CREATE", told, self.server)
        return asked
