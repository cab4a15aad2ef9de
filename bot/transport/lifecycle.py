"""Runs the client: logs in, connects, retries, monitors it and shuts it down cleanly."""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import discord
from msgspec import Struct

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.log import flush
from bot.ops import health
from bot.transport import internals, shards
from bot.transport.client import NunmulClient
from bot.transport.session_starts import UNREACHABLE

log = logging.getLogger(__name__)

GRACE_SECONDS = 3.0
"""Seconds in which running handlers can finish after the first signal."""
DEADLINE = 4.5
"""Seconds after a signal or a fatal error until the process is killed."""
REPEATED_SIGNAL_SECONDS = 0.5
"""Seconds within which a second signal is ignored: uv repeats a signal that its process group received."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
HEALTH_INTERVAL, STARTUP_HEALTH_INTERVAL = 10.0, 1.0
DATABASE_TIMEOUT = 2.0
HEARTBEAT_WARNING_SECONDS = 120.0
AUTHENTICATION_FAILED = 4004
UNAUTHORISED = 401
MAX_DISCONNECTED_SECONDS = 30 * 60.0
"""After this many seconds without any connection, the process exits, so that its supervisor restarts it."""


class InteractionSource(Protocol):
    """Where interactions come from: the gateway or HTTP."""

    async def connect(self) -> None:
        """Receive interactions until cancelled; the client is already logged in."""

    async def stop_accepting(self) -> None:
        """Stop receiving interactions, if that is possible before the connection ends."""


class GatewaySource(Struct, frozen=True):
    """Receives interactions and all other events through the gateway."""

    client: NunmulClient

    async def connect(self) -> None:
        """Connect to the gateway, and stay connected until cancelled."""
        if not self.client.has_fixed_shards:
            internals.forget_shard_count(self.client)
        await self.client.connect()

    async def stop_accepting(self) -> None:
        """Do nothing, because interactions that arrive before the connection ends are still answered."""


async def run(client: NunmulClient, token: str, database: Path, source: InteractionSource) -> None:
    """Run the client until a signal; raise StartupError if Discord rejects it permanently or stays unreachable."""
    with _signals() as stop:
        serving = asyncio.create_task(serve(client, token, source))
        async with _health_watch(client, database) as watching, _closing(client):
            await asyncio.wait({serving, watching, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not serving.done() and not watching.done():
                await source.stop_accepting()
                await _drain(client, serving)
                return
            ended = serving if serving.done() else watching
            _force_exit_after_deadline(ended.exception())
            serving.cancel()
            ended.result()


async def serve(client: NunmulClient, token: str, source: InteractionSource) -> None:
    """Log in and stay connected; retry with increasing delays while Discord is unreachable."""
    wait = FIRST_WAIT
    while True:
        try:
            await _connect(client, token, source)
        except UNREACHABLE as error:
            if client.is_closed():
                raise
            wait = max(wait, getattr(error, "retry_after", 0.0))
            log.warning("Discord unreachable error=%s retry_in=%.0f", str(error) or type(error).__name__, wait)
            if not client.is_logged_in:
                await internals.reset_http(client)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return


async def _connect(client: NunmulClient, token: str, source: InteractionSource) -> None:
    try:
        if not client.is_logged_in:
            await client.login(token)
            log.info("logged in as=%s invite_url=%s", client.user, client.invite_url)
        await source.connect()
    except discord.LoginFailure as error:
        raise _token_error() from error
    except (discord.HTTPException, discord.GatewayNotFound) as error:
        if UNAUTHORISED in {getattr(error, "status", None), getattr(error.__cause__, "status", None)}:
            raise _token_error() from error
        raise
    except discord.PrivilegedIntentsRequired as error:
        raise StartupError(
            "Discord refuses the intents, although Nunmul asks for no privileged ones: check the Bot page "
            "of your application in the developer portal, or ask Discord's support.",
            ExitCode.INTENTS_REFUSED,
        ) from error
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise _token_error() from error
        sentence = f"Discord closed the connection for good (code {error.code}): look up the code, then start again."
        raise StartupError(sentence, ExitCode.CLOSED_FOR_GOOD) from error


def _token_error() -> StartupError:
    return StartupError(
        "Discord refuses DISCORD_TOKEN: it was reset, or belongs to a bot that no longer exists. Copy a new one from "
        "the developer portal (your application, Bot, Reset Token) into .env.",
        ExitCode.TOKEN_REFUSED,
    )


def _force_exit_after_deadline(reason: object) -> None:
    """Log the reason and kill the process if closing takes longer than DEADLINE, for example if the database hangs."""
    code = reason.exit_code if isinstance(reason, StartupError) else ExitCode.BROKEN

    def end() -> None:
        log.critical("%s", reason)
        flush()
        os._exit(code)

    timer = threading.Timer(DEADLINE, end)
    timer.daemon = True
    timer.start()


@contextmanager
def _signals() -> Iterator["asyncio.Future[None]"]:
    """Yield a future that the first SIGTERM or Ctrl-C completes; a later one kills the process."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()
    first: list[float] = []

    def on_signal(number: int) -> None:
        if stop.done() and loop.time() - first[0] < REPEATED_SIGNAL_SECONDS:
            return
        if stop.done():
            flush()
            os._exit(128 + number)
        first.append(loop.time())
        log.info("stopping signal=%s", signal.Signals(number).name)
        _force_exit_after_deadline("shutdown took too long and was forced")
        stop.set_result(None)

    with suppress(NotImplementedError):  # event loops on Windows do not support signal handlers; Ctrl-C raises there
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, on_signal, number)
    yield stop


async def _drain(client: NunmulClient, serving: "asyncio.Task[None]") -> None:
    running = client.core.dispatcher.running_tasks
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            while running:
                await asyncio.wait(set(running))
    serving.cancel()
    await asyncio.wait({serving})


@asynccontextmanager
async def _closing(client: NunmulClient) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await internals.close(client)


@asynccontextmanager
async def _health_watch(client: NunmulClient, database: Path) -> AsyncIterator["asyncio.Task[None]"]:
    watching = asyncio.create_task(watch(client, health.health_file(database)))
    try:
        yield watching
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        health.health_file(database).unlink(missing_ok=True)


async def watch(client: NunmulClient, health_path: Path) -> None:
    """Write the health file, log problems and tidy up the database, at regular intervals.

    Raise StartupError after MAX_DISCONNECTED_SECONDS without a connection, unless Discord's limit on session starts
    forbids connecting.
    """
    connected_at = time.monotonic()
    while True:
        now = await _take_snapshot(client)
        try:
            health.write(health_path, now)
        except OSError as error:
            log.warning("health file not written error=%s", error.strerror)
        if not now.database_in_place:
            log.critical("%s; put the file back, or stop Nunmul and restore a backup", health.DATABASE_LOST)
        await client.core.database.tidy_up()
        for shard_id, heartbeat_age in shards.heartbeat_ages(client).items():
            if heartbeat_age > HEARTBEAT_WARNING_SECONDS:
                log.warning("heartbeats unanswered shard=%d seconds=%.0f", shard_id, heartbeat_age)
        if client.is_connected or client.is_serving or client.starts.is_near_limit:
            connected_at = time.monotonic()
        _check_disconnected_time(time.monotonic() - connected_at)
        await asyncio.sleep(HEALTH_INTERVAL if client.is_ready() or client.is_serving else STARTUP_HEALTH_INTERVAL)


def _check_disconnected_time(seconds: float) -> None:
    if seconds > MAX_DISCONNECTED_SECONDS:
        raise StartupError(
            f"Discord could not be reached for {seconds / 60:.0f} minutes, despite constant retries: this process "
            "ends so that its supervisor starts a new one. Check the network and Discord's status page.",
            ExitCode.DISCORD_UNREACHABLE,
        )


async def _take_snapshot(client: NunmulClient) -> health.HealthSnapshot:
    heartbeat_ages = shards.heartbeat_ages(client)
    shard_states = [
        health.ShardHealth(shard_id, is_connected, heartbeat_ages.get(shard_id, 0.0))
        for shard_id, is_connected in shards.connected(client).items()
    ]
    database = client.core.database
    answers, is_in_place = await database.responds(DATABASE_TIMEOUT), await database.is_in_place()
    return health.HealthSnapshot(
        os.getpid(), client.core.clock(), shard_states, answers, is_in_place, client.is_serving
    )
