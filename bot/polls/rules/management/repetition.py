"""What a repeated poll takes over from the ended one: its rules, and the options that lost."""

from collections.abc import Sequence

from bot.polls.rules.option import MIN_OPTIONS, OptionContent
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import MAX_DURATION, MIN_DURATION, CloseAfter, PollSettings
from bot.polls.rules.views.poll_view import PollView


def losing_options(view: PollView) -> Sequence[OptionContent]:
    """Return the options that lost and were not vetoed, or none if nothing won or too few are left for a poll."""
    vetoed = view.outcome.vetoed if view.outcome else ()
    losers = [option for option in view.options if option != view.winner and option not in vetoed]
    if view.winner is None or len(losers) < MIN_OPTIONS:
        return ()
    return [OptionContent(option.label, option.film_id, option.korean_label, option.year) for option in losers]


def repeated_settings(poll: Poll) -> PollSettings:
    """Return the settings for repeating a poll, without its watch time.

    The duration includes extensions.
    """
    planned = poll.closes_at and poll.closes_at - poll.opened_at
    seconds = poll.duration_seconds or planned
    return PollSettings(
        poll.question,
        poll.method,
        poll.tie_break,
        poll.shows_counts,
        poll.is_secret,
        CloseAfter(min(max(seconds, MIN_DURATION), MAX_DURATION)) if seconds else None,
        poll.veto_threshold,
        takes_suggestions=poll.takes_suggestions,
    )
