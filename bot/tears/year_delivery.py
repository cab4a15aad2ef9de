"""Posts a server's year in tears once, in the last days of the year, if somebody who manages the server asked for it.

To post no year twice, each attempt after the first searches the channel for the post. Discord also recognises a
repeated message by its nonce, but only for some minutes. A year is given up if the bot may not post in the channel, or
after MAX_ATTEMPTS failed attempts.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

import aiohttp
import discord

from bot.core.interactions.pictures import Picture, attachments, illustrate
from bot.core.jobs import Job
from bot.core.text import escaping
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.translations import Localizer, Translations
from bot.ids import GuildId
from bot.tears.cards.board import Summaries
from bot.tears.cards.year import year_card, year_in_words, year_title
from bot.tears.delivery import ClientGetter, can_send
from bot.tears.rules.year import MAX_ATTEMPTS, RECHECK_SECONDS, YearPost, YearTears, year_to_post
from bot.tears.service.year.posts import YearPosts
from bot.tears.service.year.years import Years
from bot.tears.year_pictures import YearPictures

log = logging.getLogger(__name__)

AT_ONCE = 5
HISTORY_LIMIT = 500
UNKNOWN_MESSAGE = 10008
"""Discord's error code for a message that does not exist in a channel that can be read."""


@dataclass(slots=True)
class YearPublisher:
    """Posts the years that are due."""

    years: Years
    posts: YearPosts
    pictures: YearPictures
    translations: Translations
    locales: LanguageResolver
    client: ClientGetter
    job: Job = field(init=False)

    def __post_init__(self) -> None:
        self.job = Job("years in tears", self._work)

    async def connected(self, _: Collection[GuildId]) -> None:
        """Wake the job, because years may have become due while the bot was not connected."""
        self.job.wake()

    async def _work(self) -> int | None:
        if can_send(self.client()):
            due = [(post.guild_id, year) for post in await self.posts.list_free() if (year := self._due_year(post))]
            for guild_id, year in due[:AT_ONCE]:
                self.job.start_task(guild_id, partial(self._post, guild_id, year))
        return None

    def _due_year(self, post: YearPost) -> int | None:
        year = year_to_post(self.years.clock(), self.years.zone(post.guild_id))
        return year if year and year > post.done_year else None

    async def _post(self, guild_id: GuildId, number: int) -> None:
        year = await self.years.year(guild_id, number)
        if not year.is_enough:
            await self.posts.postpone(guild_id, self.years.clock() + RECHECK_SECONDS)
            return
        if post := await self.posts.claim(guild_id, number):
            await self._send_claimed(post, year)

    async def _send_claimed(self, post: YearPost, year: YearTears) -> None:
        try:
            await self._send(post, year)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("year not posted server=%d year=%d code=%d", post.guild_id, year.number, error.code)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            if post.attempts < MAX_ATTEMPTS:
                log.warning(
                    "year post attempt failed server=%d year=%d error=%s",
                    post.guild_id,
                    year.number,
                    type(error).__name__,
                )
                await self.posts.postpone(post.guild_id, post.retry_at(self.years.clock()))
                return
            log.warning(
                "year post dropped server=%d year=%d error=%s", post.guild_id, year.number, type(error).__name__
            )
        await self.posts.finish(post.guild_id, year.number)

    async def _send(self, post: YearPost, year: YearTears) -> None:
        """Post a year, unless an earlier attempt succeeded."""
        channel = self.client().get_partial_messageable(post.channel_id or 0, guild_id=post.guild_id)
        localize = self._localizer(post)
        if post.attempts > 1 and await self._was_sent(channel, year_title(year, localize)):
            return
        films = await self.pictures.films(post.guild_id, year)
        picture = await self.pictures.draw(post.guild_id, year, films, self._server_name(post.guild_id), localize)
        nonce = post.nonce(year.number)
        if picture:
            try:
                await channel.send(embed=_card(year, films, picture, localize), files=attachments(picture), nonce=nonce)
            except discord.Forbidden:  # perhaps only files are forbidden
                picture = None
        if picture is None:
            await channel.send(embed=_card(year, films, None, localize), nonce=nonce)
        log.info("year posted server=%d year=%d", post.guild_id, year.number)

    async def _was_sent(self, channel: discord.PartialMessageable, title: str) -> bool:
        """Return whether the bot has posted a card with this title, other than in answer to a command.

        The history of a channel that the bot may not read looks empty. A request for a single message fails there, so
        one is made first.
        """
        try:
            await channel.fetch_message(channel.id)
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
        async for message in channel.history(limit=HISTORY_LIMIT):
            is_own = message.author == self.client().user and message.interaction_metadata is None
            if is_own and any(embed.title == title for embed in message.embeds):
                return True
        return False

    def _localizer(self, post: YearPost) -> Localizer:
        return self.translations.localizer(self.locales.chosen.get(post.guild_id, post.language))

    def _server_name(self, guild_id: GuildId) -> str:
        guild = self.client().get_guild(guild_id)
        return escaping.label(guild.name) if guild and guild.name else ""


def _card(year: YearTears, films: Summaries, picture: Picture | None, localize: Localizer) -> discord.Embed:
    introduction = localize("tears.year.introduction")
    if picture is None:
        return year_in_words(year, films, localize, introduction)
    return illustrate(year_card(year, localize, introduction), picture)
