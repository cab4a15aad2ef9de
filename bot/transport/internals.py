"""Wraps private parts of discord.py and aiohttp; `check` detects if a part that we use or override has changed.

discord.py reconnects its shards one after another and reports only their latency. `shards.Shard` reconnects them
independently, which no public interface of discord.py allows. Every public method that answers an interaction also
requests and builds the resulting message; `transport.answers.rest` does not.
"""

import asyncio
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import HTTPClient
from discord.shard import EventItem, EventType
from discord.shard import Shard as LibraryShard
from discord.state import ConnectionState

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.ids import GuildId

USED_ATTRIBUTES: tuple[tuple[type, str, str], ...] = (
    (discord.AutoShardedClient, "__init__", "_AutoShardedClient__shards"),
    (discord.AutoShardedClient, "_async_setup_hook", "_AutoShardedClient__queue"),
    (discord.AutoShardedClient, "launch_shards", "shard_count"),
    (LibraryShard, "__init__", "_client"),
    (LibraryShard, "__init__", "_dispatch"),
    (LibraryShard, "__init__", "_queue_put"),
    (LibraryShard, "launch", "worker"),
    (DiscordWebSocket, "__init__", "socket"),
    (DiscordWebSocket, "__init__", "session_id"),
    (DiscordWebSocket, "__init__", "sequence"),
    (DiscordWebSocket, "__init__", "_keep_alive"),
    (KeepAliveHandler, "__init__", "_last_ack"),
    (HTTPClient, "__init__", "connector"),
    (discord.Client, "__init__", "_connection"),
    (ConnectionState, "_add_guild", "_guilds"),
    (discord.Interaction, "__init__", "_session"),
    (discord.InteractionResponse, "__init__", "_response_type"),
    (app_commands.Command, "__init__", "_locale_description"),  # the description that /help shows
    (aiohttp.ClientWebSocketResponse, "__init__", "_response"),
)
"""Attributes that we use, each with a library method whose code must still mention it."""
PARAMETERS: tuple[tuple[type, str, frozenset[str]], ...] = (
    (discord.Client, "dispatch", frozenset({"event"})),
    (discord.AutoShardedClient, "launch_shard", frozenset({"gateway", "shard_id", "initial"})),
    (discord.AutoShardedClient, "before_identify_hook", frozenset({"shard_id", "initial"})),
    (LibraryShard, "__init__", frozenset({"ws", "client", "queue_put"})),
    (LibraryShard, "close", frozenset()),
    (LibraryShard, "worker", frozenset()),
    (DiscordWebSocket, "from_client", frozenset({"shard_id", "gateway", "session", "sequence", "resume"})),
    (DiscordWebSocket, "poll_event", frozenset()),
    (DiscordWebSocket, "wait_for", frozenset({"event", "predicate"})),
    (EventItem, "__init__", frozenset({"etype", "shard", "error"})),
    (discord.ui.View, "to_components", frozenset()),  # RowsView overrides it
    (app_commands.Command, "get_translated_payload", frozenset({"tree", "translator"})),
    (app_commands.Command, "to_dict", frozenset({"tree"})),
    (app_commands.CommandTree, "_call", frozenset({"interaction"})),
    (discord.Interaction, "__init__", frozenset({"data", "state"})),
    (discord.Guild, "_create_unavailable", frozenset({"state", "guild_id", "data"})),
    (ConnectionState, "_add_guild_from_data", frozenset({"data"})),
    (HTTPClient, "bulk_upsert_global_commands", frozenset({"application_id", "payload"})),
    (HTTPClient, "get_guild", frozenset({"guild_id", "with_counts"})),
    (HTTPClient, "get_all_guild_channels", frozenset({"guild_id"})),
    (HTTPClient, "get_active_threads", frozenset({"guild_id"})),
    (HTTPClient, "get_member", frozenset({"guild_id", "member_id"})),
)
"""Methods that we call or override, with the parameters that they must still have."""
UNUSED: Mapping[str, Any] = {"emojis": [], "stickers": []}
"""Empty values for the parts of a server that we do not use, so that these are not cached."""


def check() -> None:
    """Raise StartupError if a part of discord.py or aiohttp that we use or override has changed."""
    if changed := sorted(set(_changed_parts())):
        raise StartupError(
            f"This discord.py or aiohttp is not the version Nunmul was made for ({', '.join(changed)} has changed): "
            "uv sync installs the right one.",
            ExitCode.LIBRARY_CHANGED,
        )


def _changed_parts() -> Iterator[str]:
    for owner, method, attribute in USED_ATTRIBUTES:
        if attribute not in _code_names(owner, method):
            yield f"{attribute.rpartition('__')[2]} in {owner.__module__}"
    for owner, method, parameters in PARAMETERS:
        function = getattr(owner, method, None)
        if function is None or not parameters <= inspect.signature(function).parameters.keys():
            yield f"{method} in {owner.__module__}"


def _code_names(owner: type, method: str) -> tuple[str, ...]:
    function = getattr(owner, method, None)
    code = getattr(inspect.unwrap(function), "__code__", None) if function else None
    return code.co_names if code else ()


def shards_of(client: discord.AutoShardedClient) -> dict[int, LibraryShard]:
    """Return the client's internal mapping of shards; adding shards to `client.shards`, a copy, has no effect."""
    shards: dict[int, LibraryShard] = client._AutoShardedClient__shards  # type: ignore[attr-defined]  # noqa: SLF001  # this module's purpose
    return shards


def event_queue(client: discord.AutoShardedClient) -> Callable[[EventItem], None]:
    """Return the function that passes an event to `client.connect`; only an event can make `connect` raise an error."""
    put: Callable[[EventItem], None] = client._AutoShardedClient__queue.put_nowait  # type: ignore[attr-defined]  # noqa: SLF001  # this module's purpose
    return put


def termination(shard: LibraryShard, error: Exception) -> EventItem:
    """Return the event that makes `client.connect` close the client and raise `error`."""
    return EventItem(EventType.terminate, shard, error)


def last_heartbeat_ack(shard: LibraryShard) -> float | None:
    """Return when a shard's last heartbeat was answered, by time.perf_counter, or None without a connection.

    discord.py publishes only the latency of the last answer, which stays the same while answers are missing.
    """
    keep_alive: KeepAliveHandler | None = getattr(shard.ws, "_keep_alive", None)
    return keep_alive._last_ack if keep_alive else None  # noqa: SLF001  # this module's purpose


def handshake_date(websocket: DiscordWebSocket) -> str | None:
    """Return the Date header of the response that opened a websocket; aiohttp does not publish that response."""
    return websocket.socket._response.headers.get("Date")  # noqa: SLF001  # this module's purpose


def session_of(interaction: discord.Interaction[Any]) -> aiohttp.ClientSession:
    """Return the session in which discord.py answers interactions."""
    return interaction._session  # noqa: SLF001  # this module's purpose


def mark_answered(interaction: discord.Interaction[Any], kind: discord.InteractionResponseType) -> None:
    """Tell discord.py that an interaction is answered, because otherwise it would answer an autocomplete itself."""
    interaction.response._response_type = kind  # noqa: SLF001  # this module's purpose


def unconnected_websocket(shard_id: int) -> Any:
    """Return a stand-in for a shard's websocket before it connects; discord.py creates only connected shards."""

    async def close(code: int = 4000) -> None:
        _ = code

    return SimpleNamespace(
        shard_id=shard_id, open=False, close=close, session_id=None, sequence=None, latency=float("inf")
    )


def forget_shard_count(client: discord.AutoShardedClient) -> None:
    """Make the next `client.connect` ask Discord for the number of shards; discord.py asks only the first time."""
    client.shard_count = None  # type: ignore[assignment]  # its value before the first connection


async def reset_http(client: discord.Client) -> None:
    """Close the HTTP session of a failed login; discord.py would otherwise reuse its closed connector."""
    await client.http.close()
    client.http.connector = discord.utils.MISSING


async def close(client: discord.Client) -> None:
    """Close a client and its session; discord.py 2.7.1 fails to close a sharded client that never connected."""
    with suppress(AttributeError):
        await client.close()
    await client.http.close()


async def command_payloads(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Return what `tree.sync` would send for each command, from methods that discord.py does not document."""
    translator, commands = tree.translator, tree.get_commands()
    if translator:
        return [await command.get_translated_payload(tree, translator) for command in commands]
    return [command.to_dict(tree) for command in commands]


async def send_commands(
    tree: app_commands.CommandTree[Any], payloads: Sequence[Mapping[str, Any]]
) -> Sequence[Mapping[str, Any]]:
    """Register commands as `tree.sync` does, but without building their payloads again; return Discord's records."""
    http, application_id = tree.client.http, tree.client.application_id
    if application_id is None:
        raise app_commands.MissingApplicationID
    sent: list[dict[str, Any]] = await http.bulk_upsert_global_commands(application_id, payload=list(payloads))
    return sent


def parse_interaction(client: discord.Client, payload: Mapping[str, Any]) -> discord.Interaction[Any]:
    """Return the interaction in a payload from outside the gateway; raise any kind of error if it is malformed."""
    return discord.Interaction(data=payload, state=client._connection)  # type: ignore[arg-type]  # noqa: SLF001  # this module's purpose


async def run_command(tree: app_commands.CommandTree[Any], interaction: discord.Interaction[Any]) -> None:
    """Run a command or its autocomplete in this task; discord.py itself would start another task."""
    try:
        await tree._call(interaction)  # noqa: SLF001  # this module's purpose
    except app_commands.AppCommandError as error:
        await tree.on_error(interaction, error)


async def fetch_guild(client: discord.Client, guild_id: GuildId) -> dict[str, Any]:
    """Return a server as Discord describes it, without its channels."""
    return {**await client.http.get_guild(guild_id, with_counts=False), **UNUSED}


async def fetch_whole_guild(client: discord.Client, guild_id: GuildId) -> dict[str, Any]:
    """Return a server with its channels, its active threads and our own member, as the gateway describes it."""
    http, own_id = client.http, client.user.id if client.user else 0
    guild, channels, threads, member = await asyncio.gather(
        fetch_guild(client, guild_id),
        http.get_all_guild_channels(guild_id),
        http.get_active_threads(guild_id),
        http.get_member(guild_id, own_id),
    )
    return {**guild, "channels": channels, "threads": threads["threads"], "members": [member]}


def cache_guild(client: discord.Client, data: Mapping[str, Any]) -> discord.Guild:
    """Put a server into discord.py's cache, which otherwise only the gateway fills."""
    return client._connection._add_guild_from_data(data)  # type: ignore[arg-type]  # noqa: SLF001  # this module's purpose


def forget_guild(client: discord.Client, guild_id: GuildId) -> discord.Guild:
    """Remove a server from discord.py's cache and return it, or a stand-in with its id."""
    state = client._connection  # noqa: SLF001  # this module's purpose
    if guild_id in state._guilds:  # noqa: SLF001
        return state._guilds.pop(guild_id)  # noqa: SLF001
    return discord.Guild._create_unavailable(state=state, guild_id=guild_id, data=None)  # noqa: SLF001
