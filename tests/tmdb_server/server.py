"""The made-up TMDB with faults, and a record of every call."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.demo_tmdb.answers import error_answer
from bot.demo_tmdb.server import FakeTmdb


@dataclass(frozen=True, slots=True)
class TmdbFault:
    """How a call goes wrong. `body` is sent as HTML if it is a text, else as JSON."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    is_cut_off: bool = False
    is_reset: bool = False

    @classmethod
    def refused(cls, code: int) -> "TmdbFault":
        """Return a fault in which TMDB rejects the key."""
        return cls(401, error_answer(code, "Invalid API key: You must be granted a valid key."))

    @classmethod
    def too_many(cls, retry_after: str | None = None) -> "TmdbFault":
        """Return a fault in which TMDB asks for fewer calls."""
        headers = {"x-cache": "Error from cloudfront"} | ({"Retry-After": retry_after} if retry_after else {})
        return cls(429, error_answer(25, "Your request count is over the allowed limit."), headers)

    @classmethod
    def page(cls, status: int = 200) -> "TmdbFault":
        """Return a fault in which a server that is not TMDB answers with an HTML page."""
        return cls(status, "<!DOCTYPE html><title>Welcome</title>")

    async def response(self, request: web.Request) -> web.StreamResponse | None:
        """Wait for the delay, and return the faulty response, or None if the right answer is to be sent."""
        await asyncio.sleep(self.delay_seconds)
        if self.is_reset and request.transport:
            request.transport.abort()
        if self.is_cut_off:
            return await _cut_off(request)
        if self.status == 200 and self.body is None:
            return None
        if isinstance(self.body, str):
            return web.Response(status=self.status, text=self.body, content_type="text/html", headers=self.headers)
        return web.json_response(self.body, status=self.status, headers=self.headers)


async def _cut_off(request: web.Request) -> web.StreamResponse:
    cut = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
    await cut.prepare(request)
    await cut.write(b'{"id": 255709, "tit')
    if request.transport:
        request.transport.abort()
    return cut


@dataclass(frozen=True, slots=True)
class TmdbCall:
    """One call as the server sees it. `at` is its time by `time.monotonic`."""

    at: float
    path: str
    query: Mapping[str, str]
    url: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class FaultyTmdb(FakeTmdb):
    """Answers as TMDB does, except for the faults that a test adds."""

    calls: list[TmdbCall] = field(default_factory=list)
    faults: list[TmdbFault] = field(default_factory=list)
    lasting_fault: TmdbFault | None = None
    running: int = 0
    most_running: int = 0

    @property
    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [call.path.removeprefix("/3") for call in self.calls]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call with the next fault, else with the lasting fault, else as TMDB does."""
        call = TmdbCall(time.monotonic(), request.path, dict(request.query), str(request.url), dict(request.headers))
        self.calls.append(call)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            fault = self.faults.pop(0) if self.faults else self.lasting_fault
            wrong = await fault.response(request) if fault else None
            return wrong or await FakeTmdb.serve(self, request)
        finally:
            self.running -= 1
