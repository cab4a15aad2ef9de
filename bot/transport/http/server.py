"""The HTTP server that receives Discord's requests; a request that Discord did not sign has no effect."""

import asyncio
import logging

from aiohttp import web
from msgspec import Struct, field

from bot.core.measures.measures import Measures
from bot.core.measures.metrics import HTTP_REQUESTS
from bot.transport.http.interactions import InteractionRunner, MalformedInteraction, parse_json
from bot.transport.http.listen import IDLE_SECONDS
from bot.transport.http.signature import SignatureVerifier

log = logging.getLogger(__name__)

PATH = "/interactions"
JSON = "application/json"
PING = 1
PONG = '{"type":1}'


class Limits(Struct, frozen=True):
    """The maximum size of a request's body, the time to receive it, and the time until an idle connection is closed."""

    body_bytes: int = 1024 * 1024
    body_seconds: float = 5.0
    idle_seconds: float = IDLE_SECONDS


class Endpoint(Struct, eq=False):
    """Answers requests; the first fault found in a request decides the status of the response."""

    signatures: SignatureVerifier
    interactions: InteractionRunner
    measures: Measures
    limits: Limits = field(default_factory=Limits)
    is_stopping: bool = False

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one request, and count it."""
        response = await self._response(request)
        self.measures.count(HTTP_REQUESTS, str(response.status))
        return response

    async def _response(self, request: web.Request) -> web.Response:
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


def application(endpoint: Endpoint) -> web.Application:
    """Return the application with the endpoint at its path."""
    app = web.Application(client_max_size=endpoint.limits.body_bytes)
    app.router.add_post(PATH, endpoint.serve)
    return app


def _refusal(status: int) -> web.Response:
    """Return a response with an empty body, after which the connection is closed."""
    log.debug("request refused status=%d", status)
    response = web.Response(status=status)
    response.force_close()
    return response
