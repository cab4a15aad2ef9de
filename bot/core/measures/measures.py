"""The interface for recording measurements; they are discarded unless the operator enables metrics."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from bot.core.measures.metrics import Metric

GaugeReader = Callable[[], Awaitable[Mapping[Metric, float]]]
"""Reads the current values of gauges that are only needed when metrics are requested."""


class Measures(Protocol):
    """Receives measurements; labels come in the order in which the metric declares them."""

    def count(self, metric: Metric, *labels: str) -> None:
        """Add one to a counter."""

    def observe(self, metric: Metric, value: float, *labels: str) -> None:
        """Add a value to a histogram."""

    def set(self, metric: Metric, value: float, *labels: str) -> None:
        """Set a gauge."""


class NoMeasures:
    """Measures nothing."""

    def count(self, metric: Metric, *labels: str) -> None:
        """Do nothing."""

    def observe(self, metric: Metric, value: float, *labels: str) -> None:
        """Do nothing."""

    def set(self, metric: Metric, value: float, *labels: str) -> None:
        """Do nothing."""
