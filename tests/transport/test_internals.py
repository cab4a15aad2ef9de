"""An incompatible library keeps the bot from starting, with a clear message, instead of failing later."""

from pathlib import Path
from typing import Any

import aiohttp
import aiosqlite
import discord
import pytest
from discord import app_commands
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.shard import Shard

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.database import Database
from bot.transport import internals


def other_init(self: object, *, renamed: Any) -> None:
    _ = self, renamed


CHANGES = [
    (discord.AutoShardedClient, "__init__", "shards in discord.shard"),
    (discord.AutoShardedClient, "_async_setup_hook", "queue in discord.shard"),
    (discord.AutoShardedClient, "launch_shard", "launch_shard in discord.shard"),
    (Shard, "__init__", "_queue_put in discord.shard"),
    (DiscordWebSocket, "__init__", "_keep_alive in discord.gateway"),
    (DiscordWebSocket, "from_client", "from_client in discord.gateway"),
    (KeepAliveHandler, "__init__", "_last_ack in discord.gateway"),
    (aiohttp.ClientWebSocketResponse, "__init__", "_response in aiohttp.client_ws"),
    (discord.Interaction, "__init__", "_session in discord.interactions"),
    (discord.InteractionResponse, "__init__", "_response_type in discord.interactions"),
    (app_commands.Command, "to_dict", "to_dict in discord.app_commands.commands"),
]


def test_the_installed_libraries_are_the_right_ones() -> None:
    """The pinned versions pass."""
    internals.check()


@pytest.mark.parametrize(("owner", "method", "named"), CHANGES)
def test_a_change_of_discord_py_or_aiohttp_is_named(
    monkeypatch: pytest.MonkeyPatch, owner: type, method: str, named: str
) -> None:
    """The error names what has changed and says what to do, and has its own exit code."""
    monkeypatch.setattr(owner, method, other_init)
    with pytest.raises(StartupError, match=rf"{named}.*uv sync") as refused:
        internals.check()
    assert refused.value.exit_code == ExitCode.LIBRARY_CHANGED


def test_a_missing_method_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing method is reported like a changed one."""
    monkeypatch.delattr(DiscordWebSocket, "poll_event")
    with pytest.raises(StartupError, match=r"poll_event in discord\.gateway"):
        internals.check()


@pytest.mark.parametrize(("name", "other"), [("_execute", lambda self: self), ("_conn", None)])
async def test_a_change_of_aiosqlite_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, other: object
) -> None:
    """Opening a database fails with an error that names aiosqlite and says what to do."""
    monkeypatch.setattr(aiosqlite.Connection, name, other)
    with pytest.raises(StartupError, match=r"aiosqlite.*uv sync") as refused:
        await Database.open(tmp_path / "new.db")
    assert refused.value.exit_code == ExitCode.LIBRARY_CHANGED
