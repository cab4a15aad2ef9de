"""Keeps the metrics with prometheus-client, and writes them in Prometheus's text format."""

from collections.abc import Mapping

from msgspec import Struct, field
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.core.measures.metrics import ALL, PREFIX, Kind, Metric

Series = Counter | Gauge | Histogram
MAX_SERIES = 300
"""The maximum number of combinations of a metric's labels; further ones are counted under OTHER."""
OTHER = "other"


class PrometheusMeasures(Struct, frozen=True):
    """Keeps metrics in its own registry, where every metric exists from the start."""

    registry: CollectorRegistry
    series: Mapping[Metric, Series]
    _labels: dict[Metric, set[tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def create(cls) -> "PrometheusMeasures":
        """Register all of our metrics, and those that prometheus-client has about the process and Python."""
        disable_created_metrics()  # type: ignore[no-untyped-call]  # prometheus-client has no type for it
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        return cls(registry, {metric: _registered(metric, registry) for metric in ALL})

    def count(self, metric: Metric, *labels: str) -> None:
        """Add one to a counter."""
        self._series(metric, labels).inc()  # type: ignore[union-attr]  # the metric has this kind

    def observe(self, metric: Metric, value: float, *labels: str) -> None:
        """Add a value to a histogram."""
        self._series(metric, labels).observe(value)  # type: ignore[union-attr]  # the metric has this kind

    def set(self, metric: Metric, value: float, *labels: str) -> None:
        """Set a gauge."""
        self._series(metric, labels).set(value)  # type: ignore[union-attr]  # the metric has this kind

    def text(self) -> bytes:
        """Return all metrics in Prometheus's text format."""
        return generate_latest(self.registry)

    def _series(self, metric: Metric, labels: tuple[str, ...]) -> Series:
        series = self.series[metric]
        if not labels:
            return series
        known = self._labels.setdefault(metric, set())
        if labels not in known:
            if len(known) >= MAX_SERIES:
                labels = (OTHER,) * len(labels)
            known.add(labels)
        return series.labels(*labels)


def _registered(metric: Metric, registry: CollectorRegistry) -> Series:
    name = PREFIX + metric.name
    match metric.kind:
        case Kind.COUNTER:
            return Counter(name, metric.help, metric.labels, registry=registry)
        case Kind.GAUGE:
            return Gauge(name, metric.help, metric.labels, registry=registry)
        case Kind.HISTOGRAM:
            return Histogram(name, metric.help, metric.labels, registry=registry, buckets=metric.buckets)
