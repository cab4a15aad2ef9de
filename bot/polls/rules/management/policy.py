"""Who may start polls in a server, and how many may be open at once."""

from msgspec import Struct

from bot.core.errors import UserError
from bot.ids import RoleId
from bot.polls.rules.permissions import Actor

MAX_OPEN_PER_GUILD = 1000
"""The maximum number of open polls in a whole server."""
OPEN_POLL_LIMITS = (1, 2, 3, 5, 10, 25, 50, 150)
"""The limits that a server can choose from, both for the open polls in a channel and for those of a person."""
MAX_STARTER_ROLES = 10


class OpenCounts(Struct, frozen=True):
    """The numbers of open polls: in one channel, by one person, and in the whole server."""

    in_channel: int
    by_person: int
    in_guild: int


class PollPolicy(Struct, frozen=True):
    """What a server allows; if `starter_roles` is empty, everyone may start polls."""

    max_open_in_channel: int = 25
    max_open_by_person: int = 10
    starter_roles: frozenset[RoleId] = frozenset()


def check_may_start(policy: PollPolicy, actor: Actor) -> None:
    """Raise UserError unless the actor may start polls, as moderators always may."""
    if policy.starter_roles and not actor.is_moderator and policy.starter_roles.isdisjoint(actor.role_ids):
        raise UserError("polls.refused.no-role", roles=roles_text(policy))


def check_open_limits(policy: PollPolicy, counts: OpenCounts) -> None:
    """Raise UserError if no further poll may be opened in a channel, by a person or in the server."""
    limits = (
        ("many-open", counts.by_person, policy.max_open_by_person),
        ("many-open-in-channel", counts.in_channel, policy.max_open_in_channel),
        ("many-open-here", counts.in_guild, MAX_OPEN_PER_GUILD),
    )
    for key, count, limit in limits:
        if count >= limit:
            raise UserError(f"polls.refused.{key}", count=limit)


def roles_text(policy: PollPolicy) -> str:
    """Return mentions of the roles whose members may start polls; in an embed, mentions notify nobody."""
    return ", ".join(f"<@&{role_id}>" for role_id in sorted(policy.starter_roles))
