"""Listens for changes made by other processes, on a dedicated connection."""

import asyncio
import hashlib
import json
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from psycopg import Error, Notify

from bot.core.storage.changes import Change, OnChange
from bot.core.storage.location import PostgresUrl
from bot.core.storage.postgres.connection import CHANNEL, RawConnection
from bot.core.storage.postgres.errors import reason

log = logging.getLogger(__name__)

RECONNECT_SECONDS = 0.2, 5.0
"""The first and the longest pause before connecting again."""
MISSED_AFTER_SECONDS = 60.0
"""Seconds without a notification until we assume that some were missed, because a connection can die unnoticed."""
Connect: TypeAlias = Callable[[PostgresUrl], Awaitable[RawConnection]]


@dataclass(eq=False, slots=True)
class Listener:
    """Listens to the notifications of other processes; it marks its own ones with `origin`, in order to skip them.

    `process` is a number computed from `origin`.
    """

    url: PostgresUrl
    origin: str = field(init=False)
    process: int = field(init=False)

    def __post_init__(self) -> None:
        self.origin = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        self.process = int.from_bytes(hashlib.sha256(self.origin.encode()).digest()[:7])

    def payload(self, change: Change) -> str:
        """Return a change as the payload of a notification."""
        return json.dumps([self.origin, change.topic, change.changed_id])

    async def listen(self, connect: Connect, on_change: OnChange) -> None:
        """Report other processes' changes until cancelled, and None after each new connection and each quiet minute."""
        first, longest = RECONNECT_SECONDS
        pause = first
        while True:
            try:
                async with await connect(self.url) as raw:
                    await raw.execute(f"LISTEN {CHANNEL}")
                    await on_change(None)
                    pause = first
                    await self._report(raw, on_change)
            except Error as error:
                log.warning("change listener not connected error=%s retry_in=%.1f", reason(error), pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, longest)

    async def _report(self, raw: RawConnection, on_change: OnChange) -> None:
        while True:
            count = 0
            async for notification in raw.notifies(timeout=MISSED_AFTER_SECONDS, stop_after=1):
                count += 1
                if change := self._read(notification):
                    await on_change(change)
            if not count:
                await raw.execute("SELECT 1")  # raises if the connection is dead
                await on_change(None)

    def _read(self, notification: Notify) -> Change | None:
        """Return the change that a notification describes, or None if it is our own or unreadable."""
        try:
            origin, topic, changed_id = json.loads(notification.payload)
        except ValueError:
            return None
        return None if origin == self.origin else Change(topic, changed_id)
