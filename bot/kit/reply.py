"""The one wrapper of every command, button and menu: acknowledged in time, errors to cards, one log line."""

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

import discord
from discord import app_commands

from bot.kit import look
from bot.kit.ask import Ask
from bot.kit.refusals import Refusal
from bot.kit.words import Readers, Words

log = logging.getLogger(__name__)
P = ParamSpec("P")
Interaction = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]

PATIENCE = 1.5
"""Seconds until an unanswered interaction is deferred; Discord gives up after 3."""

ALREADY_OVER = frozenset({10062, 40060})
"""Discord's codes for an interaction that ran out, or that was answered already: nobody is left to tell."""


@dataclass(frozen=True, slots=True)
class Replies:
    """Wraps what a feature does, so that it only has to say what to answer."""

    words: Words
    readers: Readers
    patience: float = PATIENCE

    def ask(self, interaction: Interaction) -> Ask:
        """The interaction as a feature sees it: with the words of the person and of the place."""
        person = self.readers.language(interaction.user.id, interaction.locale)
        place = (
            self.readers.language(interaction.guild_id, interaction.guild_locale) if interaction.guild_id else person
        )
        return Ask(interaction, self.words.in_(person), self.words.in_(place))

    def command(
        self, name: str
    ) -> Callable[
        [Callable[Concatenate[Ask, P], Awaitable[None]]],
        Callable[Concatenate[Interaction, P], Coroutine[Any, Any, None]],
    ]:
        """Make a slash command's callback out of a function that is given an `Ask`."""

        def wrap(
            act: Callable[Concatenate[Ask, P], Awaitable[None]],
        ) -> Callable[Concatenate[Interaction, P], Coroutine[Any, Any, None]]:
            @functools.wraps(act)
            async def callback(interaction: Interaction, /, *args: P.args, **kwargs: P.kwargs) -> None:
                await self.run(name, interaction, lambda ask: act(ask, *args, **kwargs))

            return callback

        return wrap

    async def run(self, name: str, interaction: Interaction, act: Callable[[Ask], Awaitable[None]]) -> None:
        """Do `act`; whatever happens, the person gets an answer in time and the log one line."""
        started, ask = time.perf_counter(), self.ask(interaction)
        outcome = await self._outcome(ask, act)
        milliseconds = (time.perf_counter() - started) * 1000
        log.info("%s %s %.0f ms, server %s", name, outcome, milliseconds, interaction.guild_id)

    async def _outcome(self, ask: Ask, act: Callable[[Ask], Awaitable[None]]) -> str:
        try:
            await self._in_time(ask, act)
        except Refusal as refusal:
            await ask.refuse(refusal.key, refusal.values)
            return f"refused ({refusal.key})"
        except discord.HTTPException as error:
            return await self._failed(ask, error) if error.code not in ALREADY_OVER else "too late"
        except Exception as error:  # noqa: BLE001  # the one place where nothing may pass: a person waits for an answer
            return await self._failed(ask, error)
        return "answered"

    async def _in_time(self, ask: Ask, act: Callable[[Ask], Awaitable[None]]) -> None:
        work = asyncio.ensure_future(act(ask))
        try:
            await asyncio.wait({work}, timeout=self.patience)
            if not work.done():
                await ask.think()
            await work
        finally:
            work.cancel()

    async def _failed(self, ask: Ask, error: Exception) -> str:
        log.error("a command failed", exc_info=error)
        try:
            await ask.refuse("kit.failed", {})
        except discord.HTTPException as lost:
            log.warning("the person could not be told: %s", lost)
        return "failed"

    async def suggest(self, work: Awaitable[Choices]) -> Choices:
        """What autocomplete offers; nothing when it takes too long or fails, for Discord waits for no second answer."""
        try:
            async with asyncio.timeout(self.patience):
                return (await work)[: look.AUTOCOMPLETE]
        except Exception as error:  # noqa: BLE001  # whatever went wrong, the person is still typing
            log.warning("no suggestions: %r", error)
            return []
