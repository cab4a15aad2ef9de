"""Watches requests to Discord: counts them by route and status, and reads Discord's clock from the responses."""

import math
import re
import time
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp
from msgspec import Struct

from bot.core.measures.measures import Measures, NoMeasures
from bot.core.measures.metrics import DISCORD_INVALID, DISCORD_REQUESTS, DISCORD_SECONDS

Session = aiohttp.ClientSession
LEARN_SECONDS = 60.0
"""The minimum number of seconds between two responses whose date is read."""
VERSION = re.compile(r"^/api/v\d+")
TOKENS = re.compile(r"^(/(?:webhooks|interactions)/\d+/)[^/]+")
IDS = re.compile(r"/\d+(?=/|$)")
BAN_STATUSES = frozenset({401, 403, 429})
"""Discord bans an address that gets too many responses with these statuses."""


def route_template(method: str, path: str) -> str:
    """Return a request with placeholders for ids and tokens: `PATCH /channels/{id}/messages/{id}`."""
    bare = TOKENS.sub(r"\1{token}", VERSION.sub("", path))
    return f"{method} {IDS.sub('/{id}', bare)}"


class RequestWatch(Struct, eq=False):
    """Callbacks that aiohttp runs for each request; `learn_date` receives a Date header from time to time."""

    measures: Measures
    learn_date: Callable[[str | None], None]
    _learned_at: float = -math.inf

    def trace(self) -> aiohttp.TraceConfig:
        """Return the callbacks as a trace config; without metrics, only the date is read."""
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._date)
        if not isinstance(self.measures, NoMeasures):
            trace.on_request_start.append(self._begin)
            trace.on_request_end.append(self._end)
            trace.on_request_exception.append(self._fail)
        return trace

    async def _date(self, _: Session, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        if time.monotonic() - self._learned_at > LEARN_SECONDS:
            self._learned_at = time.monotonic()
            self.learn_date(params.response.headers.get("Date"))

    async def _begin(self, _: Session, context: SimpleNamespace, __: aiohttp.TraceRequestStartParams) -> None:
        context.began = time.perf_counter()

    async def _end(self, _: Session, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        status = params.response.status
        self.measures.count(DISCORD_REQUESTS, route_template(params.method, params.url.path), str(status))
        self.measures.observe(DISCORD_SECONDS, time.perf_counter() - context.began)
        if status in BAN_STATUSES:
            self.measures.count(DISCORD_INVALID)

    async def _fail(self, _: Session, __: SimpleNamespace, params: aiohttp.TraceRequestExceptionParams) -> None:
        self.measures.count(DISCORD_REQUESTS, route_template(params.method, params.url.path), "none")
