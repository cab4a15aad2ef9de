"""A draft as it would look as a poll."""

from bot.polls.rules.draft import Draft
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.poll_view import Shown


def preview_of(draft: Draft, closes: int | None, now: int) -> Shown:
    """The poll that a draft would become if it were started now, with no vote yet; the seed of a draw is not made."""
    terms = draft.terms
    poll = Poll(
        id=0,
        server=draft.server,
        channel=draft.channel,
        message=None,
        host=draft.person,
        question=terms.question,
        method=terms.method,
        tie=terms.tie,
        shows_counts=terms.shows_counts,
        secret=terms.secret,
        state=PollState.OPEN,
        opened=now,
        closes=closes,
        closed=None,
        why=None,
        cancelled=None,
        announced=None,
        result=None,
        lost=None,
        revision=1,
        shown=0,
        commitment=None,
        seed=None,
    )
    counts = dict.fromkeys((option.id for option in draft.options), 0) if terms.shows_counts else None
    return Shown(poll, draft.options, voters=0, counts=counts, names=None, outcome=None)
