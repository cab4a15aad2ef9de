"""Parses requests and finds the handler for each."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_rules.routes import bare


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """An uploaded file."""

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
    """Parse a request from aiohttp; files are uploaded beside their JSON."""
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
    form = await request.post()
    files = [
        UploadedFile(part.filename, len(part.file.read())) for part in form.values() if isinstance(part, web.FileField)
    ]
    return str(form["payload_json"]), files
