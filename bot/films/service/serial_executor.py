"""Runs slow calculations in threads, one at a time."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot.core.storage.shield import shield_until_done

P = ParamSpec("P")
T = TypeVar("T")


class SerialExecutor:
    """Runs calculations of a few milliseconds; several at once would only delay each other and the event loop.

    Threads take turns at Python's lock, so with six of them the event loop waits up to six times as long for its turn.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def run(self, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Call a function in a thread once all earlier calls are done, and return its result.

        A call that has begun keeps its turn until it ends, even if its caller is cancelled: a thread cannot be stopped.
        """
        async with self._turn:
            return await shield_until_done(asyncio.to_thread(function, *arguments, **options))
