"""Receives interactions by HTTP instead of the gateway: listens, and stops without losing any requests."""

import logging
from dataclasses import dataclass, field

from aiohttp import web

from bot.config import Address
from bot.core.clock import wall_clock
from bot.transport.client import NunmulClient
from bot.transport.http.guild_watch import GuildWatch
from bot.transport.http.guilds import RestGuilds
from bot.transport.http.interactions import InteractionRunner
from bot.transport.http.listen import listening
from bot.transport.http.replies import ReplyResponder
from bot.transport.http.server import PATH, Endpoint, Limits, application
from bot.transport.http.signature import SignatureVerifier

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class HttpSource:
    """Serves Discord's requests at an address; `runner` and `endpoint` are set once it listens."""

    client: NunmulClient
    address: Address
    limits: Limits = field(default_factory=Limits)
    guilds: RestGuilds = field(init=False)
    replies: ReplyResponder = field(init=False)
    runner: web.AppRunner | None = None
    endpoint: Endpoint | None = None

    def __post_init__(self) -> None:
        self.guilds = self.client.rest_guilds
        self.replies = ReplyResponder(self.client.responder)
        self.client.has_gateway, self.client.responder = False, self.replies

    async def connect(self) -> None:
        """Listen until cancelled; the client must be logged in."""
        info = self.client.application
        if info is None:
            raise RuntimeError("the client is not logged in")
        runner = InteractionRunner(self.client, self.guilds, self.replies)
        self.endpoint = Endpoint(
            SignatureVerifier.from_hex(info.verify_key, wall_clock), runner, self.client.core.measures, self.limits
        )
        app = application(self.endpoint)
        async with listening(app, self.address, "--listen", self.limits.idle_seconds) as self.runner:
            registered = info.interactions_endpoint_url
            log.info("listening address=%s path=%s registered_url=%s", self.address, PATH, registered)
            self.client.is_serving = True
            await GuildWatch(self.client, self.guilds).run()

    async def stop_accepting(self) -> None:
        """Accept no more connections, and refuse requests on open ones, so that new requests go to another replica."""
        self.client.is_serving = False
        if self.endpoint:
            self.endpoint.is_stopping = True
        for site in self.runner.sites if self.runner else ():
            await site.stop()
