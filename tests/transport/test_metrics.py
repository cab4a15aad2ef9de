"""Metrics are off by default, have few label values, and match the names in the dashboard and the alerts."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import AsyncMock

import aiohttp
import pytest

from bot import app
from bot.config import Address
from bot.core.measures.measures import NoMeasures
from bot.core.measures.metrics import ALL, INTERACTIONS, PREFIX, Kind
from bot.core.storage.database import Database
from bot.transport.client import NunmulClient
from bot.transport.metrics.prometheus import MAX_SERIES, PrometheusMeasures
from bot.transport.metrics.server import serving_metrics
from bot.transport.request_watch import route_template
from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.club import Club
from tests.discord_server.listener import LOOPBACK

DEPLOY = Path(__file__).parents[2] / "deploy"
HISTOGRAMS = [metric for metric in ALL if metric.kind is Kind.HISTOGRAM]
NAME = re.compile(rf"{PREFIX}\w+")


@pytest.mark.parametrize(
    ("method", "path", "template"),
    [
        ("POST", "/api/v10/interactions/123/aW50ZXJhY3Rpb24/callback", "POST /interactions/{id}/{token}/callback"),
        ("PATCH", "/api/v10/webhooks/1/tok.en/messages/@original", "PATCH /webhooks/{id}/{token}/messages/@original"),
        ("GET", "/api/v10/guilds/99/members/100", "GET /guilds/{id}/members/{id}"),
        ("GET", "/api/v10/gateway/bot", "GET /gateway/bot"),
    ],
)
def test_a_route_has_no_ids_and_no_tokens(method: str, path: str, template: str) -> None:
    """Placeholders replace ids and tokens, so the label has few values and identifies nobody."""
    assert route_template(method, path) == template


def test_label_values_are_limited() -> None:
    """Label values beyond the first MAX_SERIES are counted as "other"."""
    measures = PrometheusMeasures.create()
    for number in range(MAX_SERIES + 50):
        measures.count(INTERACTIONS, f"command {number}", "answered")
    text = measures.text().decode()
    assert text.count(f"{PREFIX}interactions_total{{") == MAX_SERIES + 1
    assert f'{PREFIX}interactions_total{{command="other",outcome="other"}} 50.0' in text


@pytest.fixture
async def pages(club: Club, database_file: Path) -> AsyncIterator[tuple[NunmulClient, str]]:
    """Yield a connected bot, and the address of its pages."""
    measures = PrometheusMeasures.create()
    async with (
        app.open_client(database_file, measures=measures, watches_requests=True) as client,
        connected_client(club.discord, client),
        serving_metrics(client, Address(LOOPBACK, 0), "0.1.0") as runner,
    ):
        yield client, f"http://{LOOPBACK}:{runner.addresses[0][1]}"


async def fetch(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def test_what_happened_is_on_the_page(club: Club, pages: tuple[NunmulClient, str]) -> None:
    """The page has commands, suggestions, the outbox, requests and the gateway, and identifies nobody."""
    _, url = pages
    await club.sam.slash("film show", title="Hope")
    await club.sam.autocomplete("film show", "title", "hop")
    _, text = await fetch(f"{url}/metrics")
    for line in (
        'interactions_total{command="film show",outcome="answered"} 1.0',
        'interactions_total{command="suggestions",outcome="answered"} 1.0',
        'interaction_seconds_count{command="film show"} 1.0',
        "ack_seconds_count 1.0",
        'discord_requests_total{route="POST /interactions/{id}/{token}/callback",status="204"} 2.0',
        'database_seconds_count{use_case="find_backlog"} 1.0',
        "outbox_pending 0.0",
        "shards_connected 1.0",
        "guilds 1.0",
        'build_info{version="0.1.0"} 1.0',
    ):
        assert f"\n{PREFIX}{line}" in text
    assert not re.search(r"(?<![.\d])\d{17}", text), "an id"


async def test_the_checks_tell_alive_from_ready(
    club: Club, pages: tuple[NunmulClient, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a database or a gateway connection, the process is alive but not ready."""
    _, url = pages
    assert (await fetch(f"{url}/healthz"), await fetch(f"{url}/readyz")) == ((200, "alive\n"), (200, "ready\n"))
    monkeypatch.setattr(Database, "responds", AsyncMock(return_value=False))
    assert await fetch(f"{url}/readyz") == (503, "the database does not answer\n")
    await club.discord.run(club.discord.gateway_listener.close())
    await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 0)
    assert (await fetch(f"{url}/readyz"))[0] == 503
    assert (await fetch(f"{url}/healthz"))[0] == 200


async def test_nothing_is_measured_by_default(database_file: Path) -> None:
    """Measurements are discarded, and requests to Discord are not watched."""
    async with app.open_client(database_file) as client:
        assert isinstance(client.core.measures, NoMeasures)
        assert client.http.http_trace is None


def exported_names() -> set[str]:
    """Return the names that a scrape contains."""
    ends = {Kind.COUNTER: ("",), Kind.GAUGE: ("",), Kind.HISTOGRAM: ("_bucket", "_count", "_sum")}
    return {f"{PREFIX}{metric.name}{end}" for metric in ALL for end in ends[metric.kind]}


def test_every_metric_on_the_dashboard_exists() -> None:
    """Panels query every exported metric, except the count and sum of histograms, and no others."""
    panels = json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))["panels"]
    queried = {name for panel in panels for target in panel["targets"] for name in NAME.findall(target["expr"])}
    assert exported_names() - queried == {
        f"{PREFIX}{metric.name}{end}" for metric in HISTOGRAMS for end in ("_count", "_sum")
    }
    assert queried <= exported_names()


def test_every_metric_of_the_alerts_exists() -> None:
    """Each alert queries only exported metrics, and has an expression, labels and a summary."""
    alerts = (DEPLOY / "alerts.yml").read_text(encoding="utf-8").split("- alert: ")[1:]
    for alert in alerts:
        assert set(NAME.findall(alert)) <= exported_names()
        assert all(f" {part}: " in alert for part in ("expr", "labels", "summary"))
    assert len(alerts) == 10
