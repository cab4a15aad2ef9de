"""Checks every request of a conversation against our own table and against Discord's description."""

from collections.abc import Sequence
from typing import Any, Protocol

from tests.discord_rules import limits
from tests.discord_rules.openapi import load_spec


class Request(Protocol):
    """The parts of a logged request that are checked."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def json(self) -> Any: ...


def check(requests: Sequence[Request]) -> list[str]:
    """Return the faults of all requests, each after the method and path of its request."""
    return [f"{request.method} {request.path}: {fault}" for request in requests for fault in _faults(request)]


LAST_COMMANDS: dict[tuple[str, str], tuple[Any, list[str]]] = {}
"""The last list of commands that was sent to each path, and its faults: all bots send the same one."""


def _faults(request: Request) -> list[str]:
    """List the faults of one request."""
    key = request.method, request.path
    if not isinstance(request.json, list):
        return _body_faults(*key, request.json)
    if key not in LAST_COMMANDS or LAST_COMMANDS[key][0] != request.json:
        LAST_COMMANDS[key] = request.json, _body_faults(*key, request.json)
    return LAST_COMMANDS[key][1]


def _body_faults(method: str, path: str, body: Any) -> list[str]:
    spec = load_spec()
    return [*limits.faults(method, path, body), *(spec.faults(method, path, body) if spec else [])]
