"""Runs the demo in a thread, so that tests can move its clock and need not import everything again."""

import asyncio
import logging
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Literal

from simcord.preview import Preview

from bot.core.text.languages import Language
from bot.demo.club import open_demo_page
from bot.transport.client import NunmulClient
from tests.demo.quick_page import quick_page
from tests.plain_covers import plain_covers

START_SECONDS = 60


class Failures(logging.Handler):
    """Collects the exceptions that are logged."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record that has an exception."""
        if record.exc_info:
            self.messages.append(logging.Formatter().format(record))


class MovedDemo:
    """A demo whose clock is the machine's, some seconds ahead."""

    def __init__(self, language: str, *, with_tmdb: bool) -> None:
        self.language, self.with_tmdb, self.ahead = Language(language), with_tmdb, 0.0
        self._opened: Future[Preview] = Future()
        self._loop: asyncio.AbstractEventLoop
        self._closing: asyncio.Future[None]

    @property
    def address(self) -> str:
        """Return the address of the demo's page."""
        return self._preview.url

    @property
    def _preview(self) -> Preview:
        return self._opened.result(START_SECONDS)

    @property
    def _client(self) -> NunmulClient:
        client = self._preview.env.bot
        assert isinstance(client, NunmulClient)
        return client

    def advance(self, seconds: int) -> None:
        """Move the clock forwards, and wake every job."""
        self.ahead += seconds
        for feature in self._client.features:
            for job in feature.jobs:
                self._run(job.wake)

    def clear_messages(self) -> None:
        """Delete the messages of every channel, because the page redraws all of them after each action."""
        self._run(self._delete_messages)

    def stop(self) -> None:
        """Stop the demo."""
        if not self._opened.exception(START_SECONDS):
            self._run(lambda: self._closing.set_result(None))

    def _run(self, work: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(work)

    def _delete_messages(self) -> None:
        backend = self._preview.env.backend
        for channel_id, messages in backend.messages.items():
            backend.bulk_delete_messages(channel_id, list(messages))

    async def serve(self) -> None:
        """Serve the page until stop() is called."""
        self._loop = asyncio.get_running_loop()
        self._closing = self._loop.create_future()
        with tempfile.TemporaryDirectory(prefix="nunmul-demo-") as folder:
            file = Path(folder) / "demo.db"
            try:
                async with open_demo_page(
                    file, 0, lambda: time.time() + self.ahead, self.language, with_tmdb=self.with_tmdb
                ) as preview:
                    self._opened.set_result(preview)
                    self._client.core.dispatcher.rate_limiter.limit = 1_000  # tests press buttons faster than people
                    self._client.core.locales.set_language(self._client.guilds[0].id, self.language)
                    await self._closing
            except BaseException as error:
                if not self._opened.done():
                    self._opened.set_exception(error)
                raise


@contextmanager
def moved_demo(
    language: str = "en", covers: Literal["plain", "drawn"] = "plain", *, with_tmdb: bool = False
) -> Iterator[MovedDemo]:
    """Run the demo of a club in this language, and yield it. At the end, assert that it logged no exception.

    Its covers are drawn, or plain to save time.
    """
    demo, failures = MovedDemo(language, with_tmdb=with_tmdb), Failures()
    thread = threading.Thread(target=lambda: asyncio.run(demo.serve()), name="demo")
    with quick_page(), plain_covers() if covers == "plain" else nullcontext():
        logging.getLogger().addHandler(failures)
        thread.start()
        try:
            yield demo
        finally:
            demo.stop()
            thread.join()
            logging.getLogger().removeHandler(failures)
    assert not failures.messages, "\n".join(failures.messages)
