"""Edits a card once TMDB has told more of its film."""

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import discord

from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.context import Context
from bot.films.rules.film import Film
from bot.films.service.availability import FilmAvailability
from bot.tmdb.rules.movie import CachedMovie

log = logging.getLogger(__name__)

MAX_WAIT_SECONDS: Final = 13 * 60
"""Discord lets an answer be edited for fifteen minutes."""
Redraw = Callable[[], Awaitable[Answer | None]]
"""Draws the card as it is now; None if the message shows something else meanwhile."""


@dataclass(frozen=True, slots=True)
class CardUpdates:
    """Edits cards in the background, after they were posted."""

    availability: FilmAvailability
    running: set[asyncio.Task[None]] = field(default_factory=set)

    def follow(self, context: Context, film: Film, shown: Answer, redraw: Redraw) -> None:
        """Refresh a film, and edit the answer that shows it if that changes the card."""
        refresh = self.availability.request_refresh(film)
        if refresh is None:
            return
        # It waits in an empty context, and edits in the present one: in the demo, SimCord answers for Discord in there,
        # and waits until all of its tasks sleep for long.
        work = _update(contextvars.copy_context(), context, shown, refresh, redraw)
        task = asyncio.create_task(work, context=contextvars.Context())
        self.running.add(task)
        task.add_done_callback(self.running.discard)


async def _update(
    own: contextvars.Context, context: Context, shown: Answer, refresh: Awaitable[CachedMovie | None], redraw: Redraw
) -> None:
    try:
        async with asyncio.timeout(MAX_WAIT_SECONDS):
            news = await refresh
            card = await redraw() if news else None
            if card and card != shown:
                await asyncio.create_task(context.edit_answer(card), context=own)
    except TimeoutError:
        log.info("card not updated reason=late")
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.info("card not updated error=%s", type(error).__name__)  # the message is gone, most likely
    except Exception:  # nobody waits for this task, so nobody else would log it
        log.exception("card not updated")
