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

from bot.core.errors import UserError
from bot.core.interactions.context import Context
from bot.core.interactions.rate_limit import RateLimiter
from bot.core.text import theme
from bot.core.text.locales import LocaleResolver
from bot.core.text.translations import Translations

log = logging.getLogger(__name__)
P = ParamSpec("P")
Interaction: TypeAlias = discord.Interaction[Any]
Choices: TypeAlias = list[app_commands.Choice[str]]
Handler: TypeAlias = Callable[[Context], Awaitable[None]]
Offer: TypeAlias = Callable[[Context, str], Awaitable[Choices]]
"""Gives the choices for what is typed so far."""

DEFER_AFTER = 1.5
"""Seconds until an unanswered interaction is deferred; Discord gives up after 3."""

EXPIRED_CODES = frozenset({10062, 10008, 10015, 50027})
"""Discord's codes for an interaction that ran out, or whose message was dismissed: nobody is left to tell."""
REMEMBERED = 60.0
"""Seconds for which an interaction is known when it comes again; what is older is too old to be answered anyway."""
LONGEST_TYPED = 100
"""Characters of a half-typed text that suggestions look at; Discord limits a text only when it is sent."""
MOST_SUGGESTED = 60
"""Suggestions for one person within ten seconds: one for each key of a fast typist."""


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Wraps what a feature does, so that it only has to say what to answer."""

    translations: Translations
    locales: LocaleResolver
    defer_after: float = DEFER_AFTER
    rate_limiter: RateLimiter = field(default_factory=lambda: RateLimiter(time.monotonic))
    typing_pace: RateLimiter = field(default_factory=lambda: RateLimiter(time.monotonic, MOST_SUGGESTED))
    running_tasks: set["asyncio.Task[Any]"] = field(default_factory=set)
    seen: dict[int, float] = field(default_factory=dict)

    def context_for(self, interaction: Interaction) -> Context:
        """The interaction as a feature sees it: with the words of the person and of the place."""
        person = self.locales.language(interaction.user.id, interaction.locale)
        server = interaction.guild_id
        place = self.locales.language(server, interaction.guild_locale) if server else person
        return Context(interaction, self.translations.localizer(person), self.translations.localizer(place))

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
                await self.dispatch(name, interaction, lambda context: act(context, *args, **kwargs))

            return callback

        return wrap

    async def dispatch(self, name: str, interaction: Interaction, act: Handler) -> None:
        """Do `act`; whatever happens, the person gets an answer in time and the log one line."""
        if self._is_duplicate(interaction.id):
            return
        started, task = time.perf_counter(), asyncio.current_task()
        if task:
            self.running_tasks.add(task)
            task.add_done_callback(self.running_tasks.discard)
        outcome = await self._outcome(self.context_for(interaction), act)
        _log(name, outcome, time.perf_counter() - started, interaction)

    def drop(self, name: str, interaction: Interaction, seconds: float) -> None:
        """Log an interaction so old that Discord takes no answer: nothing is done, for nobody could be told of it."""
        _log(name, "dropped as too old", seconds, interaction)

    def _is_duplicate(self, interaction: int) -> bool:
        """Whether Discord has sent this very interaction already, as it may when a session is resumed."""
        now = time.monotonic()
        while self.seen and self.seen[oldest := next(iter(self.seen))] < now - REMEMBERED:
            del self.seen[oldest]
        if interaction in self.seen:
            return True
        self.seen[interaction] = now
        return False

    async def _outcome(self, context: Context, act: Handler) -> str:
        try:
            await self._run_with_deadline(
                context, _refuse_rate_limited if self.rate_limiter.is_limited(context.user_id) else act
            )
        except UserError as refusal:
            return await self._reply_user_error(context, refusal)
        except discord.HTTPException as error:
            return await self._reply_failure(context, error) if error.code not in EXPIRED_CODES else "came too late"
        except Exception as error:  # noqa: BLE001  # the one place where nothing may pass: a person waits for an answer
            return await self._reply_failure(context, error)
        return "answered"

    async def _run_with_deadline(self, context: Context, act: Handler) -> None:
        work = asyncio.ensure_future(act(context))
        try:
            await asyncio.wait({work}, timeout=self.defer_after)
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

    async def _reply_user_error(self, context: Context, refusal: UserError) -> str:
        await self._try_reply_error(context, refusal)
        return f"refused ({refusal.key})"

    async def _reply_failure(self, context: Context, error: Exception) -> str:
        log.error("this failed:", exc_info=error)
        await self._try_reply_error(context, UserError("core.failed"))
        return "failed"

    async def _try_reply_error(self, context: Context, refusal: UserError) -> None:
        try:
            await context.reply_error(refusal.key, refusal.values)
        except Exception as lost:  # noqa: BLE001  # what cannot be told must not hide what happened
            log.warning("the person could not be told: %r", lost)

    async def autocomplete(self, interaction: Interaction, typed: str, offer: Offer) -> Choices:
        """Return what autocomplete offers; nothing for who types too fast, and when it takes too long or fails."""
        if self.typing_pace.is_limited(interaction.user.id):
            return []
        try:
            async with asyncio.timeout(self.defer_after):
                return (await offer(self.context_for(interaction), typed[:LONGEST_TYPED]))[: theme.AUTOCOMPLETE_LIMIT]
        except Exception as error:  # noqa: BLE001  # whatever went wrong, the person is still typing
            log.warning("no suggestions: %r", error)
            return []


def _log(name: str, outcome: str, seconds: float, interaction: Interaction) -> None:
    shard, server = getattr(interaction.guild, "shard_id", 0), interaction.guild_id
    facts = {"command": name, "outcome": outcome, "ms": round(seconds * 1000), "shard": shard, "server": server}
    log.info("%s %s in %d ms, shard %s, server %s", *facts.values(), extra={"facts": facts})


async def _refuse_rate_limited(_: Context) -> None:
    raise UserError("core.too-fast")
