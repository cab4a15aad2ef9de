"""Makes SimCord's page more like Discord.

Only this package uses private parts of SimCord; `check_simcord` detects if one is gone.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import simcord
from simcord._clock import Clock
from simcord.interactions import command_leaves
from simcord.preview import Preview, _commands, _markdown

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.text.languages import Language

SINGLE_VIEWER_PAGES = 2
"""The number of pages if only one person is watching: SimCord's own page and one browser tab."""
REFRESH_CHECK_SECONDS = 0.25
"""Seconds between two checks for new messages."""
FIELDS_WITH_MENTIONS = ("embed_description", "embed_field_value")
"""Parts of an embed in which Discord shows mentions as names, but SimCord's page shows them as typed."""
PAGE_ADDITIONS: Mapping[str, Path] = {
    "/app.js": Path(__file__).with_name("page.js"),
    "/preview.css": Path(__file__).with_name("page.css"),
}
"""Additions to SimCord's page: suggestions for an empty option, and blank lines between paragraphs."""


class WallClock(Clock):
    """A SimCord clock that follows the wall clock."""

    def __init__(self, wall_time: Callable[[], float]) -> None:
        super().__init__()
        self._wall_time = wall_time

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.fromtimestamp(self._wall_time(), UTC)


class PreviewRefresher:
    """Refreshes the page to show the bot's own posts, without making SimCord reject people's actions.

    SimCord rejects an action during a refresh, and an action on a page that is older than the last refresh. So actions
    and refreshes take turns here, and every action counts as made on the current page. SimCord still rejects a press of
    a button that is gone.
    """

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._original_action = preview._action
        self._lock = asyncio.Lock()
        self._needs_refresh = False
        preview._action = self._run_action  # type: ignore[method-assign]  # so that actions and refreshes take turns
        preview.env.backend.subscribers.append(self._on_event)

    async def refresh_forever(self) -> None:
        """Refresh the page whenever messages have changed, until cancelled."""
        while True:
            await asyncio.sleep(REFRESH_CHECK_SECONDS)
            if self._needs_refresh:
                await self._refresh()

    def _on_event(self, event: str, _: object) -> None:
        self._needs_refresh = self._needs_refresh or event.startswith("MESSAGE_")

    async def _refresh(self) -> None:
        async with self._lock:
            self._needs_refresh = False
            with suppress(TimeoutError):  # the bot is still busy; its next message will cause a refresh
                await self._preview.refresh()

    async def _run_action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self._lock:
            page = self._preview._pages.get(context_id or "")
            if page and isinstance(body, dict) and body.get("sequence") == page.last_sequence + 1:
                body = body | {"published_revision": page.revision} if "published_revision" in body else body
            result = await self._original_action(context_id, body)
            # The person who acted already sees the result; other viewers do not.
            self._needs_refresh = self._needs_refresh and len(self._preview._pages) > SINGLE_VIEWER_PAGES
            return result


def check_simcord(env: simcord.Env, preview: Preview) -> None:
    """Raise StartupError if SimCord no longer has the private parts that this package uses."""
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
            f"This SimCord is not the version the demo was made for ({', '.join(missing_names)} is gone): "
            "uv sync installs the right one.",
            ExitCode.DEMO_UNAVAILABLE,
        )


def behave_like_discord(preview: Preview) -> None:
    """Make the page show mentions as names, suggestions for an empty option, and blank lines."""
    for field in FIELDS_WITH_MENTIONS:
        _markdown._FIELD_POLICIES[field].update(mentions=True, commands=True)
    original = preview._server._static

    async def serve(request: Any) -> Any:
        response = await original(request)
        if addition := PAGE_ADDITIONS.get(request.path):
            response.text += addition.read_text(encoding="utf-8")
        return response

    preview._server._static = serve  # type: ignore[method-assign]  # the page has no hook for a script


@contextmanager
def localized_commands(languages: Mapping[int, Language]) -> Iterator[None]:
    """Show each viewer the localised names and descriptions of commands, which SimCord stores but does not show.

    Names of options stay English, because the page sends them back as displayed.
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
    """Return the localised name or description of a command, an option or a choice, by default in English."""
    return str((part.get(f"{key}_localizations") or {}).get(language, part[key]))
