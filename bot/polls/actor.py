"""Determines what a person may do with polls, and which polls they may see."""

from bot.core.errors import UserError
from bot.core.interactions.context import Context
from bot.ids import NO_GUILD
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import Poll

POLL_NOT_FOUND = "polls.refused.gone"
"""The key of the refusal for a poll that does not exist or that the person may not see."""


def actor_of(context: Context, poll: Poll | None = None) -> Actor:
    """Return the acting person.

    They are a moderator if they have Manage Server, or Manage Messages in the poll's channel.
    """
    is_moderator = context.can_manage_server or (
        poll is not None and context.can_manage_messages(poll.channel_id, poll.parent_channel_id)
    )
    return Actor(context.guild_id or NO_GUILD, context.user_id, is_moderator)


def can_see_poll(context: Context, poll: Poll) -> bool:
    """Return whether the person is a poll's host or may see its channel."""
    return poll.host_id == context.user_id or context.can_see(poll.channel_id, poll.parent_channel_id)


def check_can_see_poll(context: Context, poll: Poll) -> None:
    """Raise the same UserError as for an unknown poll if the person may not see this one."""
    if not can_see_poll(context, poll):
        raise UserError(POLL_NOT_FOUND)
