"""Asks people who requested it how hard a film made them cry, by direct message and once for each film.

To ask nobody twice, each attempt after the first searches the conversation for the question. Discord also recognises a
repeated message by its nonce, but only for some minutes. Somebody who takes no direct messages is not asked about that
film again.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import aiohttp
import discord

from bot.core.interactions.components import build_view
from bot.core.jobs import Job
from bot.core.text.translations import Translations
from bot.films.rules.film import Film
from bot.films.service.films import Films
from bot.ids import GuildId
from bot.tears.cards.question import question_card
from bot.tears.handlers.questions import question_menu, question_menu_id
from bot.tears.rules.question import MAX_ATTEMPTS, Question, QuestionState
from bot.tears.service.questions import Questions

log = logging.getLogger(__name__)

HISTORY_LIMIT = 50


class SendingClient(Protocol):
    """The part of the client that the tears feature needs to send messages of its own accord."""

    @property
    def user(self) -> discord.ClientUser | None:
        """The bot's own user."""

    @property
    def is_serving(self) -> bool:
        """Whether the client receives interactions by HTTP; such a client is never ready."""

    def is_ready(self) -> bool:
        """Return whether all shards have connected."""

    def get_guild(self, id: int, /) -> discord.Guild | None:  # noqa: A002  # discord.py's name
        """Return a server from the cache, or None if it is not there."""

    def get_partial_messageable(self, id: int, *, guild_id: GuildId | None = None) -> discord.PartialMessageable:  # noqa: A002  # discord.py's name
        """Return a channel to post in."""

    async def create_dm(self, user: discord.abc.Snowflake) -> discord.DMChannel:
        """Return the conversation with a person."""


ClientGetter = Callable[[], SendingClient]
"""Returns the client, which is created after the features that it loads."""


def can_send(client: SendingClient) -> bool:
    """Return whether the client is connected to Discord's gateway, or receives interactions by HTTP."""
    return client.is_ready() or client.is_serving


@dataclass(slots=True)
class QuestionAsker:
    """Sends the questions that are due."""

    questions: Questions
    films: Films
    translations: Translations
    client: ClientGetter
    job: Job = field(init=False)

    def __post_init__(self) -> None:
        self.job = Job("tear questions", self._work)

    async def _work(self) -> int | None:
        if not can_send(self.client()):
            return None  # `connected` wakes the job
        claimed = await self.questions.claim_due()
        for question in claimed:
            self.job.start_task(question.id, partial(self._ask, question))
        return await self.questions.next_due_at()

    async def connected(self, _: Collection[GuildId]) -> None:
        """Wake the job, because questions may have become due while the bot was not connected."""
        self.job.wake()

    async def _ask(self, question: Question) -> None:
        film = await self.films.visible_film(question.film_id, question.guild_id)
        if film is None or not await self.questions.is_wanted(question):
            await self.questions.finish(question, QuestionState.DROPPED)
            return
        if question.attempts >= MAX_ATTEMPTS:
            log.warning("question dropped question=%d attempts=%d", question.id, question.attempts)
            await self.questions.finish(question, QuestionState.DROPPED)
            return
        try:
            await self._send(question, film)
        except (discord.Forbidden, discord.NotFound) as error:  # direct messages are closed, or the account is gone
            log.info("question not asked question=%d code=%d", question.id, error.code)
            await self.questions.finish(question, QuestionState.DROPPED)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("question attempt failed question=%d error=%s", question.id, type(error).__name__)
            await self.questions.retry_later(question)
        else:
            await self.questions.finish(question, QuestionState.ASKED)

    async def _send(self, question: Question, film: Film) -> None:
        """Send a question, unless an earlier attempt succeeded."""
        channel = await self.client().create_dm(discord.Object(question.user_id))
        if question.attempts and await self._was_sent(channel, question):
            return
        localize = self.translations.localizer(question.language)
        view = build_view([question_menu(question, localize)])
        await channel.send(embed=question_card(film.summary, localize), view=view, nonce=question.nonce)

    async def _was_sent(self, channel: discord.DMChannel, question: Question) -> bool:
        custom_id = question_menu_id(question)
        async for message in channel.history(limit=HISTORY_LIMIT):
            if message.author == self.client().user and custom_id in _custom_ids(message):
                return True
        return False


def _custom_ids(message: discord.Message) -> set[Any]:
    children = (child for row in message.components for child in getattr(row, "children", ()))
    return {getattr(child, "custom_id", None) for child in children}
