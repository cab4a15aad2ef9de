"""Edits a card when TMDB has newer data about its film."""

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import aiohttp
import discord
from discord import Embed
from msgspec import Struct, field

from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.components import Component
from bot.core.interactions.pictures import Picture
from bot.films.rules.film import Film
from bot.films.service.availability import FilmAvailability
from bot.ids import FilmId
from bot.tmdb.rules.movie import CachedMovie

log = logging.getLogger(__name__)

MAX_WAIT_SECONDS: Final = 13 * 60
"""Seconds to wait for TMDB, fewer than the fifteen minutes in which Discord lets an answer be edited."""
RenderedCard = tuple[Embed, list[Component], Picture | None]
"""A card with its components and its picture."""
Redraw = Callable[[], Awaitable[Answer | None]]
"""Renders the card with current data; returns None if the message now shows something else."""
Edit = Callable[[Answer], Coroutine[Any, Any, None]]
"""Replaces the card of a message."""


class CardUpdates(Struct, frozen=True):
    """Edits cards in the background after they are posted."""

    availability: FilmAvailability
    running: set[asyncio.Task[None]] = field(default_factory=set)

    def edit_after_refresh(self, film: Film, shown: Answer, redraw: Redraw, edit: Edit) -> None:
        """Refresh a film's stale TMDB data in the background, and edit the message if the card has changed."""
        refresh = self.availability.request_refresh(film)
        if refresh is None:
            return
        # SimCord, which runs the demo, waits until every task in the caller's context has ended or is in a long sleep.
        # So the task waits for TMDB in an empty context, and edits in the caller's, where SimCord handles requests.
        work = _update(film.summary.id, contextvars.copy_context(), shown, refresh, redraw, edit)
        task = asyncio.create_task(work, context=contextvars.Context())
        self.running.add(task)
        task.add_done_callback(self.running.discard)


async def _update(  # noqa: PLR0913, PLR0917  # everything that an update depends on
    film_id: FilmId,
    caller: contextvars.Context,
    shown: Answer,
    refresh: Awaitable[CachedMovie | None],
    redraw: Redraw,
    edit: Edit,
) -> None:
    try:
        async with asyncio.timeout(MAX_WAIT_SECONDS):
            refreshed = await refresh
            card = await redraw() if refreshed else None
            if card and card != shown:
                await asyncio.create_task(edit(card), context=caller)
    except TimeoutError:
        log.info("card not updated film=%d reason=timeout", film_id)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        # Most likely the message was deleted.
        log.info("card not updated film=%d error=%s", film_id, type(error).__name__)
    except Exception:  # nothing awaits this task, and asyncio would log the error without the film
        log.exception("card not updated film=%d", film_id)
