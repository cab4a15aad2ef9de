"""What the bot did, counted."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.discord_rules import watch

REFUSED, LIMITED = frozenset({401, 403}), 429


@dataclass(eq=False, slots=True)
class Request:
    """One request, as tests.discord_rules checks it; `status` is None while it is not answered."""

    method: str
    path: str
    json: Any = None
    status: int | None = None
    shared: bool = False
    known: bool = True

    @property
    def edits(self) -> bool:
        """Whether this changes a message."""
        answered = isinstance(self.json, dict) and self.path.endswith("/callback") and self.json.get("type") == 7
        return answered or (self.method == "PATCH" and "/messages/" in self.path)

    @property
    def syncs(self) -> bool:
        """Whether this replaces the bot's commands."""
        return self.method == "PUT" and self.path.endswith("/commands")

    @property
    def invalid(self) -> bool:
        """Whether Discord counts this towards its ban (10,000 in 10 minutes)."""
        return self.status in REFUSED or (self.status == LIMITED and not self.shared)


@dataclass(slots=True)
class Records:
    """All requests and all that was said over the gateway; `changed` is called whenever there is more.

    `closes` are the codes with which the bot ended its lines: 1006 when it vanished without a word.
    """

    changed: Callable[[], None] = lambda: None
    requests: list[Request] = field(default_factory=list)
    identified: list[tuple[int, int]] = field(default_factory=list)
    resumes: int = 0
    heartbeats: int = 0
    closes: list[int] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    def note(self, request: Request) -> Request:
        """Keep a request from the moment it is here."""
        self.requests.append(request)
        self.changed()
        return request

    def answer(self, request: Request, status: int, *, shared: bool = False) -> None:
        """Keep how it was answered; 0 for a connection that broke."""
        request.status, request.shared = status, shared
        self.changed()

    @property
    def identifies(self) -> int:
        """How many sessions the bot has started, of which Discord grants 1000 a day; `identified` has the shards."""
        return len(self.identified)

    @property
    def command_syncs(self) -> int:
        """How often the bot's commands were replaced, or tried to be."""
        return sum(request.syncs for request in self.requests)

    @property
    def edits(self) -> int:
        """How many requests changed a message, or tried to."""
        return sum(request.edits for request in self.requests)

    @property
    def invalid_requests(self) -> int:
        """How many requests Discord would count towards its ban."""
        return sum(request.invalid for request in self.requests)

    @property
    def statuses(self) -> Counter[int | None]:
        """How many requests were answered with each status."""
        return Counter(request.status for request in self.requests)

    def sent(self, method: str, ending: str = "") -> list[Request]:
        """The requests with this method and this end of their path."""
        return [one for one in self.requests if one.method == method and one.path.endswith(ending)]

    def faults(self) -> list[str]:
        """What breaks a rule of Discord's, asks for a route that there is not here, or made the small Discord fail."""
        strange = [f"{one.method} {one.path}: no route of this small Discord" for one in self.requests if not one.known]
        return [*self.crashes, *strange, *watch.check([one for one in self.requests if one.known])]


class Watch:
    """Wakes who waits for something to become true, without looking again and again."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    def changed(self) -> None:
        """Look whether somebody's wait is over; in the server's loop."""
        for true, waiter in self._waiting:
            if not waiter.done() and true():
                waiter.set_result(None)

    async def until(self, true: Callable[[], bool], seconds: float) -> None:
        """Wait until something is true; raises TimeoutError."""
        if true():
            return
        entry = (true, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        try:
            await asyncio.wait_for(entry[1], seconds)
        finally:
            self._waiting.remove(entry)
