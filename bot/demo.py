"""Runs the same client in a simulated Discord with a page in the browser: no token, no network, nothing kept.

Every private part of SimCord that we use is in this file; `check_simcord` detects a change.
"""

import asyncio
import logging
import signal
import tempfile
import time
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord

from bot import app
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.text.language_choice import LocaleResolver
from bot.core.text.languages import Language
from bot.demo_tmdb.demo import COUNTRIES, PosterDrawer, made_up_tmdb
from bot.ids import ChannelId, UserId
from bot.ops.cli import port_error
from bot.settings.service import SettingsService
from bot.transport.client import NunmulClient

try:
    import simcord
    from simcord._clock import Clock
    from simcord.backend.cdn import CDN_BASE
    from simcord.backend.errors import SetupError
    from simcord.interactions import command_leaves
    from simcord.preview import Preview, _commands, _markdown
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
(whoever has this address can use the demo, so keep it to yourself)

Six things to try. Type each one into the message box and press Enter:
  1. /tearjerker     a film to cry over; press Another for the next one
  2. /poll start     press Draw five, then Start, and vote with one tap
  3. /film show      half a title is enough: moment rem, 소원, or just ㅎㅁㄴ
  4. /film search    choose theme and First love: a list that only you see
  5. /avoid          choose what your draws keep away from you
  6. /help           with Jiwoo chosen at "Viewing as": private messages turn Korean

Press Ctrl-C to stop. Nothing is stored.
"""
AVATAR_FILE = Path(__file__).parents[1] / "docs" / "avatar.png"
SINGLE_VIEWER_PAGES = 2
"""SimCord's own page and the one browser tab that most people have open."""
SIMCORD_OPTIONS: Mapping[str, Any] = {"check_errors": False, "shard_count": 1}
REFRESH_CHECK_SECONDS = 0.25
"""Seconds between two checks for new messages."""
FIELDS_WITH_MENTIONS = ("embed_description", "embed_field_value")
"""Fields of an embed in which Discord shows mentions as names; SimCord's page shows them as they are written."""
PAGE_SCRIPT = Path(__file__).with_suffix(".js")
"""Asks for suggestions as soon as an empty option has the focus, as Discord does; SimCord's page waits for a letter."""


class WallClock(Clock):
    """A SimCord clock that follows the wall clock."""

    def __init__(self, wall_time: Callable[[], float]) -> None:
        super().__init__()
        self._wall_time = wall_time

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.fromtimestamp(self._wall_time(), UTC)


class DrawnAssets(dict[str, tuple[str, bytes]]):
    """The pictures that the page may show, with posters that are drawn when they are to be shown first."""

    def __init__(self, assets: Mapping[str, tuple[str, bytes]], posters: PosterDrawer) -> None:
        super().__init__(assets)
        self._posters = posters

    def get(self, url: str, default: Any = None) -> Any:
        """Return a picture's name and content."""
        poster = self._posters.draw(url)
        return ("poster.png", poster) if poster else super().get(url, default)


class PreviewRefresher:
    """Shows on the page what the bot posts by itself, and keeps a refresh from rejecting a person's action.

    SimCord rejects an action that overlaps a refresh, and one on a page older than the last refresh. So actions and
    refreshes take turns here, and an action counts as made on the current page; SimCord still rejects the press of a
    button that is gone.
    """

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._original_action = preview._action
        self._lock = asyncio.Lock()
        self._needs_refresh = False
        preview._action = self._run_action  # type: ignore[method-assign]  # to serialise actions with refreshes
        preview.env.backend.subscribers.append(self._on_event)

    async def refresh_forever(self) -> None:
        """Refresh the page after each new message, until cancelled."""
        while True:
            await asyncio.sleep(REFRESH_CHECK_SECONDS)
            if self._needs_refresh:
                await self._refresh()

    def _on_event(self, event: str, _: object) -> None:
        self._needs_refresh = self._needs_refresh or event.startswith("MESSAGE_")

    async def _refresh(self) -> None:
        async with self._lock:
            self._needs_refresh = False
            with suppress(TimeoutError):  # the bot is busy with something long: its next message causes a refresh
                await self._preview.refresh()

    async def _run_action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self._lock:
            page = self._preview._pages.get(context_id or "")
            if page and isinstance(body, dict) and body.get("sequence") == page.last_sequence + 1:
                body = body | {"published_revision": page.revision} if "published_revision" in body else body
            result = await self._original_action(context_id, body)
            self._needs_refresh = (
                len(self._preview._pages) > SINGLE_VIEWER_PAGES
            )  # the person who acted sees the result already; other viewers do not
            return result


def check_simcord(env: simcord.Env, preview: Preview) -> None:
    """Raise StartupError if SimCord no longer has the private parts that this file uses."""
    required = (
        (env.backend, "clock"),
        (env.backend, "subscribers"),
        (env.backend, "bot_user"),
        (preview, "_action"),
        (preview, "_pages"),
        (preview, "_explicit_assets"),
        (_commands, "build_catalog"),
        (getattr(preview, "_server", None), "_static"),
        (_markdown, "_FIELD_POLICIES"),
    )
    if missing_names := [f"{type(owner).__name__}.{name}" for owner, name in required if not hasattr(owner, name)]:
        raise StartupError(
            f"This SimCord is not the one the demo knows ({', '.join(missing_names)} is gone): "
            "uv sync brings the pinned one.",
            ExitCode.DEMO_UNAVAILABLE,
        )


def main(*, port: int, open_browser: bool, with_tmdb: bool = False) -> int:
    """Run the demo until it is stopped and return the exit code."""
    with suppress(asyncio.CancelledError):
        asyncio.run(_run_demo(port=port, open_browser=open_browser, with_tmdb=with_tmdb))
    return 0


def _cancel_on_signals() -> None:
    """End the demo on SIGTERM and SIGHUP as on Ctrl-C, however often they come."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()

    def cancel() -> None:
        if task and not task.cancelling():
            task.cancel()

    with suppress(NotImplementedError, AttributeError):  # Windows has neither signal handlers nor SIGHUP
        loop.add_signal_handler(signal.SIGTERM, cancel)
        loop.add_signal_handler(signal.SIGHUP, cancel)


async def _run_demo(*, port: int, open_browser: bool, with_tmdb: bool) -> None:
    _cancel_on_signals()
    with tempfile.TemporaryDirectory(prefix="nunmul-demo-") as folder:
        async with open_demo_page(Path(folder) / "demo.db", port, with_tmdb=with_tmdb) as preview:
            print(INTRODUCTION.format(url=preview.url), flush=True)  # noqa: T201  # the demo speaks to who started it
            if open_browser:
                webbrowser.open(preview.url)
            await preview.wait_closed()


@asynccontextmanager
async def open_demo_page(
    database: Path, port: int, wall_time: Callable[[], float] = time.time, *, with_tmdb: bool = False
) -> AsyncIterator[Preview]:
    """Open the page of a simulated film club; raise StartupError if it cannot be opened.

    `wall_time` returns the epoch seconds that everything in the demo uses. With `with_tmdb` there are posters and
    places to watch, made up by a TMDB on loopback.
    """
    languages: dict[int, Language] = {}
    locales = LocaleResolver(languages)
    async with (
        made_up_tmdb() if with_tmdb else nullcontext((None, None)) as (tmdb, posters),
        app.open_client(
            database, locales=locales, clock=lambda: int(wall_time()), tmdb_access=tmdb.access if tmdb else None
        ) as client,
        simcord.run(client, **SIMCORD_OPTIONS) as env,
    ):
        env.backend.clock = WallClock(wall_time)
        env.backend.bot_user.name, env.backend.bot_user.avatar = "Nunmul", "nunmul"
        guild = env.create_guild("Film Club")
        channel = guild.create_text_channel("film-night", topic="눈물 · films to have a good cry with")
        members = _add_members(env, guild, languages)
        if tmdb:
            await _choose_countries(client, members)
        async with _open_preview(env, channel, members, port, posters) as preview:
            with _localized_commands(languages):
                refresher = PreviewRefresher(preview)
                refreshing = asyncio.create_task(refresher.refresh_forever())
                await _post_welcome(client, ChannelId(channel.id))
                yield preview
                refreshing.cancel()


@asynccontextmanager
async def _open_preview(
    env: simcord.Env,
    channel: simcord.ChannelHandle,
    members: list[simcord.MemberActor],
    port: int,
    posters: PosterDrawer | None,
) -> AsyncIterator[Preview]:
    try:
        avatar_url = f"{CDN_BASE}/avatars/{env.backend.bot_user.id}/nunmul.png"
        assets = {avatar_url: (AVATAR_FILE.name, AVATAR_FILE.read_bytes())}
        preview = env.preview(channel, viewers=members, layout="channel", port=port, assets=assets)
        check_simcord(env, preview)
        if posters:
            preview._explicit_assets = DrawnAssets(preview._explicit_assets, posters)
        _behave_like_discord(preview)
        await preview.__aenter__()
    except SetupError as error:
        raise port_error(port, str(error)) from error
    try:
        yield preview
    finally:
        await preview.close()


def _behave_like_discord(preview: Preview) -> None:
    """Let the page show mentions by name, and make suggestions for an empty option."""
    for field in FIELDS_WITH_MENTIONS:
        _markdown._FIELD_POLICIES[field].update(mentions=True, commands=True)
    original = preview._server._static

    async def serve(request: Any) -> Any:
        response = await original(request)
        if request.path == "/app.js":
            response.text += PAGE_SCRIPT.read_text(encoding="utf-8")
        return response

    preview._server._static = serve  # type: ignore[method-assign]  # the page has no hook for a script


def _add_members(
    env: simcord.Env, guild: simcord.GuildHandle, languages: dict[int, Language]
) -> list[simcord.MemberActor]:
    host = guild.create_role("Host", permissions=discord.Permissions(manage_guild=True), color=discord.Colour(0x5E8FC7))
    mina = guild.add_member(env.create_user("mina", global_name="Mina (moderator)"), roles=[host])
    sam = guild.add_member(env.create_user("sam", global_name="Sam"))
    jiwoo = guild.add_member(env.create_user("jiwoo", global_name="Jiwoo 지우 (Korean)"))
    languages[jiwoo.id] = Language.KOREAN
    return [sam, mina, jiwoo]


async def _choose_countries(client: NunmulClient, members: list[simcord.MemberActor]) -> None:
    """Let two members have a country; the third one is asked for theirs."""
    settings = SettingsService(client.core.database, client.core.locales.set_language)
    for member in members:
        if country := COUNTRIES.get(member.user.name):
            await settings.set_country(UserId(member.id), country)


async def _post_welcome(client: NunmulClient, channel_id: ChannelId) -> None:
    channel = client.get_channel(channel_id)
    if isinstance(channel, discord.TextChannel):
        await client.post_welcome(channel, Language.ENGLISH)


@contextmanager
def _localized_commands(languages: Mapping[int, Language]) -> Iterator[None]:
    """Show commands to each viewer by the names that their Discord would show; SimCord keeps them and shows English.

    Names of options stay English: the page sends them back as it shows them.
    """
    build = _commands.build_catalog

    def build_localized(shown: Preview, page: Any) -> dict[str, Any]:
        catalog, language = build(shown, page), languages.get(page.viewer.id)
        commands = shown.env.backend.commands.get(None, {}).values() if language else ()
        leaves = {
            (command["id"], tuple(path)): (command, leaf)
            for command in commands
            for path, leaf in command_leaves(command)
        }
        for entry in catalog["entries"] if language else ():
            command, leaf = leaves[entry["commandId"], tuple(entry["path"])]
            parts = [command] if command is leaf else [command, leaf]
            entry["invocation"] = " ".join(_localized(part, "name", language) for part in parts)
            entry["description"] = _localized(leaf, "description", language)
            for option, declared in zip(entry["options"], leaf.get("options") or (), strict=True):
                option["description"] = _localized(declared, "description", language)
                for shown_choice, choice in zip(option["choices"], declared.get("choices") or (), strict=True):
                    shown_choice["name"] = _localized(choice, "name", language)
        return catalog

    _commands.build_catalog = build_localized  # type: ignore[assignment]  # the type of a page is private
    try:
        yield
    finally:
        _commands.build_catalog = build


def _localized(part: Mapping[str, Any], key: str, language: Language | None) -> str:
    """Return the name or description of a command, an option or a choice; in English where there is no other."""
    return str((part.get(f"{key}_localizations") or {}).get(language, part[key]))
