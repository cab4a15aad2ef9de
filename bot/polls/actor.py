"""Who acts: what they may do with polls, and which they may see."""

from bot.core.errors import UserError
from bot.core.interactions.context import Context
from bot.ids import NO_GUILD
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import Poll

POLL_NOT_FOUND = "polls.refused.gone"
"""The refusal for a poll that does not exist, and for one that someone may not see."""


def actor_of(context: Context, poll: Poll | None = None) -> Actor:
    """Return who acts: a moderator by Manage Server, or by Manage Messages where the poll is, wherever they are."""
    is_moderator = context.is_host or (
        poll is not None and context.may_manage_messages(poll.channel_id, poll.parent_channel_id)
    )
    return Actor(context.guild_id or NO_GUILD, context.user_id, is_moderator)


def can_see_poll(context: Context, poll: Poll) -> bool:
    """Return whether someone may know of a poll: its host, and anyone who may see its channel."""
    return poll.host_id == context.user_id or context.can_see(poll.channel_id, poll.parent_channel_id)


def check_can_see_poll(context: Context, poll: Poll) -> None:
    """Raise UserError, as for an unknown poll, for one that someone may not see."""
    if not can_see_poll(context, poll):
        raise UserError(POLL_NOT_FOUND)
