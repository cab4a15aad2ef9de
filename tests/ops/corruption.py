"""Overwrites parts of a database file with random bytes, and prepares features without contacting Discord."""

import random
from pathlib import Path

from bot.transport.client import NunmulClient, _prepare

PAGE_SIZE = 4096


def corrupt(path: Path, seed: int) -> None:
    """Overwrite a whole page or a few bytes, in one to twenty random places."""
    rng, content = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        is_page = rng.random() < 0.5
        length = PAGE_SIZE if is_page else rng.choice((1, 4, 16, 100))
        start = (
            rng.randrange(len(content) // PAGE_SIZE) * PAGE_SIZE if is_page else rng.randrange(len(content) - length)
        )
        content[start : start + length] = rng.randbytes(length)
    path.write_bytes(content)


def overwrite_page(path: Path, page: int) -> None:
    """Replace one page, counted from 1, with random bytes."""
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE_SIZE : page * PAGE_SIZE] = random.Random(page).randbytes(PAGE_SIZE)
    path.write_bytes(content)


async def prepare_only(client: NunmulClient, *_: object) -> None:
    """Stand in for bot.transport.lifecycle.run: prepare every feature as a start does, but without Discord."""
    for feature in client.features:
        await _prepare(feature)
