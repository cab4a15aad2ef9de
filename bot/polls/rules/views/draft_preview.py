"""A draft as it would look as a poll."""

from bot.polls.rules.draft import Draft
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.poll_view import Shown


def preview_of(draft: Draft, closes: int | None, now: int) -> Shown:
    """The poll that a draft would become if it were started now, with no vote yet; the seed of a draw is not made."""
    terms = draft.terms
    poll = Poll(
        id=0,
        guild_id=draft.server,
        channel_id=draft.channel,
        message_id=None,
        host_id=draft.person,
        question=terms.question,
        method=terms.method,
        tie_break=terms.tie,
        shows_counts=terms.shows_counts,
        is_secret=terms.secret,
        state=PollState.OPEN,
        opened_at=now,
        closes_at=closes,
        closed_at=None,
        close_reason=None,
        cancelled_at=None,
        announced_at=None,
        result_message_id=None,
        unreachable_reason=None,
        revision=1,
        shown_revision=0,
        commitment=None,
        seed=None,
    )
    counts = dict.fromkeys((option.id for option in draft.options), 0) if terms.shows_counts else None
    return Shown(poll, draft.options, voters=0, counts=counts, names=None, outcome=None)
