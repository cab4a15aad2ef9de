"""Serves metrics and the two health checks for load balancers, and measures how late the event loop is."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from msgspec import Struct

from bot.config import Address
from bot.core.measures.measures import GaugeReader
from bot.core.measures.metrics import (
    BUILD_INFO,
    EVENT_LOOP_LAG,
    GATEWAY_LATENCY,
    GUILDS,
    SHARDS_CONNECTED,
)
from bot.transport import shards
from bot.transport.client import NunmulClient
from bot.transport.http.listen import listening
from bot.transport.metrics.prometheus import PrometheusMeasures

log = logging.getLogger(__name__)

TEXT = "text/plain; version=0.0.4; charset=utf-8"
ANSWER_SECONDS = 2.0
LAG_SECONDS = 0.5


class MetricsPages(Struct, frozen=True):
    """The pages /metrics, /healthz (200 while the process runs) and /readyz (200 while it can answer people)."""

    client: NunmulClient
    measures: PrometheusMeasures

    def app(self) -> web.Application:
        """Return the pages as an application."""
        app = web.Application()
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        return app

    async def _metrics(self, _: web.Request) -> web.Response:
        await self._read_gauges()
        return web.Response(body=self.measures.text(), headers={"Content-Type": TEXT})

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(body=b"alive\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        is_connected = self.client.is_connected or self.client.is_serving
        if not is_connected:
            return web.Response(status=503, body=b"not connected\n")
        if not await self.client.core.database.responds(ANSWER_SECONDS):
            return web.Response(status=503, body=b"the database does not answer\n")
        return web.Response(body=b"ready\n")

    async def _read_gauges(self) -> None:
        connected = shards.connected(self.client)
        self.measures.set(SHARDS_CONNECTED, sum(connected.values()))
        self.measures.set(GUILDS, len(self.client.own_guild_ids))
        for shard, latency in self.client.latencies:
            self.measures.set(GATEWAY_LATENCY, latency, str(shard))
        for feature in self.client.features:
            await self._read_gauges_of(feature.name, feature.gauges)

    async def _read_gauges_of(self, name: str, read: GaugeReader | None) -> None:
        try:
            values = await read() if read else {}
        except Exception as error:  # noqa: BLE001  # the other metrics must be served even if some cannot be read
            log.warning("gauges not read feature=%s error=%r", name, error)
            return
        for metric, value in values.items():
            self.measures.set(metric, value)


@asynccontextmanager
async def serving_metrics(client: NunmulClient, address: Address, version: str) -> AsyncIterator[web.AppRunner]:
    """Serve the pages while the block runs; the client must measure with PrometheusMeasures."""
    measures = client.core.measures
    if not isinstance(measures, PrometheusMeasures):
        raise TypeError("the client does not use PrometheusMeasures")
    measures.set(BUILD_INFO, 1, version)
    lag = asyncio.create_task(_measure_lag(measures))
    try:
        async with listening(MetricsPages(client, measures).app(), address, "METRICS_LISTEN") as runner:
            log.info("metrics listening address=%s", address)
            yield runner
    finally:
        lag.cancel()


async def _measure_lag(measures: PrometheusMeasures) -> None:
    """Measure, until cancelled, how much longer than requested a short sleep takes."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(LAG_SECONDS)
        measures.observe(EVENT_LOOP_LAG, max(0.0, time.perf_counter() - began - LAG_SECONDS))
