"""An event loop that does next to nothing. Its long steps come from the machine, not from our code."""

import asyncio

from tests.benchmarks.watched import watch_steps

PAUSE = 0.002
TURNS = 10_000
"""How far each step counts. A shorter step would hardly ever be interrupted by the machine."""


async def count_forever() -> None:
    """Count and pause, over and over."""
    while True:
        for _ in range(TURNS):
            pass
        await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    watch_steps()
    asyncio.run(count_forever())
