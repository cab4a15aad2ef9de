"""Sends a bot its interactions by HTTP, signed as Discord signs them."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import aiohttp
from nacl.signing import SigningKey

from tests.discord_server.world import Body

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class WebhookReply:
    """The HTTP response of a bot to an interaction."""

    status: int
    body: bytes

    @property
    def json(self) -> Body:
        return dict(json.loads(self.body))


@dataclass(slots=True)
class InteractionWebhook:
    """Discord's end of an interactions endpoint; without `urls`, interactions go to the gateway.

    Several urls stand for replicas behind a load balancer that uses them in turn.
    """

    urls: Sequence[str] = ()
    key: SigningKey = field(default_factory=SigningKey.generate)
    replies: list[WebhookReply] = field(default_factory=list)
    _turn: Iterator[int] = field(default_factory=count)
    _session: aiohttp.ClientSession | None = None

    @property
    def public_key(self) -> str:
        return self.key.verify_key.encode().hex()

    def headers(self, body: bytes, seconds_ago: float = 0) -> Mapping[str, str]:
        """Return the headers of a request that was signed some seconds ago."""
        timestamp = str(int(time.time() - seconds_ago))
        signature = self.key.sign(timestamp.encode() + body).signature.hex()
        return {**JSON, "X-Signature-Timestamp": timestamp, "X-Signature-Ed25519": signature}

    async def post(self, payload: object) -> WebhookReply:
        """Send a payload and return the reply."""
        body = json.dumps(payload).encode()
        return await self.post_raw(body, self.headers(body))

    async def post_raw(self, body: bytes, headers: Mapping[str, str]) -> WebhookReply:
        """Send any body with any headers; if nothing listens at a url any more, try the next one."""
        self._session = self._session or aiohttp.ClientSession()
        for last in (*(False,) * (len(self.urls) - 1), True):
            url = self.urls[next(self._turn) % len(self.urls)]
            try:
                async with self._session.post(url, data=body, headers=headers) as response:
                    reply = WebhookReply(response.status, await response.read())
            except aiohttp.ClientConnectorError:
                if last:
                    raise
            else:
                self.replies.append(reply)
                break
        return reply

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
            self._session = None
