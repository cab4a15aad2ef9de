"""Wraps the handlers of commands, components and modals: acknowledges in time, shows errors, logs one line each."""

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeAlias

import aiohttp
import discord
from discord import app_commands
from msgspec import Struct, field

from bot.core.errors import RepeatedInteraction, UserError
from bot.core.interactions.answers.responder import Body, Responder
from bot.core.interactions.context import Context
from bot.core.interactions.rate_limit import RateLimiter
from bot.core.measures.measures import Measures, NoMeasures
from bot.core.measures.metrics import ACK_SECONDS, INTERACTION_SECONDS, INTERACTIONS
from bot.core.text import theme
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.translations import Translations
from bot.ids import UserId

log = logging.getLogger(__name__)
P = ParamSpec("P")
Interaction: TypeAlias = discord.Interaction[Any]
Choices: TypeAlias = list[app_commands.Choice[str]]
Handler: TypeAlias = Callable[[Context], Awaitable[None]]
Suggester: TypeAlias = Callable[[Context, str], Awaitable[Choices]]
"""Returns the suggestions for a partly typed text."""

DEFER_AFTER = 1.5
"""Seconds until an unanswered interaction is deferred; Discord gives up after 3."""

EXPIRED_CODES = frozenset({10062, 10008, 10015, 50027})
"""Discord's codes for an interaction that expired, or whose message was dismissed: nobody is waiting for an answer."""
REMEMBERED_SECONDS = 60.0
"""How long ids are kept to recognise duplicates; an older interaction can no longer be answered anyway."""
MAX_TYPED_LENGTH = 100
"""How many characters of a partly typed text are used; Discord checks its length only when it is submitted."""
TOO_OLD = "dropped as too old"
MAX_AUTOCOMPLETES = 60
"""The most requests of a person in ten seconds, enough for one at each keystroke of a fast typist."""


class Dispatcher(Struct, frozen=True):
    """Runs handlers, and does everything around them, so that a handler only has to answer."""

    translations: Translations
    locales: LanguageResolver
    defer_after: float = DEFER_AFTER
    rate_limiter: RateLimiter = field(default_factory=lambda: RateLimiter(time.monotonic))
    autocomplete_limiter: RateLimiter = field(default_factory=lambda: RateLimiter(time.monotonic, MAX_AUTOCOMPLETES))
    running_tasks: set["asyncio.Task[Any]"] = field(default_factory=set)
    seen: dict[int, float] = field(default_factory=dict)
    measures: Measures = field(default_factory=NoMeasures)

    def context_for(self, interaction: Interaction) -> Context:
        """Return the context of an interaction, with texts in the person's and in the server's language."""
        user_language = self.locales.language(interaction.user.id, interaction.locale)
        guild_id, locale = interaction.guild_id, interaction.guild_locale
        guild_language = self.locales.language(guild_id, locale) if guild_id else user_language
        localizer = self.translations.localizer
        return Context(interaction, localizer(user_language), localizer(guild_language))

    def command(
        self, name: str
    ) -> Callable[
        [Callable[Concatenate[Context, P], Awaitable[None]]],
        Callable[Concatenate[Interaction, P], Coroutine[Any, Any, None]],
    ]:
        """Return a decorator that turns a function of a Context into a slash command's callback."""

        def wrap(
            act: Callable[Concatenate[Context, P], Awaitable[None]],
        ) -> Callable[Concatenate[Interaction, P], Coroutine[Any, Any, None]]:
            @functools.wraps(act)
            async def callback(interaction: Interaction, /, *args: P.args, **kwargs: P.kwargs) -> None:
                await self.dispatch(name, interaction, lambda context: act(context, *args, **kwargs))

            return callback

        return wrap

    async def dispatch(self, name: str, interaction: Interaction, handler: Handler) -> None:
        """Run a handler and log the outcome; ignore an interaction that was handled before.

        The interaction is acknowledged in time even if the handler is slow, and answered even if it fails.
        """
        if self._is_duplicate(interaction.id):
            return
        started, task = time.perf_counter(), asyncio.current_task()
        if task:
            self.running_tasks.add(task)
            task.add_done_callback(self.running_tasks.discard)
        context = self.context_for(interaction)
        outcome = await self._outcome(context, handler)
        ended = time.perf_counter()
        self._measure(name, outcome, ended - started)
        if context.answered_at:
            self.measures.observe(ACK_SECONDS, context.answered_at - started)
        _log(name, outcome, ended - started, interaction)

    def _measure(self, name: str, outcome: str, seconds: float) -> None:
        self.measures.count(INTERACTIONS, name, outcome.partition(" (")[0])
        self.measures.observe(INTERACTION_SECONDS, seconds, name)

    def log_expired(self, name: str, interaction: Interaction, seconds: float) -> None:
        """Count and log an interaction that is ignored because it is too old to be answered."""
        self.measures.count(INTERACTIONS, name, TOO_OLD)
        _log(name, TOO_OLD, seconds, interaction)

    def _is_duplicate(self, interaction: int) -> bool:
        """Remember an interaction; return whether Discord sent it before, as happens when a session is resumed."""
        now = time.monotonic()
        while self.seen and self.seen[oldest := next(iter(self.seen))] < now - REMEMBERED_SECONDS:
            del self.seen[oldest]
        if interaction in self.seen:
            return True
        self.seen[interaction] = now
        return False

    async def _outcome(self, context: Context, handler: Handler) -> str:
        try:
            await self._run_with_deadline(
                context, _refuse_rate_limited if self.rate_limiter.is_limited(context.user_id) else handler
            )
        except UserError as error:
            return await self._reply_user_error(context, error)
        except RepeatedInteraction:
            return "dropped as repeated"  # the other process answers
        except discord.HTTPException as error:
            return await self._reply_failure(context, error) if error.code not in EXPIRED_CODES else "came too late"
        except Exception as error:  # noqa: BLE001  # the person must get an answer, whatever failed
            return await self._reply_failure(context, error)
        return "answered"

    async def _run_with_deadline(self, context: Context, handler: Handler) -> None:
        deferral = _Deferral(context, asyncio.current_task())
        timer = asyncio.get_running_loop().call_later(self.defer_after, deferral.start)
        try:
            await handler(context)
        except asyncio.CancelledError:
            deferral.give_up()
            raise
        finally:
            timer.cancel()
            await deferral.settle()
        if not context.answered:
            raise RuntimeError("the handler did not answer")

    async def _reply_user_error(self, context: Context, error: UserError) -> str:
        await self._try_reply_error(context, error)
        return f"refused ({error.key})"

    async def _reply_failure(self, context: Context, error: Exception) -> str:
        log.error("handler failed", exc_info=error)
        await self._try_reply_error(context, UserError("core.failed"))
        return "failed"

    async def _try_reply_error(self, context: Context, error: UserError) -> None:
        try:
            await context.reply_error(error.key, error.values)
        except Exception as reply_error:  # noqa: BLE001  # the first error matters more
            log.warning("error reply failed error=%r", reply_error)

    async def autocomplete(self, interaction: Interaction, user_input: str, suggest: Suggester) -> Choices:
        """Send the suggestions of `suggest`, or none if it fails or is slow, or if the person is rate-limited.

        Return an empty list, because discord.py has nothing left to send.
        """
        started = time.perf_counter()
        choices = await self._choices(interaction, user_input, suggest)
        body = Body.from_payload({"choices": [choice.to_dict() for choice in choices[: theme.AUTOCOMPLETE_LIMIT]]})
        responder: Responder = interaction.client.responder
        try:
            await responder.respond(interaction, discord.InteractionResponseType.autocomplete_result, body)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            # Most likely, the person kept typing, and Discord no longer accepts these suggestions.
            log.info("suggestions not shown error=%s", type(error).__name__)
        self._measure("suggestions", "answered" if choices else "nothing found", time.perf_counter() - started)
        return []

    async def _choices(self, interaction: Interaction, user_input: str, suggest: Suggester) -> Choices:
        if self.autocomplete_limiter.is_limited(UserId(interaction.user.id)):
            return []
        try:
            async with asyncio.timeout(self.defer_after):
                return await suggest(self.context_for(interaction), user_input[:MAX_TYPED_LENGTH])
        except Exception as error:  # noqa: BLE001  # nobody needs an error while they type
            log.warning("suggestions failed error=%r", error)
            return []


class _Deferral(Struct, eq=False):
    """Acknowledges an interaction while its handler runs, and cancels the handler if that fails.

    A timer starts the acknowledgement in a task, so handlers that finish early need no second task.
    """

    context: Context
    handler: "asyncio.Task[Any] | None"
    task: "asyncio.Task[None] | None" = None
    has_cancelled: bool = False

    def start(self) -> None:
        """Acknowledge the interaction in a separate task."""
        self.task = asyncio.create_task(self.context.defer())
        self.task.add_done_callback(self._cancel_handler)

    def _cancel_handler(self, task: "asyncio.Task[None]") -> None:
        if self.handler and not task.cancelled() and task.exception():
            self.has_cancelled = self.handler.cancel()

    def give_up(self) -> None:
        """Cancel the acknowledgement, unless its own failure is what cancelled the handler."""
        if self.task and not self.has_cancelled:
            self.task.cancel()

    async def settle(self) -> None:
        """Wait for the acknowledgement after the handler has ended; raise its error if it failed."""
        if self.task is None:
            return
        self.task.remove_done_callback(self._cancel_handler)
        if self.handler and self.has_cancelled:
            self.handler.uncancel()
        await self.task


def _log(name: str, outcome: str, seconds: float, interaction: Interaction) -> None:
    shard, server = getattr(interaction.guild, "shard_id", 0), interaction.guild_id
    facts = {"command": name, "outcome": outcome, "ms": round(seconds * 1000), "shard": shard, "server": server}
    log.info("%s %s ms=%d shard=%s server=%s", *facts.values(), extra={"facts": facts})


async def _refuse_rate_limited(_: Context) -> None:
    raise UserError("core.too-fast")
