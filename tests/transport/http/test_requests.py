"""Nothing is done for a request that Discord did not sign, and no request of any shape breaks the server."""

import asyncio
import json
import logging
import shutil
from collections.abc import AsyncIterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from bot.transport.http.server import PATH, Limits
from bot.transport.http.source import HttpSource
from tests.discord_server.bots.in_process import in_process_http_bot
from tests.discord_server.clock import RELAXED_ACKNOWLEDGE_SECONDS
from tests.discord_server.club import Club
from tests.discord_server.gateway import payloads
from tests.discord_server.gateway.webhook import WebhookReply
from tests.discord_server.server import DiscordServer
from tests.discord_server.users.command_input import CommandInput
from tests.discord_server.users.interaction import Interaction, InteractionType
from tests.discord_server.world import Body

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIMITS = Limits(body_bytes=20_000, body_seconds=0.3, idle_seconds=0.6)
PING = b'{"type":1}'


@dataclass(frozen=True, slots=True)
class HttpBot:
    """A bot that serves HTTP, and the small Discord that calls it."""

    club: Club
    source: HttpSource

    async def post(self, body: bytes, headers: Mapping[str, str]) -> WebhookReply:
        return await self.club.discord.run(self.club.discord.webhook.post_raw(body, headers))

    async def post_signed(self, payload: object) -> WebhookReply:
        body = json.dumps(payload).encode()
        return await self.post(body, self.headers(body))

    def headers(self, body: bytes, seconds_ago: float = 0) -> dict[str, str]:
        return dict(self.club.discord.webhook.headers(body, seconds_ago))

    def interaction(self, act: InteractionType, data: Body) -> Body:
        """Return what Discord sends when Sam does something."""
        world, sam = self.club.discord.world, self.club.sam
        done = Interaction(world.ids.new(), act, sam.user, sam.channel, data, world.clock.now())
        self.club.discord.interaction_routes.register(done)
        return payloads.interaction(done, world)

    def show(self) -> Body:
        """Return the interaction of `/film show Hope`, as Discord sends it."""
        typed = CommandInput(self.club.sam.user, self.club.discord.world.commands, "film show", {"title": "Hope"})
        return self.interaction(InteractionType.APPLICATION_COMMAND, typed.data())

    async def send_bytes(self, sent: bytes, *, then_eof: bool = False) -> bytes:
        """Send bytes (and EOF, if asked) over a connection, and return what comes back until the server closes it."""
        assert self.source.runner
        reader, writer = await asyncio.open_connection(*self.source.runner.addresses[0][:2])
        writer.write(sent)
        if then_eof:
            writer.write_eof()
        try:
            return await asyncio.wait_for(reader.read(), 10)
        finally:
            writer.close()

    async def settle(self) -> None:
        """Wait until no interaction is running."""
        while running := set(self.source.client.core.dispatcher.running_tasks):
            await asyncio.wait(running)

    @property
    def answers(self) -> int:
        return len(self.club.discord.log.matching("POST", "/callback"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http_bot(loaded_database_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[HttpBot]:
    database = Path(shutil.copy(loaded_database_file, tmp_path_factory.mktemp("http") / "nunmul.db"))
    with DiscordServer() as server:
        server.world.clock.acknowledge_seconds = RELAXED_ACKNOWLEDGE_SECONDS
        club = Club.create(server)
        async with in_process_http_bot(server, database, LIMITS) as source:
            source.client.core.dispatcher.rate_limiter.limit = 1_000_000
            source.client.core.dispatcher.autocomplete_limiter.limit = 1_000_000
            yield HttpBot(club, source)


@pytest.fixture(autouse=True)
def _no_errors_logged(caplog: pytest.LogCaptureFixture) -> Any:
    """Fail the test if the log has an error or a traceback."""
    caplog.set_level(logging.WARNING)
    yield
    loud = [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info]
    assert [record.getMessage() for record in loud] == []


async def test_discords_own_checks_pass(http_bot: HttpBot) -> None:
    """A PING is answered, and a PING with a wrong signature is refused."""
    reply = await http_bot.post(PING, http_bot.headers(PING))
    assert (reply.status, reply.json) == (200, {"type": 1})
    assert (await http_bot.post(PING, http_bot.headers(PING) | {"X-Signature-Ed25519": "ab" * 64})).status == 401


FORGERIES = [
    {"X-Signature-Ed25519": ""},
    {"X-Signature-Ed25519": "zz" * 64},
    {"X-Signature-Ed25519": "ab" * 63},
    {"X-Signature-Timestamp": ""},
    {"X-Signature-Timestamp": "soon"},
    {"X-Signature-Timestamp": "-1"},
    {"X-Signature-Timestamp": "9" * 400},
    {"X-Signature-Timestamp": "1"},
]


@pytest.mark.parametrize("changed", FORGERIES)
async def test_a_wrong_header_is_refused(http_bot: HttpBot, changed: Mapping[str, str]) -> None:
    """A request with an empty, malformed or wrong signature or timestamp is refused."""
    body, before = json.dumps(http_bot.show()).encode(), http_bot.answers
    assert (await http_bot.post(body, http_bot.headers(body) | dict(changed))).status == 401
    assert http_bot.answers == before


async def test_another_key_and_another_body_are_refused(http_bot: HttpBot) -> None:
    """Only Discord's key is accepted, and only for exactly the bytes that were signed."""
    body, before = json.dumps(http_bot.show()).encode(), http_bot.answers
    headers = http_bot.headers(body)
    forged = SigningKey.generate().sign(headers["X-Signature-Timestamp"].encode() + body).signature.hex()
    assert (await http_bot.post(body, headers | {"X-Signature-Ed25519": forged})).status == 401
    assert (await http_bot.post(body + b" ", headers)).status == 401
    assert (await http_bot.post(body[:-1], headers)).status == 401
    assert http_bot.answers == before


@pytest.mark.parametrize(("seconds", "status"), [(310, 401), (-310, 401), (290, 200), (-290, 200)])
async def test_an_old_signature_is_refused(http_bot: HttpBot, seconds: int, status: int) -> None:
    """A timestamp can be up to five minutes old or, in case our clock is slow, up to five minutes in the future."""
    assert (await http_bot.post(PING, http_bot.headers(PING, seconds))).status == status


async def test_a_replayed_request_does_nothing(http_bot: HttpBot) -> None:
    """The same bytes sent several times count as one interaction."""
    body, before = json.dumps(http_bot.show()).encode(), http_bot.answers
    headers = http_bot.headers(body)
    assert [(await http_bot.post(body, headers)).status for _ in range(3)] == [202] * 3
    await http_bot.settle()
    assert http_bot.answers == before + 1


async def test_an_old_interaction_is_dropped(http_bot: HttpBot) -> None:
    """An interaction that Discord no longer waits for is not answered, even if the signature is new."""
    ids, before = http_bot.club.discord.world.ids, http_bot.answers
    with patch.object(ids, "offset_seconds", -60):
        payload = http_bot.show()
    assert (await http_bot.post_signed(payload)).status == 202
    await http_bot.settle()
    assert http_bot.answers == before


async def test_what_is_not_an_interaction_gets_the_matching_status(http_bot: HttpBot) -> None:
    """A wrong method, path or content type, an oversized request and malformed HTTP get the matching HTTP status."""
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    cases = {
        f"GET {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n": 405,
        "POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n": 404,
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{{}}": 415,
        f"{head}Content-Length: 20001\r\n\r\n": 413,
        f"{head}Transfer-Encoding: chunked\r\n\r\n4e21\r\n{'x' * 20_001}\r\n0\r\n\r\n": 413,
        f"{head}Content-Length: nonsense\r\n\r\n": 400,
        f"{head}Cookie: {'x' * 20_000}\r\n\r\n": 400,
        "\x16\x03\x01 not HTTP at all\r\n\r\n": 400,
    }
    answers = [(await http_bot.send_bytes(sent.encode())).split(b" ", 2)[1:2] for sent in cases]
    assert answers == [[str(status).encode()] for status in cases.values()]


async def test_a_slow_sender_is_cut(http_bot: HttpBot) -> None:
    """A body that never arrives is refused, and headers that never arrive close the connection."""
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
    assert b" 408 " in await http_bot.send_bytes(f"{head}{{".encode())
    assert await http_bot.send_bytes(head[:40].encode()) == b""
    assert await http_bot.send_bytes(b"") == b""


async def test_a_truncated_request_does_nothing(http_bot: HttpBot) -> None:
    """A request whose sender closes the connection before the end is not answered."""
    body, before = json.dumps(http_bot.show()).encode(), http_bot.answers
    lines = "".join(f"{name}: {value}\r\n" for name, value in http_bot.headers(body).items())
    request = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body
    for length in (10, 100, len(request) - 1):
        await http_bot.send_bytes(request[:length], then_eof=True)
    await http_bot.settle()
    assert http_bot.answers == before


SHAPES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b'"\xff"',
    b"[" * 15_000,
    b'{"type":2}',
    b'{"type":99,"id":"1"}',
    b"1" * 5_000,
]


@pytest.mark.parametrize("body", SHAPES, ids=range(len(SHAPES)))
async def test_a_signed_body_that_is_not_an_interaction_is_refused(http_bot: HttpBot, body: bytes) -> None:
    """The status is 400, and no error is logged."""
    assert (await http_bot.post(body, http_bot.headers(body))).status == 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def places(payload: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to each part of a payload."""
    inner = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    return [*([path] if path else []), *(place for key, value in inner for place in places(value, (*path, key)))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
async def test_no_payload_of_any_shape_breaks_the_server(http_bot: HttpBot, data: st.DataObject) -> None:
    """Whichever parts of an interaction are missing or replaced, the request is processed or refused."""
    payload = deepcopy(data.draw(st.sampled_from(examples(http_bot)), "payload"))
    for _ in range(data.draw(st.integers(1, 3), "changes")):
        *way, last = data.draw(st.sampled_from(places(payload)), "place")
        inner = payload
        for key in way:
            inner = inner[key]
        if data.draw(st.booleans(), "missing"):
            del inner[last]
        else:
            inner[last] = data.draw(JSON, "replaced by")
    assert (await http_bot.post_signed(payload)).status in {200, 202, 400}
    await http_bot.settle()


def examples(http_bot: HttpBot) -> list[Body]:
    """Return an interaction of each kind."""
    world, sam, hope = http_bot.club.discord.world, http_bot.club.sam.user, {"title": "Hope"}
    show = CommandInput(sam, world.commands, "film show", hope).data()
    find = CommandInput(sam, world.commands, "film search", {"words": "love", "years": "2013", "on_mine": True}).data()
    typed = CommandInput(sam, world.commands, "film show", hope, "title").data()
    press = {"component_type": 2, "custom_id": "v1:full:50"}
    menu = {"component_type": 3, "custom_id": "v1:avoid:", "values": ["a"]}
    text = {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "text", "value": "no"}}
    form = {"custom_id": "v1:wrong:general", "components": [text]}
    return [
        http_bot.interaction(InteractionType.APPLICATION_COMMAND, show),
        http_bot.interaction(InteractionType.APPLICATION_COMMAND, find),
        http_bot.interaction(InteractionType.AUTOCOMPLETE, typed),
        http_bot.interaction(InteractionType.MESSAGE_COMPONENT, press),
        http_bot.interaction(InteractionType.MESSAGE_COMPONENT, menu),
        http_bot.interaction(InteractionType.MODAL_SUBMIT, form),
    ]
