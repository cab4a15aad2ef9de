"""Caches of the most recently used values; one of them loads a value once for everyone who waits for it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

K = TypeVar("K")
V = TypeVar("V")


class RecentlyUsed(Generic[K, V]):
    """The most recently used values by key, at most `capacity` of them."""

    def __init__(self, capacity: int) -> None:
        self._values: dict[K, V] = {}
        self._capacity = capacity

    def get(self, key: K) -> V | None:
        """Return the value of a key, or None if there is none; it is now the most recently used."""
        value = self._values.pop(key, None)
        if value is not None:
            self._values[key] = value
        return value

    def set(self, key: K, value: V) -> None:
        """Store the value of a key, in place of the least recently used one if there are too many."""
        self._values.pop(key, None)
        self._values[key] = value
        if len(self._values) > self._capacity:
            del self._values[next(iter(self._values))]


class SingleFlightCache(Struct, Generic[K, V]):
    """The most recently used values by key, up to a total size.

    Cancelling one request does not cancel the load for others; a failed load is retried on the next request.
    """

    load: Callable[[K], Coroutine[Any, Any, V]]
    capacity: int
    size_of: Callable[[V], int] = lambda _: 1
    _tasks: dict[K, "asyncio.Task[V]"] = field(default_factory=dict)
    _sizes: dict[K, int] = field(default_factory=dict)

    async def get(self, key: K) -> V:
        """Return the value of a key; errors from loading it are raised."""
        task = self._tasks.pop(key, None)
        if task is None or _failed(task):
            task = asyncio.create_task(self.load(key))
            task.add_done_callback(lambda done: self._record_size(key, done))
        self._tasks[key] = task
        return task.result() if task.done() else await asyncio.shield(task)

    def invalidate(self, key: K) -> None:
        """Reload a value on the next request; requests that are already waiting get the old value."""
        self._tasks.pop(key, None)
        self._sizes.pop(key, None)

    def clear(self) -> None:
        """Reload every value on the next request for it."""
        self._tasks.clear()
        self._sizes.clear()

    def _record_size(self, key: K, task: "asyncio.Task[V]") -> None:
        if not _failed(task) and self._tasks.get(key) is task:
            self._sizes[key] = self.size_of(task.result())
        while len(self._sizes) > 1 and sum(self._sizes.values()) > self.capacity:
            self.invalidate(next(iter(self._tasks)))


def _failed(task: "asyncio.Task[Any]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
