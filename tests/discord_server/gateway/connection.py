"""The two parts of a bot's presence at the gateway: the connection, and the session, which outlives it."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import ClientConnectionResetError, WSCloseCode, WSMessage, WSMsgType, web

SESSION_ENDING_CODES = frozenset({1000, 1001})
"""A bot that closes with one of these codes gives up its session; after any other code the session can be resumed."""


class Opcode(IntEnum):
    """The kind of a gateway message."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(eq=False, slots=True)
class GatewayConnection:
    """One websocket of the bot; if `is_silent`, it accepts everything and sends nothing, not even a close frame."""

    request: web.Request
    socket: web.WebSocketResponse = field(default_factory=lambda: web.WebSocketResponse(autoclose=False, timeout=1))
    is_silent: bool = False
    close_code_sent: int | None = None
    dropped: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, op: Opcode, data: Any = None, event: str | None = None, sequence: int | None = None) -> None:
        """Send a message; do nothing if the other side is gone."""
        if not self.is_silent:
            with suppress(ClientConnectionResetError):
                await self.socket.send_str(json.dumps({"op": op.value, "d": data, "t": event, "s": sequence}))

    async def receive(self) -> dict[str, Any] | None:
        """Return the bot's next message, or None once the connection is closed."""
        frame: WSMessage = await self.socket.receive()
        return json.loads(frame.data) if frame.type is WSMsgType.TEXT else None

    async def close(self, code: int) -> None:
        """Close the connection properly, with a code."""
        self.close_code_sent = code
        await self.socket.close(code=code)

    def drop(self) -> None:
        """Cut the connection without a close frame."""
        if self.request.transport:
            self.request.transport.abort()
        self.dropped.set()

    async def finish(self) -> int | None:
        """Finish closing, and return the code with which the connection was closed, or None if it broke."""
        close_code = self.socket.close_code
        if self.is_silent:
            await self.dropped.wait()
        else:
            await self.socket.close()
        return self.close_code_sent or (None if close_code == WSCloseCode.ABNORMAL_CLOSURE else close_code)


@dataclass(eq=False, slots=True)
class GatewaySession:
    """A session of one shard, with every event that was sent in it, so that a new connection can resume it."""

    id: str
    shard: int
    shard_count: int
    connection: GatewayConnection | None
    sent_events: list[tuple[str, Any]] = field(default_factory=list)

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event, now or when the session is resumed."""
        self.sent_events.append((event, data))
        await self._send(len(self.sent_events))

    async def resume(self, connection: GatewayConnection, sequence: int) -> None:
        """Resume on another connection: send everything after `sequence`, then RESUMED."""
        self.connection = connection
        for missed in range(sequence + 1, len(self.sent_events) + 1):
            await self._send(missed)
        await self.dispatch("RESUMED", {})

    async def _send(self, sequence: int) -> None:
        if self.connection:
            event, data = self.sent_events[sequence - 1]
            await self.connection.send(Opcode.DISPATCH, data, event, sequence)
