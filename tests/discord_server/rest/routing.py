"""A request, read; and how the small Discord finds who answers it."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_rules.routes import bare


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Call:
    """One request: what is asked, by whom, and the parts of its path by name."""

    method: str
    path: str
    json: Any = None
    files: Sequence[File] = ()
    token: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """A part of the path that is an id; 0, which nothing has, for what is no number."""
        return int(self.parts[name]) if self.parts[name].isdigit() else 0


Handler = Callable[[Call], Any]
"""Does what a call asks and gives the JSON to answer with (None for an empty answer); raises Refused."""
Table = Mapping[str, Handler]
"""Handlers by "METHOD /path/{part}"."""


@dataclass(frozen=True, slots=True)
class Route:
    """One row of a table, ready to be compared."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler

    @classmethod
    def of(cls, operation: str, handler: Handler) -> "Route":
        """A row from "METHOD /path/{part}"."""
        method, path = operation.split(" ", 1)
        return cls(method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), handler)


async def read(request: web.Request) -> Call:
    """Read a request of aiohttp's; files come beside their JSON."""
    beside = request.content_type == "multipart/form-data"
    body, files = await _form(request) if beside else (await request.text(), ())
    return Call(
        request.method,
        bare(request.path),
        json.loads(body) if body else None,
        files,
        request.headers.get("Authorization", ""),
        query=dict(request.query),
    )


async def _form(request: web.Request) -> tuple[str, Sequence[File]]:
    form = await request.post()
    files = [File(part.filename, len(part.file.read())) for part in form.values() if isinstance(part, web.FileField)]
    return str(form["payload_json"]), files
