"""Every metric of the bot. Labels must have few possible values, so none is a server, a person or a film."""

from enum import StrEnum

from msgspec import Struct

PREFIX = "nunmul_"
ANSWER_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
"""In seconds; we promise an answer within 2, and Discord waits for 3."""
SHORT_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class Kind(StrEnum):
    """The type of a metric."""

    COUNTER = "counter"
    HISTOGRAM = "histogram"
    GAUGE = "gauge"


class Metric(Struct, frozen=True):
    """A metric: its name without the prefix, its description and type, its labels' names, and a histogram's buckets."""

    name: str
    help: str
    kind: Kind
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


INTERACTIONS = Metric("interactions_total", "Interactions by command and outcome", Kind.COUNTER, ("command", "outcome"))
INTERACTION_SECONDS = Metric(
    "interaction_seconds", "Seconds until a handler has ended", Kind.HISTOGRAM, ("command",), ANSWER_BUCKETS
)
ACK_SECONDS = Metric("ack_seconds", "Seconds until the first answer is sent", Kind.HISTOGRAM, (), ANSWER_BUCKETS)
DISCORD_REQUESTS = Metric(
    "discord_requests_total", "Requests to Discord by route and status", Kind.COUNTER, ("route", "status")
)
DISCORD_SECONDS = Metric(
    "discord_seconds", "Seconds until Discord answers a request", Kind.HISTOGRAM, (), ANSWER_BUCKETS
)
DISCORD_INVALID = Metric(
    "discord_invalid_total",
    "Requests answered with 401, 403 or 429; Discord allows 10,000 in ten minutes",
    Kind.COUNTER,
)
HTTP_REQUESTS = Metric("http_requests_total", "Discord's requests to us by our status", Kind.COUNTER, ("status",))
DATABASE_SECONDS = Metric(
    "database_seconds", "Seconds of a unit of work, including its commit", Kind.HISTOGRAM, ("use_case",), SHORT_BUCKETS
)
DATABASE_FAILURES = Metric(
    "database_failures_total", "Units of work that failed in the database, by error", Kind.COUNTER, ("error",)
)
EVENT_LOOP_LAG = Metric(
    "event_loop_lag_seconds", "Seconds for which the event loop was late", Kind.HISTOGRAM, (), SHORT_BUCKETS
)
OUTBOX_PENDING = Metric("outbox_pending", "Messages and results of polls that are not posted yet", Kind.GAUGE)
OUTBOX_OLDEST = Metric("outbox_oldest_seconds", "Seconds that the oldest message or result has waited", Kind.GAUGE)
GATEWAY_LATENCY = Metric("gateway_latency_seconds", "Latency of a shard's heartbeat", Kind.GAUGE, ("shard",))
SHARDS_CONNECTED = Metric("shards_connected", "Shards that are connected", Kind.GAUGE)
SESSION_STARTS_LEFT = Metric("session_starts_left", "IDENTIFYs left in Discord's daily limit", Kind.GAUGE)
GUILDS = Metric("guilds", "Servers that this process knows", Kind.GAUGE)
BUILD_INFO = Metric("build_info", "The version, always 1", Kind.GAUGE, ("version",))

ALL = (
    INTERACTIONS,
    INTERACTION_SECONDS,
    ACK_SECONDS,
    DISCORD_REQUESTS,
    DISCORD_SECONDS,
    DISCORD_INVALID,
    HTTP_REQUESTS,
    DATABASE_SECONDS,
    DATABASE_FAILURES,
    EVENT_LOOP_LAG,
    OUTBOX_PENDING,
    OUTBOX_OLDEST,
    GATEWAY_LATENCY,
    SHARDS_CONNECTED,
    SESSION_STARTS_LEFT,
    GUILDS,
    BUILD_INFO,
)
