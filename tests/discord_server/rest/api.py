"""Discord's HTTP API: every request is noted, meets its fault if there is one, and is answered by its route."""

import json
import socket
import struct
import traceback
from dataclasses import replace

from aiohttp import web

from tests.discord_server.faults import Fault, Faults, Reply
from tests.discord_server.request_log import Records, Request
from tests.discord_server.rest.api_errors import UNAUTHORIZED, Refused
from tests.discord_server.rest.routing import Call, Route, Table, read
from tests.discord_server.world import World

WITHOUT_TOKEN = ("/interactions/", "/webhooks/")
"""Where the token of the interaction stands for the bot's."""

NO_SUCH_ROUTE = Reply(404, {"message": "404: Not Found", "code": 0})
AT_ONCE = struct.pack("ii", 1, 0)


class Rest:
    """Answers requests; what it does with one happens in one go, so that no two get into each other's way."""

    def __init__(self, world: World, records: Records, faults: Faults, tables: list[Table]) -> None:
        self.world, self.records, self.faults = world, records, faults
        self._routes = [Route.of(operation, handler) for table in tables for operation, handler in table.items()]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of aiohttp's."""
        call = await read(request)
        noted = self.records.note(Request(call.method, call.path, call.json))
        fault = self.faults.take(call.method, call.path)
        reply = await self._met(call, fault, noted)
        if fault.breaks:
            _break(request)
            self.records.answer(noted, 0)
            return web.Response()
        self.records.answer(noted, reply.status, shared=reply.headers.get("X-RateLimit-Scope") == "shared")
        return _response(reply)

    async def _met(self, call: Call, fault: Fault, noted: Request) -> Reply:
        done = self._done(call, noted) if fault.processed else None
        self.records.changed()
        await fault.wait()
        if fault.reply or fault.breaks:
            return fault.reply or Reply()
        return done or self._done(call, noted)

    def _done(self, call: Call, noted: Request) -> Reply:
        route, parts = self._route(call)
        if route is None:
            noted.known = False
            return NO_SUCH_ROUTE
        try:
            self._check_token(call)
            told = route.handler(replace(call, parts=parts))
        except Refused as refused:
            return Reply(refused.status, refused.body)
        except Exception:  # noqa: BLE001  # whatever it is, the test is told of it, not the bot
            self.records.crashes.append(traceback.format_exc())
            return Reply(500, "the small Discord failed")
        return Reply(204) if told is None else Reply(200, told)

    def _route(self, call: Call) -> tuple[Route | None, dict[str, str]]:
        for route in self._routes:
            if route.method == call.method and (found := route.pattern.fullmatch(call.path)):
                return route, found.groupdict()
        return None, {}

    def _check_token(self, call: Call) -> None:
        if not call.path.startswith(WITHOUT_TOKEN) and call.token != f"Bot {self.world.token}":
            raise Refused(UNAUTHORIZED)


def _response(reply: Reply) -> web.Response:
    """The reply on the wire; discord.py reads JSON only from the content type application/json without any addition."""
    if reply.body is None or isinstance(reply.body, str):
        return web.Response(status=reply.status, text=reply.body, headers=reply.headers)
    body = json.dumps(reply.body).encode()
    return web.Response(status=reply.status, body=body, content_type="application/json", headers=reply.headers)


def _break(request: web.Request) -> None:
    """Reset the connection: the other side gets an RST, not an end."""
    if request.transport:
        request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        request.transport.abort()
