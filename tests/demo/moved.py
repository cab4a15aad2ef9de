"""Runs the demo with a clock that a test moves: each line on stdin is a number of seconds to skip.

python -m tests.demo.moved LANGUAGE plain|drawn [--with-tmdb]

The second argument says whether covers are plain, which takes no time, or drawn.
"""

import asyncio
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from bot.core.text.languages import Language
from bot.demo.club import open_demo_page
from bot.transport.client import NunmulClient
from tests.demo.parsers import parsers_made_once
from tests.plain_covers import plain_covers


class Wall:
    """The machine's clock, some seconds ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


async def main(language: Language, *, with_tmdb: bool = False) -> None:
    """Print the page's address and serve it until stdin is closed."""
    wall = Wall()
    with tempfile.TemporaryDirectory(prefix="nunmul-demo-") as folder:
        async with open_demo_page(Path(folder) / "demo.db", 0, wall, language, with_tmdb=with_tmdb) as preview:
            client = preview.env.bot
            assert isinstance(client, NunmulClient)
            client.core.dispatcher.rate_limiter.limit = 1_000  # tests press buttons faster than people
            client.core.locales.set_language(client.guilds[0].id, language)
            print(preview.url, flush=True)  # noqa: T201  # the test reads it
            while seconds := await asyncio.to_thread(sys.stdin.readline):
                wall.ahead += float(seconds)
                for feature in client.features:
                    for job in feature.jobs:
                        job.wake()


if __name__ == "__main__":
    chosen_language, covers, *options = sys.argv[1:]
    with parsers_made_once(), plain_covers() if covers == "plain" else nullcontext():
        asyncio.run(main(Language(chosen_language), with_tmdb="--with-tmdb" in options))
