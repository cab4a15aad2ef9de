"""Caches polls' hosts: without privileged intents, a bot must request members one at a time."""

import asyncio
import logging

import discord
from msgspec import Struct, field

from bot.ids import GuildId, UserId
from bot.polls.delivery.channel import ClientGetter
from bot.polls.rules.poll import Poll
from bot.polls.rules.views.poll_view import Host

log = logging.getLogger(__name__)

MAX_HOSTS = 1_000
LOOKUP_SECONDS = 5.0


class HostDirectory(Struct, frozen=True):
    """Finds the hosts of polls. The cache also remembers that a host was not found."""

    client: ClientGetter
    hosts: dict[tuple[GuildId, UserId], Host | None] = field(default_factory=dict)

    def remember(self, guild_id: GuildId, member: discord.Member | discord.User) -> None:
        """Remember the name and avatar of someone who just acted."""
        self._cache_host((guild_id, UserId(member.id)), host_of(member))

    def forget(self, user_id: UserId) -> None:
        """Drop a person's names and avatars in all servers."""
        for key in [key for key in self.hosts if key[1] == user_id]:
            del self.hosts[key]

    async def find(self, poll: Poll) -> Host | None:
        """Return the host of a poll, or None if the server is not cached or the host cannot be found."""
        guild = self.client().get_guild(poll.guild_id)
        if guild is None or poll.host_id is None:
            return None
        key = poll.guild_id, poll.host_id
        if key not in self.hosts:
            self._cache_host(key, await _look_up(guild, poll.host_id))
        return self.hosts.get(key)

    def _cache_host(self, key: tuple[GuildId, UserId], host: Host | None) -> None:
        self.hosts.pop(key, None)
        self.hosts[key] = host
        if len(self.hosts) > MAX_HOSTS:
            del self.hosts[next(iter(self.hosts))]


def host_of(member: discord.Member | discord.User) -> Host:
    """Return a member as the host of a poll, with their avatar if they have one."""
    avatar = getattr(member, "guild_avatar", None) or member.avatar
    return Host(member.display_name, avatar.url if avatar else None)


async def _look_up(guild: discord.Guild, user_id: UserId) -> Host | None:
    try:
        async with asyncio.timeout(LOOKUP_SECONDS):
            return host_of(await guild.fetch_member(user_id))
    except (discord.DiscordException, OSError) as error:  # the poll is then shown without its host
        log.info("poll host lookup failed server=%d error=%r", guild.id, error)
        return None
