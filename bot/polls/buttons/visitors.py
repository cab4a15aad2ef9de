"""Who asks: what they may do with polls, and which they may see."""

from bot.core.errors import Refusal
from bot.core.interactions.context import Ask
from bot.polls.rules.member import Member
from bot.polls.rules.poll import Poll

GONE = "polls.refused.gone"
"""What is said of a poll that never was, and of one that somebody may not see."""


def member_of(ask: Ask, poll: Poll | None = None) -> Member:
    """Return who asks: a moderator by Manage Server, or by Manage Messages where the poll is, wherever they ask."""
    is_moderator = ask.is_host or (poll is not None and ask.may_manage_messages(poll.channel, poll.parent))
    return Member(ask.server or 0, ask.person, is_moderator)


def may_see(ask: Ask, poll: Poll) -> bool:
    """Whether somebody may know of a poll: its host, and whoever may look into its channel."""
    return poll.host == ask.person or ask.may_see(poll.channel, poll.parent)


def check_may_see(ask: Ask, poll: Poll) -> None:
    """Raise Refusal, as for a poll that never was, for one that somebody may not see."""
    if not may_see(ask, poll):
        raise Refusal(GONE)
