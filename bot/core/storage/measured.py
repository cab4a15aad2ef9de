"""An engine that wraps another one and measures how long its units of work take and which of them fail."""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from msgspec import Struct

from bot.core.errors import RepeatedInteraction, UserError
from bot.core.measures.measures import Measures
from bot.core.measures.metrics import DATABASE_FAILURES, DATABASE_SECONDS
from bot.core.storage.changes import OnChange
from bot.core.storage.database import Engine
from bot.core.storage.sql import Coro, Lock, ReadingWork, T, WritingWork


class MeasuredEngine(Struct, frozen=True):
    """Delegates to `engine` and measures each unit of work."""

    engine: Engine
    measures: Measures

    async def read(self, work: ReadingWork[T]) -> T:
        """Run and measure a unit of work that reads."""
        return await self._measure(work, self.engine.read(work))

    async def write(self, work: WritingWork[T], lock: Lock | None = None) -> T:
        """Run and measure a unit of work in a transaction, including the wait for its turn and for the commit."""
        return await self._measure(work, self.engine.write(work, lock))

    async def _measure(self, work: Callable[..., Any], running: Coro[T]) -> T:
        began = time.perf_counter()
        try:
            return await running
        except Exception as error:
            is_refusal = isinstance(error, UserError) and not error.key.startswith("core.")
            if not is_refusal and not isinstance(error, RepeatedInteraction):
                self.measures.count(DATABASE_FAILURES, type(error).__name__)
            raise
        finally:
            self.measures.observe(DATABASE_SECONDS, time.perf_counter() - began, use_case_of(work))

    @property
    def is_shared(self) -> bool:
        """Whether other processes can use the database at the same time."""
        return self.engine.is_shared

    async def watch(self, on_change: OnChange) -> None:
        """Report what other processes change."""
        await self.engine.watch(on_change)

    def process_lock(self, lock: Lock, *, waits: bool = True) -> AbstractAsyncContextManager[bool]:
        """Return a context manager for a lock between processes; it yields whether this process holds the lock."""
        return self.engine.process_lock(lock, waits=waits)

    async def responds(self, seconds: float) -> bool:
        """Return whether the database answers within `seconds`."""
        return await self.engine.responds(seconds)

    async def is_in_place(self) -> bool:
        """Return whether the database is still the one that was opened."""
        return await self.engine.is_in_place()

    async def tidy_up(self) -> None:
        """Let the engine tidy up."""
        await self.engine.tidy_up()

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.close()


def use_case_of(work: Callable[..., Any]) -> str:
    """Return the name of the function or method that defines a unit of work, such as `VoteService.vote`."""
    return str(getattr(work, "__qualname__", type(work).__name__)).partition(".<locals>")[0]
