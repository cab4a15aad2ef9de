"""Finishes what must not be interrupted, such as a commit."""

import asyncio
from contextlib import suppress

from bot.core.storage.sql import Coro, T


async def shield_until_done(work: Coro[T]) -> T:
    """Return the result of `work`; if the caller is cancelled, let `work` finish before the cancellation is raised."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError, Exception):
                await asyncio.shield(task)
        raise
