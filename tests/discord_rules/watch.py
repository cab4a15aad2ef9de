"""Checks every request of a conversation at once: with our own table and with Discord's description."""

from collections.abc import Sequence
from typing import Any, Protocol

from tests.discord_rules import limits
from tests.discord_rules.openapi import the_spec


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
    return [f"{request.method} {request.path}: {fault}" for request in requests for fault in _faults(request)]


def _faults(request: Request) -> list[str]:
    spec = the_spec()
    told = spec.faults(request.method, request.path, request.json) if spec else []
    return [*limits.faults(request.method, request.path, request.json), *told]
