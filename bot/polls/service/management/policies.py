"""Who may start polls in a server, and how many. The panel and the settings read this from a cache in memory."""

from collections.abc import Callable

from msgspec import Struct, field

from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.ids import ChannelId, GuildId, UserId
from bot.polls.queries.management import policies
from bot.polls.rules.management.policy import PollPolicy, check_may_start, check_open_limits
from bot.polls.rules.permissions import Actor

POLICIES_TOPIC = "poll-policies"


class PollPolicies(Struct, frozen=True):
    """Reads and changes the policies of servers."""

    database: Database
    _by_guild: dict[GuildId, PollPolicy] = field(default_factory=dict)

    async def load(self) -> None:
        """Fill the cache from the database."""
        self._by_guild.update(await self.database.read(policies.all_policies))

    async def reload(self, changed_id: int | None) -> None:
        """Reload a server's policy after another process changed it, or every policy if the id is None."""
        if changed_id is None:
            await self.load()
            return
        guild_id = GuildId(changed_id)
        self._by_guild[guild_id] = await self.database.read(lambda reader: policies.find_policy(reader, guild_id))

    def for_guild(self, guild_id: GuildId) -> PollPolicy:
        """Return a server's policy."""
        return self._by_guild.get(guild_id, policies.DEFAULT)

    async def change(self, guild_id: GuildId, change: Callable[[PollPolicy], PollPolicy]) -> PollPolicy:
        """Change a server's policy and return the new one."""
        policy = await self.database.write(lambda writer: _change(writer, guild_id, change), ("guild", guild_id))
        self._by_guild[guild_id] = policy
        return policy

    def forget_guild(self, guild_id: GuildId) -> None:
        """Drop a deleted server from the cache."""
        self._by_guild.pop(guild_id, None)


async def check_may_open(
    reader: Reader, guild_id: GuildId, channel_id: ChannelId, host_id: UserId | None, actor: Actor | None = None
) -> None:
    """Raise UserError if a limit on open polls is reached, or if `actor` is given and may not start polls."""
    policy = await policies.find_policy(reader, guild_id)
    if actor:
        check_may_start(policy, actor)
    check_open_limits(policy, await policies.count_open(reader, guild_id, channel_id, host_id))


async def _change(writer: Writer, guild_id: GuildId, change: Callable[[PollPolicy], PollPolicy]) -> PollPolicy:
    policy = change(await policies.find_policy(writer, guild_id))
    await policies.save_policy(writer, guild_id, policy)
    await writer.notify(POLICIES_TOPIC, guild_id)
    return policy
