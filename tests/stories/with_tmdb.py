"""Helpers for stories that wait for TMDB's answers."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from tests.stories.club import Club, Message, SimulatedUser

KOREA = "South Korea"


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait up to ten seconds until a condition is true."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.01)


async def ask_for_hope(club: Club) -> str:
    """Ask for Hope, and return the first answer's body without waiting for TMDB."""
    club.env.settle_timeout = 1.0
    with suppress(TimeoutError):
        await club.sam.slash("film show", title="Hope")
    await eventually(lambda: any("Hope (2013)" in body for body in map(str, club.message_bodies())))
    return next(body for body in map(str, club.message_bodies()) if "Hope (2013)" in body)


def edits(club: Club) -> list[str]:
    """Return the bodies of the bot's edits to its answers."""
    return [str(request.json) for request in club.requests if request.method == "PATCH" and "@original" in request.path]


async def choose_country(person: SimulatedUser, country: str) -> Message:
    """Choose a person's own country in their preferences."""
    panel = await person.slash("avoid")
    choices = await person.click(panel, "🌍 My country")
    return await person.select(choices, country)


async def learn_about_hope(club: Club) -> None:
    """Ask for Hope, and wait until the bot has TMDB's data."""
    await club.sam.slash("film show", title="Hope")
    await eventually(lambda: bool(edits(club)))
