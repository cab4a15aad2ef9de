"""The HTTP server that Discord's requests arrive at: nothing is done for a request that Discord did not sign."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.config import Address
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.transport.http.interactions import InteractionRunner, MalformedInteraction, parse_json
from bot.transport.http.signature import Signatures

log = logging.getLogger(__name__)

PATH = "/interactions"
JSON = "application/json"
PING = 1
PONG = '{"type":1}'
LINGERING_SECONDS = 1.0
"""Seconds for which the rest of a refused body is read, so that its sender sees the refusal."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a request may send and how long it may take; a connection without a request is closed when idle."""

    body_bytes: int = 1024 * 1024
    body_seconds: float = 5.0
    idle_seconds: float = 20.0


@dataclass(eq=False, slots=True)
class Endpoint:
    """Answers requests: the first thing that is wrong with one decides its status."""

    signatures: Signatures
    interactions: InteractionRunner
    limits: Limits = field(default_factory=Limits)
    is_stopping: bool = False

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one request."""
        if self.is_stopping:
            return _refusal(503)
        if request.content_type != JSON:
            return _refusal(415)
        if (request.content_length or 0) > self.limits.body_bytes:
            return _refusal(413)
        try:
            async with asyncio.timeout(self.limits.body_seconds):
                body = await request.read()
        except TimeoutError:
            return _refusal(408)
        except (web.RequestPayloadError, ValueError, OSError):
            return _refusal(400)
        return await self._answer(body) if self.signatures.verify(request.headers, body) else _refusal(401)

    async def _answer(self, body: bytes) -> web.Response:
        try:
            payload = parse_json(body)
            if payload.get("type") == PING:
                return web.Response(text=PONG, content_type=JSON)
            reply = await self.interactions.run(payload)
        except MalformedInteraction:
            log.warning("interaction malformed bytes=%d", len(body))
            return _refusal(400)
        return web.Response(status=202) if reply is None else web.Response(text=reply, content_type=JSON)


@asynccontextmanager
async def listening(endpoint: Endpoint, address: Address) -> AsyncIterator[web.AppRunner]:
    """Listen while the block runs; raise StartupError if the address cannot be used."""
    app = web.Application(client_max_size=endpoint.limits.body_bytes)
    app.router.add_post(PATH, endpoint.serve)
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_logger(),
        keepalive_timeout=endpoint.limits.idle_seconds,
        auto_decompress=False,
        lingering_time=LINGERING_SECONDS,
        shutdown_timeout=1.0,
    )
    await runner.setup()
    site = web.TCPSite(runner, address.host, address.port)
    try:
        await _start(site, address)
        yield runner
    finally:
        await runner.cleanup()


async def _start(site: web.TCPSite, address: Address) -> None:
    try:
        await site.start()
    except OSError as error:
        reason = error.strerror or "it is not an address of this machine"
        sentence = f"{address} cannot be listened at ({reason}): choose another address with --listen."
        raise StartupError(sentence, ExitCode.PORT_TAKEN) from error


def _refusal(status: int) -> web.Response:
    """Return a response without a word, after which the connection is closed."""
    log.debug("request refused status=%d", status)
    response = web.Response(status=status)
    response.force_close()
    return response


def _logger() -> logging.Logger:
    """Return a logger for aiohttp, which logs a traceback for every request that is not HTTP."""
    logger = logging.getLogger(f"{__name__}.aiohttp")
    logger.addFilter(_is_our_fault)
    return logger


def _is_our_fault(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | ConnectionError)
