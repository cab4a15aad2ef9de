"""Extends the bot's time limits for a first answer if the small Discord waits longer than the real one.

On a busy machine, three seconds can pass before the bot has done anything. Tests of the real limit use
`tests.discord_server.fixtures.real_deadline`. discord.py's wait for further servers after a connect is shortened.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from discord.state import AutoShardedConnectionState

from bot.core.interactions import context, dispatcher
from bot.transport import client
from tests.discord_server.clock import ACKNOWLEDGE_SECONDS

ACKNOWLEDGE_VARIABLE = "TESTS_DISCORD_DEADLINE"
"""The environment variable that tells a child process how long the small Discord waits."""
CALLBACK_TIMEOUT = context.CALLBACK_TIMEOUT
READY_SECONDS = 0.5
"""Seconds without another server after which the bot counts as ready, instead of discord.py's two."""


@contextmanager
def scaled_timeouts(deadline: float) -> Iterator[None]:
    """Scale the bot's limits for a first answer by the ratio of `deadline` to Discord's, and let it be ready sooner."""
    factor = deadline / ACKNOWLEDGE_SECONDS
    # Properties of the class take precedence over the value that each instance would set for itself.
    defer_after = property(lambda _: factor * dispatcher.DEFER_AFTER, lambda *_: None)
    ready = property(lambda _: READY_SECONDS, lambda *_: None)
    with ExitStack() as changes:
        changes.enter_context(patch.object(AutoShardedConnectionState, "guild_ready_timeout", ready, create=True))
        if factor != 1:
            changes.enter_context(patch.object(client, "ANSWER_WITHIN", deadline))
            changes.enter_context(patch.object(context, "CALLBACK_TIMEOUT", factor * CALLBACK_TIMEOUT))
            changes.enter_context(patch.object(dispatcher.Dispatcher, "defer_after", defer_after))
        yield


@contextmanager
def scaled_timeouts_from_environment() -> Iterator[None]:
    """Scale the limits in a child process by the deadline in ACKNOWLEDGE_VARIABLE, or Discord's own if it is unset."""
    with scaled_timeouts(float(os.environ.get(ACKNOWLEDGE_VARIABLE, ACKNOWLEDGE_SECONDS))):
        yield
