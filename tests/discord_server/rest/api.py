"""Discord's HTTP API: every request is logged, gets its fault if there is one, and is answered by its route."""

import json
import socket
import struct
import traceback
from dataclasses import replace

from aiohttp import web

from tests.discord_server.faults import Fault, Faults, HttpReply
from tests.discord_server.request_log import LoggedRequest, RequestLog
from tests.discord_server.rest.api_errors import UNAUTHORIZED, ApiError
from tests.discord_server.rest.routing import ApiRequest, Route, RouteTable, parse_request
from tests.discord_server.world import World

INTERACTION_TOKEN_PATHS = ("/interactions/", "/webhooks/")
"""Routes that are authorised by the interaction's token, not the bot's."""

NO_SUCH_ROUTE = HttpReply(404, {"message": "404: Not Found", "code": 0})
LINGER_ZERO = struct.pack("ii", 1, 0)


class RestApi:
    """Processes each request without interruption, so that requests do not interfere with each other."""

    def __init__(self, world: World, records: RequestLog, faults: Faults, tables: list[RouteTable]) -> None:
        self.world, self.records, self.faults = world, records, faults
        self._routes = [
            Route.from_operation(operation, handler) for table in tables for operation, handler in table.items()
        ]

    async def serve(self, http_request: web.Request) -> web.StreamResponse:
        """Answer a request from aiohttp."""
        request = await parse_request(http_request)
        logged = self.records.add(LoggedRequest(request.method, request.path, request.json))
        fault = self.faults.take(request.method, request.path)
        reply = await self._apply_fault(request, fault, logged)
        if fault.resets_connection:
            _reset_connection(http_request)
            self.records.record_response(logged, 0)
            return web.Response()
        self.records.record_response(logged, reply.status, shared=reply.headers.get("X-RateLimit-Scope") == "shared")
        return _response(reply)

    async def _apply_fault(self, request: ApiRequest, fault: Fault, logged: LoggedRequest) -> HttpReply:
        done = self._process(request, logged) if fault.is_processed else None
        self.records.changed()
        await fault.wait()
        if fault.reply or fault.resets_connection:
            return fault.reply or HttpReply()
        return done or self._process(request, logged)

    def _process(self, request: ApiRequest, logged: LoggedRequest) -> HttpReply:
        route, parts = self._find_route(request)
        if route is None:
            logged.has_route = False
            return NO_SUCH_ROUTE
        try:
            self._check_authorization(request)
            result = route.handler(replace(request, path_parameters=parts))
        except ApiError as refused:
            return HttpReply(refused.status, refused.body)
        except Exception:  # noqa: BLE001  # reported to the test, not to the bot
            self.records.crashes.append(traceback.format_exc())
            return HttpReply(500, "the small Discord failed")
        return HttpReply(204) if result is None else HttpReply(200, result)

    def _find_route(self, request: ApiRequest) -> tuple[Route | None, dict[str, str]]:
        for route in self._routes:
            if route.method == request.method and (found := route.pattern.fullmatch(request.path)):
                return route, found.groupdict()
        return None, {}

    def _check_authorization(self, request: ApiRequest) -> None:
        if not request.path.startswith(INTERACTION_TOKEN_PATHS) and request.token != f"Bot {self.world.token}":
            raise ApiError(UNAUTHORIZED)


def _response(reply: HttpReply) -> web.Response:
    """Return the HTTP response; discord.py parses JSON only if the content type is exactly application/json."""
    if reply.body is None or isinstance(reply.body, str):
        return web.Response(status=reply.status, text=reply.body, headers=reply.headers)
    body = json.dumps(reply.body).encode()
    return web.Response(status=reply.status, body=body, content_type="application/json", headers=reply.headers)


def _reset_connection(request: web.Request) -> None:
    """Reset the connection: the other side gets an RST, not a FIN."""
    if request.transport:
        request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ZERO)
        request.transport.abort()
