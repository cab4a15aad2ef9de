"""Records and counts what the bot did."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.discord_rules import watch

UNAUTHORIZED_STATUSES, RATE_LIMITED_STATUS = frozenset({401, 403}), 429


@dataclass(eq=False, slots=True)
class LoggedRequest:
    """One request, as tests.discord_rules checks it; `status` is None until it is answered."""

    method: str
    path: str
    json: Any = None
    status: int | None = None
    is_shared_limit: bool = False
    has_route: bool = True

    @property
    def is_edit(self) -> bool:
        """Return whether this edits a message."""
        answered = isinstance(self.json, dict) and self.path.endswith("/callback") and self.json.get("type") == 7
        return answered or (self.method == "PATCH" and "/messages/" in self.path)

    @property
    def is_command_sync(self) -> bool:
        """Return whether this replaces the bot's commands."""
        return self.method == "PUT" and self.path.endswith("/commands")

    @property
    def is_invalid(self) -> bool:
        """Return whether Discord counts this towards its ban (10,000 in 10 minutes)."""
        return self.status in UNAUTHORIZED_STATUSES or (self.status == RATE_LIMITED_STATUS and not self.is_shared_limit)


@dataclass(slots=True)
class RequestLog:
    """All requests, and what the bot did at the gateway; `changed` is called after each change.

    `close_codes` are the codes with which the bot closed its connections: 1006 if it vanished without a close frame.
    """

    changed: Callable[[], None] = lambda: None
    requests: list[LoggedRequest] = field(default_factory=list)
    identified_shards: list[tuple[int, int]] = field(default_factory=list)
    resumes: int = 0
    heartbeats: int = 0
    close_codes: list[int] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    def add(self, request: LoggedRequest) -> LoggedRequest:
        """Add a request as soon as it arrives."""
        self.requests.append(request)
        self.changed()
        return request

    def record_response(self, request: LoggedRequest, status: int, *, shared: bool = False) -> None:
        """Record the status of the response, or 0 if the connection broke."""
        request.status, request.is_shared_limit = status, shared
        self.changed()

    @property
    def identify_count(self) -> int:
        """Return how many times the bot has identified."""
        return len(self.identified_shards)

    @property
    def command_sync_count(self) -> int:
        """Return how many times the bot replaced its commands, or tried to."""
        return sum(request.is_command_sync for request in self.requests)

    @property
    def edit_count(self) -> int:
        """Return how many requests edited a message, or tried to."""
        return sum(request.is_edit for request in self.requests)

    @property
    def invalid_request_count(self) -> int:
        """Return how many requests Discord would count towards its ban."""
        return sum(request.is_invalid for request in self.requests)

    @property
    def status_counts(self) -> Counter[int | None]:
        """Return how many requests were answered with each status."""
        return Counter(request.status for request in self.requests)

    def matching(self, method: str, ending: str = "") -> list[LoggedRequest]:
        """Return the requests with this method whose path has this ending."""
        return [request for request in self.requests if request.method == method and request.path.endswith(ending)]

    def violations(self) -> list[str]:
        """List requests that break one of Discord's rules, use an unknown route, or crashed the small Discord."""
        strange = [
            f"{request.method} {request.path}: no route of this small Discord"
            for request in self.requests
            if not request.has_route
        ]
        return [*self.crashes, *strange, *watch.check([request for request in self.requests if request.has_route])]


class ConditionWaiter:
    """Wakes up waiting tests when something becomes true, without polling."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    def notify(self) -> None:
        """Wake each test whose condition is now true; call this in the server's loop."""
        for condition, waiter in self._waiting:
            if not waiter.done() and condition():
                waiter.set_result(None)

    async def wait_until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until something is true; raise TimeoutError after this many seconds."""
        if condition():
            return
        entry = (condition, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        try:
            await asyncio.wait_for(entry[1], seconds)
        finally:
            self._waiting.remove(entry)
