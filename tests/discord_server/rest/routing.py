"""A request, read; and how the small Discord finds who answers it."""

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
    """One request: what is asked, by whom, and the parts of its path by name."""

    method: str
    path: str
    json: Any = None
    files: Sequence[UploadedFile] = ()
    token: str = ""
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def path_id(self, name: str) -> int:
        """A part of the path that is an id; 0, which nothing has, for what is no number."""
        return int(self.path_parameters[name]) if self.path_parameters[name].isdigit() else 0


Handler = Callable[[ApiRequest], Any]
"""Does what a call asks and gives the JSON to answer with (None for an empty answer); raises Refused."""
RouteTable = Mapping[str, Handler]
"""Handlers by "METHOD /path/{part}"."""


@dataclass(frozen=True, slots=True)
class Route:
    """One row of a table, ready to be compared."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler

    @classmethod
    def from_operation(cls, operation: str, handler: Handler) -> "Route":
        """A row from "METHOD /path/{part}"."""
        method, path = operation.split(" ", 1)
        return cls(method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), handler)


async def parse_request(request: web.Request) -> ApiRequest:
    """Read a request of aiohttp's; files come beside their JSON."""
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
