"""A value that many people request is read once, and is read again after it was invalidated."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from bot.films.service.cache import SingleFlightCache


@dataclass(eq=False, slots=True)
class CountingLoader:
    """Reads values as soon as `gate` is set, and records the requested keys."""

    asked: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    is_broken: bool = False

    async def read(self, key: str) -> str:
        self.asked.append(key)
        await self.gate.wait()
        if self.is_broken:
            raise ValueError(key)
        return f"{key}, read {self.asked.count(key)}"

    def shared(self, room: int = 10, size: Callable[[str], int] = lambda _: 1) -> SingleFlightCache[str, str]:
        return SingleFlightCache(self.read, room, size)


@pytest.fixture
async def loader() -> CountingLoader:
    return CountingLoader()


async def start_readers(shared: SingleFlightCache[str, str], people: int) -> list["asyncio.Task[str]"]:
    """Start this many tasks that ask for the same value, and let them wait."""
    waiting = [asyncio.create_task(shared.get("tea")) for _ in range(people)]
    await asyncio.sleep(0)
    return waiting


async def test_simultaneous_requests_share_one_read(loader: CountingLoader) -> None:
    """Fifty simultaneous requests cost one read, and later ones cost none."""
    shared = loader.shared()
    waiting = await start_readers(shared, 50)
    loader.gate.set()
    assert {*await asyncio.gather(*waiting), await shared.get("tea")} == {"tea, read 1"}


async def test_a_cancelled_request_does_not_affect_the_others(loader: CountingLoader) -> None:
    """If the first request is cancelled, the others still get the value."""
    first, *others = await start_readers(loader.shared(), 3)
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    loader.gate.set()
    assert await asyncio.gather(*others) == ["tea, read 1"] * 2


async def test_a_failed_read_is_retried(loader: CountingLoader) -> None:
    """Everyone who waits gets the error, and the next request reads again."""
    shared, loader.is_broken = loader.shared(), True
    waiting = await start_readers(shared, 2)
    loader.gate.set()
    assert [type(error) for error in await asyncio.gather(*waiting, return_exceptions=True)] == [ValueError] * 2
    loader.is_broken = False
    assert await shared.get("tea") == "tea, read 2"


async def test_a_value_invalidated_during_its_read_is_not_cached(loader: CountingLoader) -> None:
    """A request that already waits gets the old value, and later requests get a new one."""
    shared = loader.shared()
    (waiting,) = await start_readers(shared, 1)
    shared.invalidate("tea")
    loader.gate.set()
    assert (await waiting, await shared.get("tea"), await shared.get("tea")) == (
        "tea, read 1",
        "tea, read 2",
        "tea, read 2",
    )


async def test_the_most_recently_used_values_are_kept(loader: CountingLoader) -> None:
    """When the cache is full, the least recently used value is dropped."""
    shared = loader.shared(room=2)
    loader.gate.set()
    for key in ("tea", "milk", "tea", "sugar"):
        await shared.get(key)
    await asyncio.sleep(0)
    assert [await shared.get("tea"), await shared.get("sugar"), loader.asked] == [
        "tea, read 1",
        "sugar, read 1",
        ["tea", "milk", "sugar"],
    ]
    assert await shared.get("milk") == "milk, read 2"


async def test_a_value_that_is_too_big_by_itself_is_kept(loader: CountingLoader) -> None:
    """A value larger than the whole cache stays cached; otherwise every keystroke would read it again."""
    shared = loader.shared(room=1, size=lambda _: 5)
    loader.gate.set()
    await shared.get("tea")
    await asyncio.sleep(0)
    assert await shared.get("tea") == "tea, read 1"
