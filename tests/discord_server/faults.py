"""Faults: what goes wrong, and with which request."""

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any, Literal

from tests.discord_server.rest.api_errors import ApiError

FOREVER = 10**9
Scope = Literal["user", "global", "shared"]


@dataclass(frozen=True, slots=True)
class HttpReply:
    """An HTTP reply: its status, its JSON or text body, and its headers."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class RequestHold:
    """Blocks a request until the test releases it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._released, self._is_released = asyncio.Event(), threading.Event()

    async def wait(self) -> None:
        """Block the request here, in the server's loop."""
        self._loop = asyncio.get_running_loop()
        if not self._is_released.is_set():
            await self._released.wait()

    def release(self) -> None:
        """Release the request and every later one; any thread may call this."""
        self._is_released.set()
        if self._loop:
            self._loop.call_soon_threadsafe(self._released.set)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong; `is_processed` means that Discord did the work and only the answer is wrong."""

    reply: HttpReply | None = None
    is_processed: bool = False
    resets_connection: bool = False
    delay_seconds: float = 0
    hold: RequestHold | None = None

    @classmethod
    def status(cls, status: int, *, processed: bool = False) -> "Fault":
        """Return a server error, from Discord or something in front of it: 500, 502, 503 …"""
        return cls(HttpReply(status, "<html>an error page</html>"), processed)

    @classmethod
    def api_error(cls, code: int, status: int | None = None) -> "Fault":
        """Return Discord's error with this code, and with its usual status unless another is given."""
        refusal = ApiError(code, status)
        return cls(HttpReply(refusal.status, refusal.body))

    @classmethod
    def rate_limited(cls, scope: Scope = "user", seconds: float = 0.05, *, code: int = 0, via: bool = True) -> "Fault":
        """Return a 429; without `via`, it is from the proxy in front of Discord: no JSON, no Via header."""
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": scope == "global"}
        headers = {"Retry-After": str(seconds), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
        if not via:
            return cls(HttpReply(429, "error code: 1015", {"Retry-After": str(seconds)}))
        loud = {"X-RateLimit-Global": "true"} if scope == "global" else {}
        return cls(HttpReply(429, body | ({"code": code} if code else {}), headers | loud))

    @classmethod
    def connection_reset(cls, *, processed: bool = False) -> "Fault":
        """Return a connection reset in place of an answer."""
        return cls(is_processed=processed, resets_connection=True)

    @classmethod
    def delayed(cls, seconds: float, *, processed: bool = False) -> "Fault":
        """Return a delay of the request or, with `processed`, only of its answer."""
        return cls(is_processed=processed, delay_seconds=seconds)

    def and_then(self, other: "Fault") -> "Fault":
        """Return a fault that waits as this one does, and then goes wrong as the other one does."""
        return replace(other, delay_seconds=self.delay_seconds, hold=self.hold)

    async def wait(self) -> None:
        """Wait for this fault's delay, and until its hold is released."""
        await asyncio.sleep(self.delay_seconds)
        if self.hold:
            await self.hold.wait()


@dataclass(slots=True)
class _Rule:
    method: str
    path: str
    fault: Fault
    times: int

    def matches(self, method: str, path: str) -> bool:
        return self.times > 0 and self.method == method and fnmatchcase(path, self.path)


class Faults:
    """The configured faults; the first that matches a request and is not used up applies."""

    def __init__(self) -> None:
        self._rules: list[_Rule] = []

    def add(self, method: str, path: str, fault: Fault, times: int = 1) -> None:
        """Apply a fault to the next `times` requests: add("POST", "/interactions/*/callback", Fault.status(502))."""
        self._rules.append(_Rule(method, path, fault, times))

    def add_permanent(self, method: str, path: str, fault: Fault) -> None:
        """Make all such requests fail until `clear`."""
        self.add(method, path, fault, FOREVER)

    def hold_next(self, method: str, path: str) -> RequestHold:
        """Hold the next such request until the test releases it."""
        hold = RequestHold()
        self.add(method, path, Fault(hold=hold))
        return hold

    def clear(self) -> None:
        """Remove all faults."""
        self._rules.clear()

    def take(self, method: str, path: str) -> Fault:
        """Return the fault for this request, and count it as used; without one, return a fault that changes nothing."""
        for rule in self._rules:
            if rule.matches(method, path):
                rule.times -= 1
                return rule.fault
        return Fault()

    def unused(self) -> list[str]:
        """List the faults that were used fewer times than configured."""
        left = (rule for rule in self._rules if 0 < rule.times < FOREVER // 2)
        return [f"{rule.method} {rule.path}: {rule.fault}" for rule in left]
