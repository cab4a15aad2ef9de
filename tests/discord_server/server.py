"""The smallest Discord that discord.py needs: an HTTP API and a gateway on loopback, in its own thread and loop.

A bot that blocks its own loop cannot block the server's loop, in which everything here happens. A test can read
anything directly. It changes things with `run`, and waits with `wait_until` instead of sleeping.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Self, TypeVar

import aiohttp

from tests.discord_server.bots.redirect import ServerAddress
from tests.discord_server.faults import Faults
from tests.discord_server.gateway import payloads
from tests.discord_server.gateway.events import WorldEvents
from tests.discord_server.gateway.gateway import Gateway
from tests.discord_server.gateway.webhook import InteractionWebhook
from tests.discord_server.listener import LOOPBACK, LoopbackListener
from tests.discord_server.request_log import ConditionWaiter, LoggedRequest, RequestLog
from tests.discord_server.rest.api import RestApi
from tests.discord_server.rest.application_routes import ApplicationRoutes
from tests.discord_server.rest.channel_routes import ChannelRoutes
from tests.discord_server.rest.interaction_routes import InteractionRoutes
from tests.discord_server.users.interaction import Interaction
from tests.discord_server.world import Body, World

T = TypeVar("T")
OK = 200
"""The status of an HTTP response that contains the bot's answer."""
WAIT_SECONDS, START_SECONDS = 20.0, 60.0
"""Seconds before a wait fails; the longer limit is for the start of a bot on a busy machine."""


class DiscordServer:
    """A small Discord: `with DiscordServer() as server:` starts and stops it."""

    def __init__(self) -> None:
        self.world, self.faults, self._waiter = World(), Faults(), ConditionWaiter()
        self.webhook = InteractionWebhook()
        self._posting: set[asyncio.Task[None]] = set()
        self.log = RequestLog(self._waiter.notify)
        self.gateway = Gateway(self.world, self.log, lambda: self.address.gateway)
        self.events = WorldEvents(self.world, self.gateway)
        self.interaction_routes, self.channel_routes = InteractionRoutes(self.world), ChannelRoutes(self.world)
        self.application_routes = ApplicationRoutes(
            self.world, lambda: self.address.gateway, lambda: self.log.identify_count, self.webhook
        )
        tables = [self.interaction_routes.routes(), self.channel_routes.routes(), self.application_routes.routes()]
        self.rest_listener = LoopbackListener(RestApi(self.world, self.log, self.faults, tables).serve)
        self.gateway_listener = LoopbackListener(self.gateway.serve)
        self.address = ServerAddress(
            f"http://{LOOPBACK}:{self.rest_listener.port}", f"ws://{LOOPBACK}:{self.gateway_listener.port}/gateway"
        )
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event
        self._thread: threading.Thread

    def __enter__(self) -> Self:
        started: Future[None] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(started)), name="discord-server")
        self._thread.start()
        started.result(WAIT_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(WAIT_SECONDS)
        assert not self._thread.is_alive(), "the small Discord did not stop"

    async def _run(self, started: Future[None]) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        listeners = (self.rest_listener, self.gateway_listener)
        for listener in listeners:
            await listener.prepare()
            await listener.open()
        started.set_result(None)
        await self._stop.wait()
        await self.gateway.drop_connections()
        await self.webhook.close()
        for listener in listeners:
            await listener.shut_down()

    async def deliver(self, interaction: Interaction) -> None:
        """Send the bot an interaction: by HTTP if it has an endpoint, otherwise by the gateway."""
        self.interaction_routes.register(interaction)
        payload = payloads.interaction(interaction, self.world)
        if not self.webhook.urls:
            await self.gateway.dispatch("INTERACTION_CREATE", payload, interaction.channel.guild)
            return
        posting = asyncio.create_task(self._post(interaction, payload))
        self._posting.add(posting)
        posting.add_done_callback(self._posting.discard)

    async def _post(self, interaction: Interaction, payload: Body) -> None:
        try:
            reply = await self.webhook.post(payload)
        except aiohttp.ClientError:  # the process has ended, and nobody knows whether it did anything
            return
        if reply.status == OK:
            path = f"/interactions/{interaction.id}/{interaction.token}/callback"
            self.log.add(LoggedRequest("POST", path, reply.json, reply.status))
            self.interaction_routes.answer(interaction, reply.json)
            self._waiter.notify()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the server's own loop: `await server.run(server.gateway.request_reconnect())`."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def wait_until(self, condition: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
        """Wait until something is true of the server; if it takes too long, raise AssertionError with all requests."""
        try:
            await self.run(self._waiter.wait_until(condition, seconds))
        except TimeoutError:
            requests = "\n".join(f"{request.method} {request.path} {request.status}" for request in self.log.requests)
            raise AssertionError(f"waited {seconds} s in vain; so far:\n{requests}") from None

    async def wait_until_ready(self, sessions: int = 1) -> None:
        """Wait until the bot is connected with this many shards."""
        await self.wait_until(lambda: self.gateway.connected_sessions >= sessions, START_SECONDS)

    def assert_no_violations(self) -> None:
        """Assert that the bot broke none of Discord's rules, and that every configured fault was used."""
        faults = self.log.violations()
        assert not faults, "\n".join(faults)
        assert not self.faults.unused(), self.faults.unused()
