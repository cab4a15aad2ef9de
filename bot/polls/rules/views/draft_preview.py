"""Previews a draft as a poll."""

from bot.ids import NO_POLL
from bot.polls.rules.draft import Draft
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.poll_view import PollView


def preview_draft(draft: Draft, closes_at: int | None, now: int) -> PollView:
    """Return the poll that the draft would become if started now, without votes and without a seed."""
    settings = draft.settings
    poll = Poll(
        id=NO_POLL,
        guild_id=draft.guild_id,
        channel_id=draft.channel_id,
        message_id=None,
        host_id=draft.host_id,
        question=settings.question,
        method=settings.method,
        tie_break=settings.tie_break,
        shows_counts=settings.shows_counts,
        is_secret=settings.is_secret,
        state=PollState.OPEN,
        opened_at=now,
        closes_at=closes_at,
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
        veto_threshold=settings.veto_threshold,
        watch_at=settings.watch_at,
        takes_suggestions=settings.takes_suggestions,
    )
    counts = dict.fromkeys((option.id for option in draft.options), 0) if settings.shows_counts else None
    return PollView(poll, draft.options, voter_count=0, counts=counts, voters=None, outcome=None)
