"""The demo's page shows what the bot posts, and accepts every action while the bot is posting."""

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
from tests.demo.quick_page import quick_page

DEADLINE = 30


@pytest.fixture(autouse=True)
def _draw_pages_quickly() -> Iterator[None]:
    with quick_page():
        yield


class Visitor:
    """A browser tab, driven over HTTP."""

    def __init__(self, http: aiohttp.ClientSession, page: dict[str, Any]) -> None:
        self.http, self.page, self.sequence = http, page, 0

    async def count_messages(self) -> int:
        """Return how many messages are on the page now."""
        async with self.http.get("/api/state", headers={"X-Simcord-Context": self.page["context"]["id"]}) as answer:
            return len((await answer.json())["messageIndex"])

    async def send(self, text: str) -> dict[str, Any]:
        """Send a message as a tab that has not been updated since it was opened."""
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
async def demo_with_visitor(folder: Path) -> AsyncIterator[tuple[Preview, Visitor]]:
    """Open a demo with one tab; no fixture, because SimCord's clock must be exited in the context that entered it."""
    async with open_demo_page(folder / "demo.db", port=0) as preview:
        address = urlsplit(preview.url)
        headers = {"X-Simcord-Capability": address.fragment}
        async with aiohttp.ClientSession(f"http://{address.netloc}", headers=headers) as http:
            yield preview, Visitor(http, await open_page(http))


async def open_page(http: aiohttp.ClientSession) -> dict[str, Any]:
    async with http.post("/api/pages", json={}) as answer:
        page: dict[str, Any] = await answer.json()
        return page


async def post_as_bot(preview: Preview) -> None:
    """Make the bot post a message that nobody asked for."""
    client = preview.env.bot
    assert isinstance(client, NunmulClient)
    channel = client.get_channel(preview.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await client.post_welcome(channel, Language.ENGLISH)


async def test_an_unprompted_message_appears_without_a_reload(tmp_path: Path) -> None:
    """A message that the bot posts by itself is on the open page a moment later."""
    async with demo_with_visitor(tmp_path) as (preview, visitor), asyncio.timeout(DEADLINE):
        before = await visitor.count_messages()
        await post_as_bot(preview)
        while await visitor.count_messages() == before:  # noqa: ASYNC110  # polls the page over HTTP: there is no event to wait for
            await asyncio.sleep(0.05)


async def test_no_action_is_rejected_while_the_bot_posts(tmp_path: Path, *, is_soak: bool) -> None:
    """Actions on an outdated page while the bot keeps posting are all accepted."""
    async with demo_with_visitor(tmp_path) as (preview, visitor):

        async def keep_posting() -> None:
            while True:
                await post_as_bot(preview)
                await asyncio.sleep(0.1)

        talking = asyncio.create_task(keep_posting())
        answers = [await visitor.send(f"message {number}") for number in range(20 if is_soak else 5)]
        talking.cancel()
        assert [answer for answer in answers if answer["rejected"]] == []


async def test_actions_from_two_tabs_at_once_are_accepted(tmp_path: Path) -> None:
    """Two actions that are sent at the same time are both accepted."""
    async with demo_with_visitor(tmp_path) as (_, visitor):
        other = Visitor(visitor.http, await open_page(visitor.http))
        answers = await asyncio.gather(visitor.send("one"), other.send("two"))
        assert [answer["rejected"] for answer in answers] == [False, False]


async def test_the_demos_clock_follows_the_wall_clock(tmp_path: Path) -> None:
    """The demo's time differs from the machine's by less than a second."""
    async with open_demo_page(tmp_path / "demo.db", port=0) as preview:
        before = time.time()
        assert before - 1 < preview.env.now().timestamp() < time.time() + 1


async def test_a_taken_port_gets_a_message(tmp_path: Path) -> None:
    """If the port is taken, the demo is refused with a message and its own exit code."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(StartupError, match="cannot be opened") as refused,
    ):
        async with open_demo_page(tmp_path / "demo.db", taken.getsockname()[1]):
            pass
    assert refused.value.exit_code == ExitCode.PORT_TAKEN
