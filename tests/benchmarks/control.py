"""An event loop that does next to nothing, watched like our bot's: its long steps are the machine's, not ours."""

import asyncio

from tests.benchmarks.watched import watch_steps

PAUSE = 0.002
TURNS = 10_000
"""How far each step counts: a step that took no time at all would hardly ever be interrupted."""


async def count_forever() -> None:
    """Count a little, and pause."""
    while True:
        for _ in range(TURNS):
            pass
        await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    watch_steps()
    asyncio.run(count_forever())
