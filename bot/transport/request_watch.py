"""Watches the requests to Discord: counts them by route and status, and reads Discord's clock in the answers."""

import re
import time
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp

from bot.core.measures.measures import Measures
from bot.core.measures.metrics import DISCORD_INVALID, DISCORD_REQUESTS, DISCORD_SECONDS

VERSION = re.compile(r"^/api/v\d+")
TOKENS = re.compile(r"^(/(?:webhooks|interactions)/\d+/)[^/]+")
IDS = re.compile(r"/\d+(?=/|$)")
INVALID = frozenset({401, 403, 429})
"""Statuses that count towards Discord's ban."""


def route_template(method: str, path: str) -> str:
    """Return a request without its ids and tokens: `PATCH /channels/{id}/messages/{id}`."""
    bare = TOKENS.sub(r"\1{token}", VERSION.sub("", path))
    return f"{method} {IDS.sub('/{id}', bare)}"


def request_trace(measures: Measures, learn_date: Callable[[str | None], None]) -> aiohttp.TraceConfig:
    """Return what aiohttp calls for each request; `learn_date` receives the Date header of each answer."""

    async def began(_: aiohttp.ClientSession, context: SimpleNamespace, __: aiohttp.TraceRequestStartParams) -> None:
        context.began = time.perf_counter()

    async def ended(_: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        learn_date(params.response.headers.get("Date"))
        status = params.response.status
        measures.count(DISCORD_REQUESTS, route_template(params.method, params.url.path), str(status))
        measures.observe(DISCORD_SECONDS, time.perf_counter() - context.began)
        if status in INVALID:
            measures.count(DISCORD_INVALID)

    async def failed(
        _: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestExceptionParams
    ) -> None:
        measures.count(DISCORD_REQUESTS, route_template(params.method, params.url.path), "none")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(began)
    trace.on_request_end.append(ended)
    trace.on_request_exception.append(failed)
    return trace
