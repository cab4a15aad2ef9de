"""The SQL statements for who may start polls in a server, and how many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.core.storage.sql import Reader, Writer
from bot.ids import ChannelId, GuildId, RoleId, UserId
from bot.polls.rules.management.policy import OpenCounts, PollPolicy

SELECT_POLICIES = "SELECT guild_id, max_open_in_channel, max_open_by_person FROM poll_policy"
SELECT_ROLES = "SELECT guild_id, role_id FROM poll_starter_role"
DEFAULT = PollPolicy()


class StarterRole(Struct, frozen=True):
    """A role whose members may start polls in a server."""

    guild_id: GuildId
    role_id: RoleId


class OpenLimits(Struct, frozen=True):
    """The limits that a server has set; None stands for the default."""

    guild_id: GuildId
    max_open_in_channel: int | None
    max_open_by_person: int | None


async def all_policies(reader: Reader) -> Mapping[GuildId, PollPolicy]:
    """Return the policy of every server that has changed the default, by server id."""
    return _policies(await reader.select(OpenLimits, SELECT_POLICIES), await reader.select(StarterRole, SELECT_ROLES))


async def find_policy(reader: Reader, guild_id: GuildId) -> PollPolicy:
    """Return a server's policy, which is the default one unless the server has changed it."""
    values = {"guild_id": guild_id}
    limits = await reader.select(OpenLimits, f"{SELECT_POLICIES} WHERE guild_id = :guild_id", values)
    roles = await reader.select(StarterRole, f"{SELECT_ROLES} WHERE guild_id = :guild_id", values)
    return _policies(limits, roles).get(guild_id, DEFAULT)


async def save_policy(writer: Writer, guild_id: GuildId, policy: PollPolicy) -> None:
    """Replace a server's policy; a server with the default policy has no rows."""
    values = {
        "guild_id": guild_id,
        "max_open_in_channel": _unless_default(policy.max_open_in_channel, DEFAULT.max_open_in_channel),
        "max_open_by_person": _unless_default(policy.max_open_by_person, DEFAULT.max_open_by_person),
    }
    await writer.execute("DELETE FROM poll_policy WHERE guild_id = :guild_id", values)
    await writer.execute("DELETE FROM poll_starter_role WHERE guild_id = :guild_id", values)
    if values["max_open_in_channel"] or values["max_open_by_person"]:
        await writer.execute(
            "INSERT INTO poll_policy (guild_id, max_open_in_channel, max_open_by_person)"
            " VALUES (:guild_id, :max_open_in_channel, :max_open_by_person)",
            values,
        )
    await writer.execute_many(
        "INSERT INTO poll_starter_role (guild_id, role_id) VALUES (:guild_id, :role_id)",
        [{"guild_id": guild_id, "role_id": role_id} for role_id in sorted(policy.starter_roles)],
    )


async def count_open(reader: Reader, guild_id: GuildId, channel_id: ChannelId, host_id: UserId | None) -> OpenCounts:
    """Count the open polls in a server: in a channel, of a host (or of all deleted hosts if None), and altogether."""
    (counts,) = await reader.select(
        OpenCounts,
        "SELECT count(*) FILTER (WHERE channel_id = :channel_id) AS in_channel,"
        " count(*) FILTER (WHERE host_id = :host_id OR host_id IS NULL AND :host_id IS NULL) AS by_person,"
        " count(*) AS in_guild FROM poll WHERE guild_id = :guild_id AND state = 'open'",
        {"guild_id": guild_id, "channel_id": channel_id, "host_id": host_id},
    )
    return counts


def _policies(limits: Sequence[OpenLimits], roles: Sequence[StarterRole]) -> Mapping[GuildId, PollPolicy]:
    roles_by_guild: dict[GuildId, set[RoleId]] = defaultdict(set)
    for role in roles:
        roles_by_guild[role.guild_id].add(role.role_id)
    limits_by_guild = {row.guild_id: row for row in limits}
    return {
        guild_id: _policy(limits_by_guild.get(guild_id), frozenset(roles_by_guild[guild_id]))
        for guild_id in {*roles_by_guild, *limits_by_guild}
    }


def _policy(limits: OpenLimits | None, roles: frozenset[RoleId]) -> PollPolicy:
    return PollPolicy(
        (limits and limits.max_open_in_channel) or DEFAULT.max_open_in_channel,
        (limits and limits.max_open_by_person) or DEFAULT.max_open_by_person,
        roles,
    )


def _unless_default(number: int, default: int) -> int | None:
    return None if number == default else number
