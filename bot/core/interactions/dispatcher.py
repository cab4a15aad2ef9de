"""The one wrapper of every command, button and menu: acknowledged in time, errors to cards, one log line."""

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeAlias

import discord
from discord import app_commands

from bot.core.errors import Refusal
from bot.core.interactions.context import Context
from bot.core.interactions.rate_limit import Pace
from bot.core.text import theme
from bot.core.text.translations import Readers, Words

log = logging.getLogger(__name__)
P = ParamSpec("P")
Interaction: TypeAlias = discord.Interaction[Any]
Choices: TypeAlias = list[app_commands.Choice[str]]
Act: TypeAlias = Callable[[Context], Awaitable[None]]
Offer: TypeAlias = Callable[[Context, str], Awaitable[Choices]]
"""Gives the choices for what is typed so far."""

PATIENCE = 1.5
"""Seconds until an unanswered interaction is deferred; Discord gives up after 3."""

GONE = frozenset({10062, 10008, 10015, 50027})
"""Discord's codes for an interaction that ran out, or whose message was dismissed: nobody is left to tell."""
REMEMBERED = 60.0
"""Seconds for which an interaction is known when it comes again; what is older is too old to be answered anyway."""
LONGEST_TYPED = 100
"""Characters of a half-typed text that suggestions look at; Discord limits a text only when it is sent."""
MOST_SUGGESTED = 60
"""Suggestions for one person within ten seconds: one for each key of a fast typist."""


@dataclass(frozen=True, slots=True)
class Replies:
    """Wraps what a feature does, so that it only has to say what to answer."""

    words: Words
    readers: Readers
    patience: float = PATIENCE
    pace: Pace = field(default_factory=lambda: Pace(time.monotonic))
    typing_pace: Pace = field(default_factory=lambda: Pace(time.monotonic, MOST_SUGGESTED))
    in_hand: set["asyncio.Task[Any]"] = field(default_factory=set)
    seen: dict[int, float] = field(default_factory=dict)

    def ask(self, interaction: Interaction) -> Context:
        """The interaction as a feature sees it: with the words of the person and of the place."""
        person = self.readers.language(interaction.user.id, interaction.locale)
        server = interaction.guild_id
        place = self.readers.language(server, interaction.guild_locale) if server else person
        return Context(interaction, self.words.in_(person), self.words.in_(place))

    def command(
        self, name: str
    ) -> Callable[
        [Callable[Concatenate[Context, P], Awaitable[None]]],
        Callable[Concatenate[Interaction, P], Coroutine[Any, Any, None]],
    ]:
        """Make a slash command's callback out of a function that is given an `Ask`."""

        def wrap(
            act: Callable[Concatenate[Context, P], Awaitable[None]],
        ) -> Callable[Concatenate[Interaction, P], Coroutine[Any, Any, None]]:
            @functools.wraps(act)
            async def callback(interaction: Interaction, /, *args: P.args, **kwargs: P.kwargs) -> None:
                await self.run(name, interaction, lambda context: act(context, *args, **kwargs))

            return callback

        return wrap

    async def run(self, name: str, interaction: Interaction, act: Act) -> None:
        """Do `act`; whatever happens, the person gets an answer in time and the log one line."""
        if self._came_before(interaction.id):
            return
        started, task = time.perf_counter(), asyncio.current_task()
        if task:
            self.in_hand.add(task)
            task.add_done_callback(self.in_hand.discard)
        outcome = await self._outcome(self.ask(interaction), act)
        _log(name, outcome, time.perf_counter() - started, interaction)

    def drop(self, name: str, interaction: Interaction, seconds: float) -> None:
        """Log an interaction so old that Discord takes no answer: nothing is done, for nobody could be told of it."""
        _log(name, "dropped as too old", seconds, interaction)

    def _came_before(self, interaction: int) -> bool:
        """Whether Discord has sent this very interaction already, as it may when a session is resumed."""
        now = time.monotonic()
        while self.seen and self.seen[oldest := next(iter(self.seen))] < now - REMEMBERED:
            del self.seen[oldest]
        if interaction in self.seen:
            return True
        self.seen[interaction] = now
        return False

    async def _outcome(self, context: Context, act: Act) -> str:
        try:
            await self._in_time(context, _slow_down if self.pace.is_too_fast(context.user_id) else act)
        except Refusal as refusal:
            return await self._refused(context, refusal)
        except discord.HTTPException as error:
            return await self._failed(context, error) if error.code not in GONE else "came too late"
        except Exception as error:  # noqa: BLE001  # the one place where nothing may pass: a person waits for an answer
            return await self._failed(context, error)
        return "answered"

    async def _in_time(self, context: Context, act: Act) -> None:
        work = asyncio.ensure_future(act(context))
        try:
            await asyncio.wait({work}, timeout=self.patience)
            if not work.done():
                await context.defer()
            await work
            if not context.answered:
                raise RuntimeError("this answered nothing")
        finally:
            if not work.done():
                work.cancel()
                await asyncio.wait({work})
            _ = work.cancelled() or work.exception()  # looked at, so that asyncio does not complain that nobody did

    async def _refused(self, context: Context, refusal: Refusal) -> str:
        await self._last_word(context, refusal)
        return f"refused ({refusal.key})"

    async def _failed(self, context: Context, error: Exception) -> str:
        log.error("this failed:", exc_info=error)
        await self._last_word(context, Refusal("kit.failed"))
        return "failed"

    async def _last_word(self, context: Context, refusal: Refusal) -> None:
        try:
            await context.reply_error(refusal.key, refusal.values)
        except Exception as lost:  # noqa: BLE001  # what cannot be told must not hide what happened
            log.warning("the person could not be told: %r", lost)

    async def suggest(self, interaction: Interaction, typed: str, offer: Offer) -> Choices:
        """Return what autocomplete offers; nothing for who types too fast, and when it takes too long or fails."""
        if self.typing_pace.is_too_fast(interaction.user.id):
            return []
        try:
            async with asyncio.timeout(self.patience):
                return (await offer(self.ask(interaction), typed[:LONGEST_TYPED]))[: theme.AUTOCOMPLETE]
        except Exception as error:  # noqa: BLE001  # whatever went wrong, the person is still typing
            log.warning("no suggestions: %r", error)
            return []


def _log(name: str, outcome: str, seconds: float, interaction: Interaction) -> None:
    shard, server = getattr(interaction.guild, "shard_id", 0), interaction.guild_id
    facts = {"command": name, "outcome": outcome, "ms": round(seconds * 1000), "shard": shard, "server": server}
    log.info("%s %s in %d ms, shard %s, server %s", *facts.values(), extra={"facts": facts})


async def _slow_down(_: Context) -> None:
    raise Refusal("kit.too-fast")
