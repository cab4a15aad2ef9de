"""Who asks: what they may do with polls, and which they may see."""

from bot.kit.ask import Ask
from bot.kit.refusals import Refusal
from bot.polls.rules.member import Member
from bot.polls.rules.poll import Poll


def member_of(ask: Ask) -> Member:
    """Who asks: a moderator of the server by Manage Server, of this one channel by Manage Messages in it."""
    may = ask.interaction.permissions
    here = ask.interaction.channel_id if may.manage_messages else None
    return Member(ask.server or 0, ask.person, may.manage_guild, here)


def may_see(ask: Ask, poll: Poll) -> bool:
    """Whether somebody may know of a poll: its host, and whoever may look into its channel."""
    return poll.host == ask.person or ask.may_see(poll.channel)


def check_may_see(ask: Ask, poll: Poll) -> None:
    """Raise Refusal, as for a poll that never was, for one that somebody may not see."""
    if not may_see(ask, poll):
        raise Refusal("polls.refused.gone")
