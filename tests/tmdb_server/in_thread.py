"""Runs the made-up TMDB in a thread, for code that runs a loop of its own."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from bot.demo_tmdb.server import serving
from tests.tmdb_server.server import FaultyTmdb


@contextmanager
def serving_in_thread(tmdb: FaultyTmdb) -> Iterator[FaultyTmdb]:
    """Run the server in a thread until the block ends."""
    opened: Future[asyncio.AbstractEventLoop] = Future()
    closing = asyncio.Event()

    async def serve() -> None:
        async with serving(tmdb):
            opened.set_result(asyncio.get_running_loop())
            await closing.wait()

    # asyncio.run cancels tasks that are still running when serve() ends.
    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    loop = opened.result(10)
    try:
        yield tmdb
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join(10)
