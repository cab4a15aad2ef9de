"""The two sides of a bot's presence at the gateway: the session, which outlives the line, and the line."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import ClientConnectionResetError, WSCloseCode, WSMessage, WSMsgType, web

ENDING = frozenset({1000, 1001})
"""Who closes with one of these gives up the session; after any other code it can be resumed."""


class Op(IntEnum):
    """What a message of the gateway is about."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(eq=False, slots=True)
class Line:
    """One websocket of the bot; a `silent` one takes everything and gives nothing, not even a farewell."""

    request: web.Request
    socket: web.WebSocketResponse = field(default_factory=lambda: web.WebSocketResponse(autoclose=False, timeout=1))
    silent: bool = False
    closed_by_us: int | None = None
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, op: Op, data: Any = None, event: str | None = None, number: int | None = None) -> None:
        """Say one thing; nobody minds if the other side is gone already."""
        if not self.silent:
            with suppress(ClientConnectionResetError):
                await self.socket.send_str(json.dumps({"op": op.value, "d": data, "t": event, "s": number}))

    async def heard(self) -> dict[str, Any] | None:
        """What the bot says next; None once it has closed."""
        said: WSMessage = await self.socket.receive()
        return json.loads(said.data) if said.type is WSMsgType.TEXT else None

    async def close(self, code: int) -> None:
        """Close it properly, with a code."""
        self.closed_by_us = code
        await self.socket.close(code=code)

    def drop(self) -> None:
        """Cut it, without a word."""
        if self.request.transport:
            self.request.transport.abort()
        self.gone.set()

    async def end(self) -> int | None:
        """Part as a line should; gives the code with which it was closed, None for a line that broke."""
        heard = self.socket.close_code
        if self.silent:
            await self.gone.wait()
        else:
            await self.socket.close()
        return self.closed_by_us or (None if heard == WSCloseCode.ABNORMAL_CLOSURE else heard)


@dataclass(eq=False, slots=True)
class Session:
    """What the bot identified as, with all it was told, so that a new line can take up where the old one broke."""

    id: str
    shard: int
    shards: int
    line: Line | None
    said: list[tuple[str, Any]] = field(default_factory=list)

    async def dispatch(self, event: str, data: Any) -> None:
        """Tell of an event, now or when the session is resumed."""
        self.said.append((event, data))
        await self._send(len(self.said))

    async def resume(self, line: Line, number: int) -> None:
        """Go on with another line: everything after `number` once more, then RESUMED."""
        self.line = line
        for missed in range(number + 1, len(self.said) + 1):
            await self._send(missed)
        await self.dispatch("RESUMED", {})

    async def _send(self, number: int) -> None:
        if self.line:
            event, data = self.said[number - 1]
            await self.line.send(Op.DISPATCH, data, event, number)
