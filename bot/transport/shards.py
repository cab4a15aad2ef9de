"""Connects shards to Discord's gateway: each resumes its session, or identifies as often as Discord allows.

discord.py reconnects one shard after another, within 60 seconds each, and does not limit session starts. Here each
shard reconnects in its own task, and waits before it opens a connection, never while one is open.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.shard import Shard as LibraryShard

from bot.transport import internals
from bot.transport.session_starts import UNREACHABLE, SessionStarts

log = logging.getLogger(__name__)

CONNECT_TIMEOUT = 60.0
RESUME_ATTEMPTS = 5
"""The number of failed connections after which a shard identifies again: its session or gateway may be gone."""
LONGEST_PAUSE = 60.0
DateListener = Callable[[str | None], None]
"""Receives the Date header of a resumed connection, before the missed events arrive."""
DISALLOWED_INTENTS = 4014


class Shard(LibraryShard):
    """A shard that starts without a connection and reconnects by itself until it is closed."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        shard_id: int,
        gateway: yarl.URL,
        starts: SessionStarts,
        on_date: DateListener,
    ) -> None:
        super().__init__(internals.unconnected_websocket(shard_id), client, internals.event_queue(client))
        self._gateway, self._starts, self._on_date = gateway, starts, on_date
        self._failures = 0

    @property
    def is_connected(self) -> bool:
        """Return whether a connection is open and a session was started or resumed on it."""
        return self.ws.open and not self._failures

    async def worker(self) -> None:
        """Stay connected while the client runs; an error that reconnecting cannot fix ends the client."""
        resume = False
        try:
            while not self._client.is_closed():
                await self._starts.sleep(_pause(self._failures))
                resume = await self._stay_connected(resume=resume)
                self._dispatch("shard_disconnect", self.id)
        except discord.ConnectionClosed as error:
            is_intents = error.code == DISALLOWED_INTENTS
            self._end(discord.PrivilegedIntentsRequired(self.id) if is_intents else error)
        except Exception as error:  # noqa: BLE001  # client.connect raises the error instead
            self._end(error)

    async def _stay_connected(self, *, resume: bool) -> bool:
        """Connect and serve until the connection is lost; return whether its session may be resumed."""
        self._failures += 1
        try:
            await (self._resume() if resume else self._identify())
            began = self.ws.wait_for("RESUMED" if resume else "READY", lambda _: True)
            while True:
                await self.ws.poll_event()
                if began.done():
                    self._failures = 0
        except ReconnectWebSocket as lost:
            return self._may_resume and lost.resume
        except UNREACHABLE as error:
            await self._handle_connection_failure(error)
            return self._may_resume

    @property
    def _may_resume(self) -> bool:
        return self.ws.session_id is not None and self._failures < RESUME_ATTEMPTS

    async def _identify(self) -> None:
        await self._starts.wait_before_identify(self.id)
        async with self._starts.turn(self.id):
            await self._open(gateway=self._gateway)

    async def _resume(self) -> None:
        old = self.ws
        await self._open(gateway=old.gateway, session=old.session_id, sequence=old.sequence, resume=True)
        self._on_date(internals.handshake_date(self.ws))

    async def _open(self, **options: Any) -> None:
        log.debug("connecting shard=%d gateway=%s", self.id, options["gateway"])
        async with asyncio.timeout(CONNECT_TIMEOUT):
            self.ws = await DiscordWebSocket.from_client(self._client, shard_id=self.id, **options)

    async def _handle_connection_failure(self, error: Exception) -> None:
        seconds = _pause(self._failures)
        log.warning("connection failed shard=%d error=%r retry_in=%.0f", self.id, error, seconds)
        with suppress(*UNREACHABLE):
            await self.ws.close()  # this also stops its heartbeats

    def _end(self, error: Exception) -> None:
        self._queue_put(internals.termination(self, error))


def launch(
    client: discord.AutoShardedClient, shard_id: int, gateway: yarl.URL, starts: SessionStarts, on_date: DateListener
) -> None:
    """Start a shard that connects in its own task."""
    shards = internals.shards_of(client)
    shards[shard_id] = Shard(client, shard_id, gateway, starts, on_date)
    shards[shard_id].launch()


def connected(client: discord.AutoShardedClient) -> dict[int, bool]:
    """Return whether each shard is connected, by shard id."""
    shards = internals.shards_of(client)
    return {shard_id: isinstance(shard, Shard) and shard.is_connected for shard_id, shard in shards.items()}


def heartbeat_ages(client: discord.AutoShardedClient) -> dict[int, float]:
    """Return the seconds since each shard's last heartbeat was answered, without shards that have no connection."""
    now, own = time.perf_counter(), internals.shards_of(client)
    answered_at = {shard_id: internals.last_heartbeat_ack(shard) for shard_id, shard in own.items()}
    return {shard_id: now - at for shard_id, at in answered_at.items() if at is not None}


def _pause(failures: int) -> float:
    """Return the seconds to wait after a number of consecutive failed connections."""
    return min(2.0 ** (failures - 1), LONGEST_PAUSE) if failures else 0.0
