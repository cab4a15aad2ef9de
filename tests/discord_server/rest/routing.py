"""Parses requests and finds the handler for each."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_rules.routes import bare

DISPOSITION = re.compile(r'; (name|filename)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file in a request, without its content."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """One request: what is asked, by whom, and the named parts of its path."""

    method: str
    path: str
    json: Any = None
    files: Sequence[UploadedFile] = ()
    token: str = ""
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def path_id(self, name: str) -> int:
        """Return a path part that is an id; if it is not a number, return 0, which is nobody's id."""
        return int(self.path_parameters[name]) if self.path_parameters[name].isdigit() else 0


Handler = Callable[[ApiRequest], Any]
"""Does what a request asks and returns the JSON to answer with (None for an empty answer); raises ApiError."""
RouteTable = Mapping[str, Handler]
"""Handlers by "METHOD /path/{part}"."""


@dataclass(frozen=True, slots=True)
class Route:
    """One row of a route table, ready to be matched."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler

    @classmethod
    def from_operation(cls, operation: str, handler: Handler) -> "Route":
        """Return a route for "METHOD /path/{part}"."""
        method, path = operation.split(" ", 1)
        return cls(method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), handler)


async def parse_request(request: web.Request) -> ApiRequest:
    """Parse a request from aiohttp, with its files if it is a multipart form."""
    is_multipart = request.content_type == "multipart/form-data"
    body, files = await _parse_multipart(request) if is_multipart else (await request.text(), ())
    return ApiRequest(
        request.method,
        bare(request.path),
        json.loads(body) if body else None,
        files,
        request.headers.get("Authorization", ""),
        query=dict(request.query),
    )


async def _parse_multipart(request: web.Request) -> tuple[str, Sequence[UploadedFile]]:
    """Return a form's JSON and files; read it at once, because reading by line would make the bot seem slower."""
    boundary = b"\r\n--" + request.headers["Content-Type"].rpartition("boundary=")[2].encode()
    _, *parts, _ = (b"\r\n" + await request.read()).split(boundary)
    form = [_parse_part(part) for part in parts]
    files = [UploadedFile(filename, len(content)) for _, filename, content in form if filename]
    return next(content.decode() for name, _, content in form if name == "payload_json"), files


def _parse_part(part: bytes) -> tuple[str, str, bytes]:
    """Return the name of a form field, the name of the file in it (or ""), and its content."""
    head, _, content = part.partition(b"\r\n\r\n")
    parameters = dict(DISPOSITION.findall(head.decode()))
    return parameters["name"], parameters.get("filename", ""), content
