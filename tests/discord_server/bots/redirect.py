"""The only module that points discord.py at a small Discord, and lets it connect nowhere else.

discord.py's addresses of the HTTP API and of the gateway are both replaced: if only one were, the bot would send its
token to the real Discord. While redirected, this process can connect only to loopback, and log in only with
the fake token.
"""

import base64
import ipaddress
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

BOT_ID = 100_000_000_000_000_001
FAKE_TOKEN = ".".join(
    (base64.b64encode(str(BOT_ID).encode()).decode(), "FAKE00", "this-is-a-fake-token-for-tests-only")
)
"""Well-formed, so that token checks accept it and redaction hides it."""

ADDRESS_VARIABLE = "TESTS_DISCORD_SERVER"
"""The environment variable that tells a child process where the small Discord is."""


class LoopbackViolation(Exception):
    """Something tried to leave loopback, or to use a token that may be real."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a small Discord listens; raises LoopbackViolation for anything but a numeric loopback address."""

    rest: str
    gateway: str

    def __post_init__(self) -> None:
        for url in (self.rest, self.gateway):
            _check_host(yarl.URL(url).host)

    def __str__(self) -> str:
        return f"{self.rest} {self.gateway}"


@contextmanager
def redirect_discord(address: ServerAddress) -> Iterator[None]:
    """Point discord.py at `address` while the block runs."""
    with ExitStack() as changes:
        changes.enter_context(patch.object(Route, "BASE", f"{address.rest}/api/v10"))
        changes.enter_context(patch.object(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(address.gateway)))
        changes.enter_context(patch.object(HTTPClient, "static_login", _login))
        changes.enter_context(patch.object(GUARD, "is_active", new=True))
        yield


@contextmanager
def redirect_discord_from_environment() -> Iterator[None]:
    """Redirect a child process whose parent has set ADDRESS_VARIABLE."""
    with redirect_discord(ServerAddress(*os.environ[ADDRESS_VARIABLE].split())):
        yield


_real_login = HTTPClient.static_login


async def _login(self: HTTPClient, token: str) -> Any:
    if token != FAKE_TOKEN:
        raise LoopbackViolation("a test tried to log in with a token that is not the fake one")
    return await _real_login(self, token)


def _check_host(host: object) -> None:
    try:
        inside = ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise LoopbackViolation(f"a test tried to reach {host}, which is not loopback")


class LoopbackGuard:
    """Checks this process's connections and name look-ups while active; an audit hook stays for good (PEP 578)."""

    def __init__(self) -> None:
        self.is_active = False
        sys.addaudithook(self)

    def __call__(self, event: str, values: tuple[Any, ...]) -> None:
        if not self.is_active:
            return
        if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
            _check_host(values[0])
        elif event in {"socket.connect", "socket.sendto"} and isinstance(values[1], tuple):
            _check_host(values[1][0])


GUARD = LoopbackGuard()
