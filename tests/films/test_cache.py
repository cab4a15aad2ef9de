"""What many people ask for is read once, and what has changed is read again."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from bot.films.service.cache import SingleFlightCache


@dataclass(eq=False, slots=True)
class CountingLoader:
    """Reads a value under every key when told to, and records the keys it was asked for."""

    asked: list[str] = field(default_factory=list)
    opens: asyncio.Event = field(default_factory=asyncio.Event)
    is_broken: bool = False

    async def read(self, key: str) -> str:
        self.asked.append(key)
        await self.opens.wait()
        if self.is_broken:
            raise ValueError(key)
        return f"{key}, read {self.asked.count(key)}"

    def shared(self, room: int = 10, size: Callable[[str], int] = lambda _: 1) -> SingleFlightCache[str, str]:
        return SingleFlightCache(self.read, room, size)


@pytest.fixture
async def shop() -> CountingLoader:
    return CountingLoader()


async def start_readers(shared: SingleFlightCache[str, str], people: int) -> list["asyncio.Task[str]"]:
    """Start this many tasks that ask for the same value, and let them wait."""
    waiting = [asyncio.create_task(shared.get("tea")) for _ in range(people)]
    await asyncio.sleep(0)
    return waiting


async def test_simultaneous_requests_share_one_read(shop: CountingLoader) -> None:
    """Fifty who ask at once cost one read, and later ones none."""
    shared = shop.shared()
    waiting = await start_readers(shared, 50)
    shop.opens.set()
    assert {*await asyncio.gather(*waiting), await shared.get("tea")} == {"tea, read 1"}


async def test_a_cancelled_request_affects_no_other(shop: CountingLoader) -> None:
    """If the one who asked first is cancelled, the others still get the value."""
    first, *others = await start_readers(shop.shared(), 3)
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    shop.opens.set()
    assert await asyncio.gather(*others) == ["tea, read 1"] * 2


async def test_a_failed_read_is_retried(shop: CountingLoader) -> None:
    """Everyone waiting is told that it failed; the next one triggers a new read."""
    shared, shop.is_broken = shop.shared(), True
    waiting = await start_readers(shared, 2)
    shop.opens.set()
    assert [type(told) for told in await asyncio.gather(*waiting, return_exceptions=True)] == [ValueError] * 2
    shop.is_broken = False
    assert await shared.get("tea") == "tea, read 2"


async def test_a_value_invalidated_during_its_read_is_not_cached(shop: CountingLoader) -> None:
    """A change during a read is not lost: only those already waiting may get the old value."""
    shared = shop.shared()
    (waiting,) = await start_readers(shared, 1)
    shared.invalidate("tea")
    shop.opens.set()
    assert (await waiting, await shared.get("tea"), await shared.get("tea")) == (
        "tea, read 1",
        "tea, read 2",
        "tea, read 2",
    )


async def test_the_most_recently_used_values_are_kept(shop: CountingLoader) -> None:
    """When the cache is full, the least recently used value is dropped; one that is too big by itself may stay."""
    shared = shop.shared(room=2)
    shop.opens.set()
    for key in ("tea", "milk", "tea", "sugar"):
        await shared.get(key)
    await asyncio.sleep(0)
    assert [await shared.get("tea"), await shared.get("sugar"), shop.asked] == [
        "tea, read 1",
        "sugar, read 1",
        ["tea", "milk", "sugar"],
    ]
    assert await shared.get("milk") == "milk, read 2"


async def test_a_value_that_is_too_big_by_itself_is_kept(shop: CountingLoader) -> None:
    """Otherwise it would be read at every keystroke."""
    shared = shop.shared(room=1, size=lambda _: 5)
    shop.opens.set()
    await shared.get("tea")
    await asyncio.sleep(0)
    assert await shared.get("tea") == "tea, read 1"
