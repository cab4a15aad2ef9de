"""Checks every request of a conversation against our own table and against Discord's description."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from tests.discord_rules import limits
from tests.discord_rules.openapi import load_spec


class Request(Protocol):
    """A request as SimCord's log stores it."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def json(self) -> Any: ...


def check(requests: Sequence[Request]) -> list[str]:
    """List the faults of all requests, each with its request."""
    return [
        f"{request.method} {request.path}: {fault}"
        for request in requests
        for fault in _faults(request.method, request.path, json.dumps(request.json))
    ]


@lru_cache(maxsize=100)
def _faults(method: str, path: str, body: str) -> list[str]:
    """List the faults of one request; remember them, because many bots send the same commands."""
    spec, sent = load_spec(), json.loads(body)
    return [*limits.faults(method, path, sent), *(spec.faults(method, path, sent) if spec else [])]
