"""The acting person, and the checks on who may manage a poll."""

from msgspec import Struct

from bot.core.errors import UserError
from bot.ids import GuildId, RoleId, UserId
from bot.polls.rules.poll import CloseReason, Poll, is_due


class Actor(Struct, frozen=True):
    """A person in a server; a moderator may manage a poll like its host."""

    guild_id: GuildId
    user_id: UserId
    is_moderator: bool = False
    role_ids: frozenset[RoleId] = frozenset()


def can_manage(poll: Poll, actor: Actor) -> bool:
    """Return whether the actor is the poll's host or a moderator."""
    return actor.is_moderator or actor.user_id == poll.host_id


def check_can_manage(poll: Poll, actor: Actor) -> None:
    """Raise UserError unless the actor is the poll's host or a moderator."""
    if not can_manage(poll, actor):
        raise UserError("polls.refused.not-yours")


def manual_close_reason(poll: Poll, actor: Actor, now: int) -> CloseReason:
    """Return the close reason of a poll that an actor ends: CLOCK if it is due anyway, else HOST or MODERATOR."""
    if is_due(poll, now):
        return CloseReason.CLOCK
    return CloseReason.HOST if actor.user_id == poll.host_id else CloseReason.MODERATOR
