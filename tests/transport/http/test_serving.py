"""`python -m bot serve` as a process, and what it knows of servers without a gateway."""

import asyncio
import json
import signal
import socket
import time
from pathlib import Path

import pytest

from bot.ids import GuildId
from bot.ops import health
from bot.transport.http import guild_watch
from bot.transport.http.server import PATH
from tests.discord_server.bots.in_process import in_process_http_bot
from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.listener import LOOPBACK
from tests.discord_server.permissions import BOT_PERMISSIONS
from tests.integration.polls.poll_helpers import public_messages, query_rows

PROMISED_SECONDS = 5.0


@pytest.fixture
def address(club: Club) -> str:
    """Return a free address, and make the small Discord send interactions there."""
    with socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    club.discord.webhook.urls = (f"http://{LOOPBACK}:{port}{PATH}",)
    return f"{LOOPBACK}:{port}"


async def test_a_bot_serves_http_and_stops_without_losing_an_answer(
    club: Club, database_file: Path, address: str
) -> None:
    """The bot is healthy without a gateway. On SIGTERM it stops listening at once, and exits after the last answer."""
    server = club.discord
    async with bot_process(server, database_file, "serve", "--listen", address) as process:
        await process.wait_for_output("listening address")
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
        await process.wait_for_output("ready servers=1")
        assert server.log.identify_count == 0
        async with asyncio.timeout(20):
            while not (snapshot := health.read(health.health_file(database_file))) or not snapshot.serves_http:  # noqa: ASYNC110  # the bot's process writes the file: there is no event to wait for
                await asyncio.sleep(0.1)
        assert health.evaluate(snapshot, snapshot.at, snapshot.pid)[1].startswith("Healthy: it serves HTTP")
        held, before = server.faults.hold_next("POST", "/interactions/*/callback"), len(server.log.matching("POST"))
        answer = await club.jiwoo.without_waiting.slash("film show", title="Hope")
        await server.wait_until(lambda: len(server.log.matching("POST")) > before)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        await process.wait_for_output("stopping")
        with pytest.raises(OSError, match="onnect"):
            await asyncio.open_connection(*address.split(":"))
        body = json.dumps({"type": 1}).encode()
        kept_open = await server.run(server.webhook.post_raw(body, server.webhook.headers(body)))
        assert kept_open.status == 503
        held.release()
        assert await process.wait_for_exit() == 0
        assert time.monotonic() - started < PROMISED_SECONDS
        assert answer.message.card.title == "Hope (2013)"
        assert "Traceback" not in process.output


async def test_an_address_in_use_is_reported_with_its_exit_code(club: Club, database_file: Path) -> None:
    """The message names the option that chooses another address."""
    with socket.create_server((LOOPBACK, 0)) as taken:
        listen = f"{LOOPBACK}:{taken.getsockname()[1]}"
        async with bot_process(club.discord, database_file, "serve", "--listen", listen) as process:
            assert await process.wait_for_exit() == 22
    assert "--listen" in process.lines[-2]
    assert "Traceback" not in process.output


async def test_a_poll_is_in_the_language_of_a_server_that_no_gateway_announced(club: Club, database_file: Path) -> None:
    """The message stays in the server's language when a later process edits it."""
    club.home_guild.locale = "ko"
    async with in_process_http_bot(club.discord, database_file):
        panel = (await club.sam.slash("poll start", question="?", film1="Hope", film2="Harmony")).message
        await club.sam.click(panel, "Start")
    async with in_process_http_bot(club.discord, database_file):
        (poll,) = public_messages(club.channel)
        await club.jiwoo.click(poll, poll.buttons[0])
        await club.discord.wait_until(lambda: poll.message.edit_count > 0)
    assert (poll.buttons[0], "sam" in poll.text) == ("1 소원 (2013)", True)


async def test_joins_and_leaves_are_found_without_a_gateway(
    club: Club, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new server is greeted once, and a server that the bot was removed from is remembered as left."""
    for name, value in {"PAGE": 1, "PAGE_SECONDS": 0.05, "PAUSE": 0}.items():
        monkeypatch.setattr(guild_watch, name, value)
    abroad, world = club.other_guild, club.discord.world
    abroad.system_channel = abroad.channels[0]
    async with in_process_http_bot(club.discord, database_file):
        await club.sam.slash("poll start", question="?", film1="Hope", film2="Harmony")
        abroad.member_permissions[world.bot.id] = set(BOT_PERMISSIONS)
        await club.discord.wait_until(lambda: bool(public_messages(abroad.channels[0])))
        del club.home_guild.member_permissions[world.bot.id]
        async with asyncio.timeout(20):
            while not query_rows(database_file, "SELECT guild_id FROM departure"):  # noqa: ASYNC110  # there is no event to wait for
                await asyncio.sleep(0.05)
    (welcome,) = public_messages(abroad.channels[0])
    assert "눈물" in welcome.text
    assert query_rows(database_file, "SELECT guild_id FROM departure") == [(club.home_guild.id,)]


async def test_a_server_is_fetched_once_even_if_the_bot_is_not_in_it(club: Club, database_file: Path) -> None:
    """Repeated look-ups cost one request. Channels that Discord refuses to list are fetched again the next time."""
    home, faults = GuildId(club.home_guild.id), club.discord.faults
    async with in_process_http_bot(club.discord, database_file) as source:
        found = await asyncio.gather(*(source.guilds.find(home) for _ in range(5)))
        assert [guild.name for guild in found if guild] == ["Film Club"] * 5
        assert len(club.discord.log.matching("GET", f"/guilds/{home}")) == 1
        abroad = GuildId(club.other_guild.id)
        assert [await source.guilds.find(abroad) for _ in range(2)] == [None, None]
        assert len(club.discord.log.matching("GET", f"/guilds/{abroad}")) == 1
        faults.add("GET", "/guilds/*/channels", Fault.api_error(50001, 403))
        await source.guilds.fetch_channels(home)
        assert [channel.name for channel in source.client.get_guild(home).channels] == []  # type: ignore[union-attr]  # the server was found above
        await source.guilds.fetch_channels(home)
        assert [channel.name for channel in source.client.get_guild(home).channels] == ["film-night"]  # type: ignore[union-attr]  # the server was found above
