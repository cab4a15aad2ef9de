"""Runs the made-up TMDB in a thread, for code that runs a loop of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.demo_tmdb.server import serving
from tests.tmdb_server.server import FaultyTmdb


@contextmanager
def serving_in_thread(tmdb: FaultyTmdb) -> Iterator[FaultyTmdb]:
    """Run the server in a thread until the block ends."""
    loop, is_open, closing = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with serving(tmdb):
            is_open.set()
            await closing.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert is_open.wait(10)
    try:
        yield tmdb
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join(10)
        loop.close()
