"""The use cases of posting a year in tears: servers turn it on or off, and one process posts it."""

from collections.abc import Sequence

from msgspec import Struct, field

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.core.text.languages import Language
from bot.ids import ChannelId, GuildId
from bot.tears.queries import year_posts
from bot.tears.rules.year import CLAIM_SECONDS, YearPost, year_to_post

YEAR_POST_TOPIC = "year-post"
"""The topic on which processes learn that a server turned its year on or off."""
EASTERNMOST, WESTERNMOST = "Etc/GMT-14", "Etc/GMT+12"
"""The time zones in which a day begins first and last; the signs in their names are reversed."""


class YearPosts(Struct, frozen=True):
    """Turns the post of a server's year on and off, and lets one process claim it."""

    database: Database
    clock: Clock
    _channels: dict[GuildId, ChannelId | None] = field(default_factory=dict)

    async def load(self) -> None:
        """Fill the cache from the database."""
        posts = await self.database.read(year_posts.all_posts)
        self._channels.update({post.guild_id: post.channel_id for post in posts})

    async def reload(self, changed_id: int | None) -> None:
        """Reload a server's choice after another process changed it, or every choice if the id is None."""
        if changed_id is None:
            await self.load()
            return
        guild_id = GuildId(changed_id)
        post = await self.database.read(lambda reader: year_posts.find(reader, guild_id))
        self._channels[guild_id] = post.channel_id if post else None

    def channel(self, guild_id: GuildId) -> ChannelId | None:
        """Return the channel in which a server wants its year, or None if the post is turned off."""
        return self._channels.get(guild_id)

    async def turn_on(self, guild_id: GuildId, channel_id: ChannelId, language: Language) -> None:
        """Store the channel for a server's year, and the language of the server's messages."""

        async def work(writer: Writer) -> None:
            await year_posts.turn_on(writer, guild_id, channel_id, language)
            await writer.notify(YEAR_POST_TOPIC, guild_id)

        await self.database.write(work)
        self._channels[guild_id] = channel_id

    async def turn_off(self, guild_id: GuildId) -> None:
        """Stop posting a server's year."""

        async def work(writer: Writer) -> None:
            await year_posts.turn_off(writer, guild_id)
            await writer.notify(YEAR_POST_TOPIC, guild_id)

        await self.database.write(work)
        self.forget_guild(guild_id)

    def forget_guild(self, guild_id: GuildId) -> None:
        """Drop a server from the cache."""
        self._channels.pop(guild_id, None)

    async def list_free(self) -> Sequence[YearPost]:
        """Return the choices of servers whose year can be claimed; none unless it is time to post in some time zone."""
        now = self.clock()
        year = year_to_post(now, EASTERNMOST) or year_to_post(now, WESTERNMOST)
        return await self.database.read(lambda reader: year_posts.list_free(reader, year, now)) if year else ()

    async def claim(self, guild_id: GuildId, year: int) -> YearPost | None:
        """Claim a year and return where to post it; None if its post is turned off, finished, claimed or postponed."""
        now = self.clock()
        return await self.database.write(
            lambda writer: year_posts.claim(writer, guild_id, year, now, now + CLAIM_SECONDS)
        )

    async def postpone(self, guild_id: GuildId, until: int) -> None:
        """Put off posting a server's year until `until`, in epoch seconds."""
        await self.database.write(lambda writer: year_posts.postpone(writer, guild_id, until))

    async def finish(self, guild_id: GuildId, year: int) -> None:
        """Record that a server's year is finished, so that it is never posted again."""
        await self.database.write(lambda writer: year_posts.finish(writer, guild_id, year))
