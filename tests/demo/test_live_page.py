"""The demo's page keeps up with the bot, and never rejects a press because of it."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord
import pytest
from simcord.preview import Preview

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.text.languages import Language
from bot.demo.club import open_demo_page
from bot.transport.client import NunmulClient
from tests.demo.parsers import parsers_made_once

DEADLINE = 30


@pytest.fixture(autouse=True)
def _parsers_made_once() -> Iterator[None]:
    with parsers_made_once():
        yield


class Visitor:
    """A browser tab, driven over HTTP."""

    def __init__(self, http: aiohttp.ClientSession, page: dict[str, Any]) -> None:
        self.http, self.page, self.sequence = http, page, 0

    async def sees(self) -> int:
        """Return how many messages are on the page now."""
        async with self.http.get("/api/state", headers={"X-Simcord-Context": self.page["context"]["id"]}) as answer:
            return len((await answer.json())["messageIndex"])

    async def says(self, text: str) -> dict[str, Any]:
        """Send a message from the page as it was when the tab was opened."""
        self.sequence += 1
        body = {
            "protocol_version": 3,
            "sequence": self.sequence,
            "request_id": f"r{self.sequence}",
            "generation": self.page["context"]["generation"],
            "bot_generation": self.page["botGeneration"],
            "published_revision": self.page["publishedRevision"],
            "kind": "send_message",
            "content": text,
        }
        headers = {"X-Simcord-Context": self.page["context"]["id"]}
        async with self.http.post("/api/action", json=body, headers=headers) as answer:
            result: dict[str, Any] = await answer.json()
            return result


@asynccontextmanager
async def visited_demo(folder: Path) -> AsyncIterator[tuple[Preview, Visitor]]:
    """Open a demo with one tab; not a fixture, because SimCord's clock must be left where it was entered."""
    async with open_demo_page(folder / "demo.db", port=0) as preview:
        address = urlsplit(preview.url)
        headers = {"X-Simcord-Capability": address.fragment}
        async with aiohttp.ClientSession(f"http://{address.netloc}", headers=headers) as http:
            yield preview, Visitor(http, await opened_page(http))


async def opened_page(http: aiohttp.ClientSession) -> dict[str, Any]:
    async with http.post("/api/pages", json={}) as answer:
        page: dict[str, Any] = await answer.json()
        return page


async def bot_posts(preview: Preview) -> None:
    """Let the bot post without being asked."""
    client = preview.env.bot
    assert isinstance(client, NunmulClient)
    channel = client.get_channel(preview.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await client.post_welcome(channel, Language.ENGLISH)


async def test_what_the_bot_posts_by_itself_appears_without_a_reload(tmp_path: Path) -> None:
    """An unprompted message is on the open page a moment later."""
    async with visited_demo(tmp_path) as (preview, visitor), asyncio.timeout(DEADLINE):
        before = await visitor.sees()
        await bot_posts(preview)
        while await visitor.sees() == before:  # noqa: ASYNC110  # it is the page that is waited for, over HTTP
            await asyncio.sleep(0.05)


async def test_no_press_is_refused_while_the_bot_posts(tmp_path: Path) -> None:
    """Twenty actions on an old page while the bot keeps posting: every one is accepted."""
    async with visited_demo(tmp_path) as (preview, visitor):

        async def keep_posting() -> None:
            while True:
                await bot_posts(preview)
                await asyncio.sleep(0.1)

        talking = asyncio.create_task(keep_posting())
        answers = [await visitor.says(f"message {number}") for number in range(20)]
        talking.cancel()
        assert [answer for answer in answers if answer["rejected"]] == []


async def test_two_tabs_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Two people's simultaneous actions are both accepted, one after the other."""
    async with visited_demo(tmp_path) as (_, visitor):
        other = Visitor(visitor.http, await opened_page(visitor.http))
        answers = await asyncio.gather(visitor.says("one"), other.says("two"))
        assert [answer["rejected"] for answer in answers] == [False, False]


async def test_the_demos_clock_follows_the_wall_clock(tmp_path: Path) -> None:
    """Timestamps in the demo are today's."""
    async with open_demo_page(tmp_path / "demo.db", port=0) as preview:
        before = time.time()
        assert before - 1 < preview.env.now().timestamp() < time.time() + 1


async def test_a_taken_port_gets_a_sentence(tmp_path: Path) -> None:
    """If something else has the port, the demo says so without a traceback."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(StartupError, match="cannot be opened") as refused,
    ):
        async with open_demo_page(tmp_path / "demo.db", taken.getsockname()[1]):
            pass
    assert refused.value.exit_code == ExitCode.PORT_TAKEN
