"""How a story waits for TMDB, and reads what it changed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from tests.stories.club import Club, Message, SimulatedUser

KOREA = "South Korea"


async def eventually(is_so: Callable[[], bool]) -> None:
    """Wait for what happens behind the answers."""
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.01)


async def ask_for_hope(club: Club) -> str:
    """Ask for Hope; SimCord would wait for the second try behind the answer. Return what was answered."""
    club.env.settle_timeout = 1.0
    with suppress(TimeoutError):
        await club.sam.slash("film show", title="Hope")
    await eventually(lambda: any("Hope (2013)" in body for body in map(str, club.message_bodies())))
    return next(body for body in map(str, club.message_bodies()) if "Hope (2013)" in body)


def edits(club: Club) -> list[str]:
    """The edits of answers that the bot sent."""
    return [str(request.json) for request in club.requests if request.method == "PATCH" and "@original" in request.path]


async def choose_country(person: SimulatedUser, country: str) -> Message:
    """Choose a country as a person does."""
    panel = await person.slash("avoid")
    choices = await person.click(panel, "🌍 My country")
    return await person.select(choices, country)


async def learn_about_hope(club: Club) -> None:
    """Let the bot hear of Hope."""
    await club.sam.slash("film show", title="Hope")
    await eventually(lambda: bool(edits(club)))
