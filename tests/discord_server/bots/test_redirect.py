"""Nothing in these tests can reach the real Discord."""

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.bots.redirect import (
    ADDRESS_VARIABLE,
    FAKE_TOKEN,
    LoopbackViolation,
    ServerAddress,
    redirect_discord,
    redirect_discord_from_environment,
)
from tests.discord_server.listener import LOOPBACK
from tests.discord_server.server import DiscordServer

HERE = ServerAddress(f"http://{LOOPBACK}:1", f"ws://{LOOPBACK}:1/")
REAL_LOOKING = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.not-the-fake-one-but-no-real-one-either"


@pytest.fixture
def here() -> Iterator[None]:
    with redirect_discord(HERE):
        yield


@pytest.mark.parametrize("host", ["discord.com", "localhost", "192.0.2.1", "0.0.0.0", ""])  # noqa: S104  # nothing is bound: each host is refused
def test_only_loopback_addresses_are_accepted(host: str) -> None:
    """Any host name, and any address outside loopback, is refused for the HTTP API and for the gateway."""
    with pytest.raises(LoopbackViolation):
        ServerAddress(f"http://{host}", HERE.gateway)
    with pytest.raises(LoopbackViolation):
        ServerAddress(HERE.rest, f"ws://{host}")


def test_both_addresses_are_replaced_and_restored() -> None:
    """Inside the block, both addresses are the small Discord's; afterwards they are the original ones."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    with redirect_discord(HERE):
        assert Route("GET", "/gateway").url == f"{HERE.rest}/api/v10/gateway"
        assert yarl.URL(HERE.gateway) == DiscordWebSocket.DEFAULT_GATEWAY
    assert before == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
    assert "discord.com" in Route.BASE


async def test_another_token_is_refused(discord_server: DiscordServer) -> None:
    """A login with another token fails before any request is sent."""
    with redirect_discord(discord_server.address):
        async with discord.Client(intents=discord.Intents.none()) as client:
            with pytest.raises(LoopbackViolation, match="not the fake one"):
                await client.login(REAL_LOOKING)
    assert discord_server.log.requests == []


async def test_discord_py_logs_in_with_the_fake_token(discord_server: DiscordServer) -> None:
    """The small Discord accepts the token, and discord.py learns the bot's name."""
    with redirect_discord(discord_server.address):
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(FAKE_TOKEN)
            assert client.user
            assert client.user.name == "Nunmul"


async def test_a_foreign_resume_gateway_is_refused(discord_server: DiscordServer) -> None:
    """If READY names another gateway, the bot fails instead of connecting there."""
    discord_server.gateway.url = lambda: "wss://192.0.2.1/"
    async with connected_client(discord_server, discord.Client(intents=discord.Intents.none())) as task:
        await discord_server.run(discord_server.gateway.request_reconnect())
        with pytest.raises(LoopbackViolation, match=r"192\.0\.2\.1"):
            await task


@pytest.mark.usefixtures("here")
async def test_no_connection_leaves_loopback() -> None:
    """Connecting, looking up a name and sending a datagram outside loopback are blocked."""
    with socket.socket() as connection, pytest.raises(LoopbackViolation):
        connection.connect(("192.0.2.1", 443))
    with pytest.raises(LoopbackViolation, match=r"gateway\.discord\.gg"):
        await asyncio.get_running_loop().getaddrinfo("gateway.discord.gg", 443)
    with socket.socket(type=socket.SOCK_DGRAM) as connection, pytest.raises(LoopbackViolation):
        connection.sendto(b"", ("192.0.2.1", 53))


def test_the_environment_variable_redirects_discord_py(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment variable says where discord.py connects; without a loopback address there, an error is raised."""
    monkeypatch.setenv(ADDRESS_VARIABLE, str(HERE))
    with redirect_discord_from_environment():
        assert Route.BASE.startswith(HERE.rest)
    monkeypatch.setenv(ADDRESS_VARIABLE, "https://discord.com wss://gateway.discord.gg")
    with pytest.raises(LoopbackViolation), redirect_discord_from_environment():
        pass
    monkeypatch.delenv(ADDRESS_VARIABLE)
    with pytest.raises(KeyError), redirect_discord_from_environment():
        pass
    assert ADDRESS_VARIABLE not in os.environ


def test_only_one_module_redirects() -> None:
    """No other module in this folder sets where discord.py connects."""
    folder = Path(__file__).parent
    setting = [path.name for path in folder.glob("*.py") if '"DEFAULT_GATEWAY"' in path.read_text(encoding="utf-8")]
    assert sorted(setting) == ["redirect.py", Path(__file__).name]
