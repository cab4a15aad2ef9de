"""The same client inside a simulated Discord, with a page in the browser: no token, no network, nothing kept.

Every private touch of SimCord is in this file; `known_simcord` says so in a sentence when SimCord has changed.
"""

import asyncio
import logging
import signal
import tempfile
import time
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord

from bot import app
from bot.core.errors import ExitCode, StartupError
from bot.core.text.translations import Language, LocaleResolver
from bot.transport.gateway import NunmulClient

try:
    import simcord
    from simcord._clock import Clock
    from simcord.backend.errors import SetupError
    from simcord.preview import Preview
except ImportError as missing:
    raise StartupError(
        f"The demo needs {missing.name}, which is in the dev group: start it with uv run python -m bot demo, "
        "or install the group first with uv sync.",
        ExitCode.DEMO_UNAVAILABLE,
    ) from missing

log = logging.getLogger(__name__)

INTRODUCTION = """
Nunmul's demo is open at
  {url}
(the address is the key to it: keep it to yourself)

Type /film show, press Enter, and then one of these:
  1. moment rem               half a title: pick what is offered, then send
  2. 소원                     or half of that: ㅅㅗ
  3. mircale in cell no 7     a slip of the fingers
  4. the last harmony         there is no such film: see what is near
  5. hello ghost, as Jiwoo    choose her at "Viewing as": what is private is now in Korean

Ctrl-C ends the demo. Nothing of it is kept.
"""
OWN_PAGES = 2
"""SimCord's own page and the one browser tab that most people have open."""
OPTIONS: Mapping[str, Any] = {"check_errors": False, "shard_count": 1}
GLANCE = 0.25
"""Seconds between two looks at whether the bot posted something by itself."""


class WallClock(Clock):
    """SimCord's clock, but going with the wall's, given in epoch seconds."""

    def __init__(self, wall: Callable[[], float]) -> None:
        super().__init__()
        self._wall = wall

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return datetime.fromtimestamp(self._wall(), UTC)


class LivePage:
    """Keeps the page up with what the bot posts by itself, and never lets that refuse a person's press.

    SimCord refuses an action that overlaps a refresh, and one taken on a page older than the last refresh. So actions
    and refreshes take turns here, and an action counts as taken on the page as it now stands; SimCord still refuses
    the press of a button that is gone.
    """

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._admit = preview._action
        self._turn = asyncio.Lock()
        self._news = False
        preview._action = self._act  # type: ignore[method-assign]  # we stand before every action of the page
        preview.env.backend.subscribers.append(self._heard)

    async def keep_up(self) -> None:
        """Refresh whenever there is news, for as long as the page is open."""
        while True:
            await asyncio.sleep(GLANCE)
            if self._news:
                await self._refresh()

    def _heard(self, event: str, _: object) -> None:
        self._news = self._news or event.startswith("MESSAGE_")

    async def _refresh(self) -> None:
        async with self._turn:
            self._news = False
            with suppress(TimeoutError):  # the bot is still busy with something long: its next message is news again
                await self._preview.refresh()

    async def _act(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self._turn:
            page = self._preview._pages.get(context_id or "")
            if page and isinstance(body, dict) and body.get("sequence") == page.last_sequence + 1:
                body = body | {"published_revision": page.revision} if "published_revision" in body else body
            result = await self._admit(context_id, body)
            self._news = len(self._preview._pages) > OWN_PAGES  # who acted sees what came of it; others do not yet
            return result


def known_simcord(env: simcord.Env, preview: Preview) -> None:
    """Raise CannotStart when SimCord no longer has what this file reaches into."""
    touched = (
        (env.backend, "clock"),
        (env.backend, "subscribers"),
        (env.backend, "bot_user"),
        (preview, "_action"),
        (preview, "_pages"),
    )
    if gone := [f"{type(owner).__name__}.{name}" for owner, name in touched if not hasattr(owner, name)]:
        raise StartupError(
            f"This SimCord is not the one the demo knows ({', '.join(gone)} is gone): uv sync brings the pinned one.",
            ExitCode.DEMO_UNAVAILABLE,
        )


def main(*, port: int, open_browser: bool) -> int:
    """Run the demo until it is ended; gives the exit code."""
    with suppress(asyncio.CancelledError):
        asyncio.run(_demo(port=port, open_browser=open_browser))
    return 0


def _end_on_signals() -> None:
    """SIGTERM and a closed terminal end the demo as Ctrl-C does, however often they come."""
    this = asyncio.current_task()
    loop = asyncio.get_running_loop()

    def end() -> None:
        if this and not this.cancelling():
            this.cancel()

    with suppress(NotImplementedError, AttributeError):  # Windows has neither signal handlers nor SIGHUP
        loop.add_signal_handler(signal.SIGTERM, end)
        loop.add_signal_handler(signal.SIGHUP, end)


async def _demo(*, port: int, open_browser: bool) -> None:
    _end_on_signals()
    with tempfile.TemporaryDirectory(prefix="nunmul-demo-") as folder:
        async with demo_page(Path(folder) / "demo.db", port) as preview:
            print(INTRODUCTION.format(url=preview.url), flush=True)  # noqa: T201  # the demo speaks to who started it
            if open_browser:
                webbrowser.open(preview.url)
            await preview.wait_closed()


@asynccontextmanager
async def demo_page(database: Path, port: int, wall: Callable[[], float] = time.time) -> AsyncIterator[Preview]:
    """The page of a simulated film club, open until the block ends; raises CannotStart when it cannot be opened.

    `wall` is the time that everything here goes by, in epoch seconds.
    """
    chosen: dict[int, Language] = {}
    locales = LocaleResolver(chosen)
    async with (
        app.open_client(database, locales=locales, clock=lambda: int(wall())) as client,
        simcord.run(client, **OPTIONS) as env,
    ):
        env.backend.clock = WallClock(wall)
        env.backend.bot_user.name = "Nunmul"
        guild = env.create_guild("Film Club")
        channel = guild.create_text_channel("film-night", topic="눈물 · films to have a good cry with")
        members = _members(env, guild, chosen)
        async with _entered(env, channel, members, port) as preview:
            live = LivePage(preview)
            keeping = asyncio.create_task(live.keep_up())
            await _welcome(client, channel.id)
            yield preview
            keeping.cancel()


@asynccontextmanager
async def _entered(
    env: simcord.Env, channel: simcord.ChannelHandle, members: list[simcord.MemberActor], port: int
) -> AsyncIterator[Preview]:
    try:
        preview = env.preview(channel, viewers=members, layout="channel", port=port)
        known_simcord(env, preview)
        await preview.__aenter__()
    except SetupError as error:
        raise StartupError(
            f"The demo's page cannot be opened: {error}. Choose another --port.", ExitCode.PORT_TAKEN
        ) from error
    try:
        yield preview
    finally:
        await preview.close()


def _members(env: simcord.Env, guild: simcord.GuildHandle, chosen: dict[int, Language]) -> list[simcord.MemberActor]:
    host = guild.create_role("Host", permissions=discord.Permissions(manage_guild=True), color=discord.Colour(0x5E8FC7))
    mina = guild.add_member(env.create_user("mina", global_name="Mina (moderator)"), roles=[host])
    sam = guild.add_member(env.create_user("sam", global_name="Sam"))
    jiwoo = guild.add_member(env.create_user("jiwoo", global_name="Jiwoo 지우 (Korean)"))
    chosen[jiwoo.id] = Language.KOREAN
    return [sam, mina, jiwoo]


async def _welcome(client: NunmulClient, channel_id: int) -> None:
    client.command_ids.clear()  # SimCord's page shows a clickable mention as it is written; without an id it reads well
    channel = client.get_channel(channel_id)
    if isinstance(channel, discord.TextChannel):
        await client.post_welcome(channel, Language.ENGLISH)
