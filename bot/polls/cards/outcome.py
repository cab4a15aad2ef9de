"""The outcome of a poll: the options by votes, and why the winner won."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.polls.cards.ballots.rounds import elimination_lines, last_round_lines
from bot.polls.cards.formatting import option_name, options_by_votes, place_text, votes_text, watch_lines
from bot.polls.rules.counting.ranked import RankedCount
from bot.polls.rules.counting.tally import Outcome
from bot.polls.rules.option import Option
from bot.polls.rules.views.poll_view import PollView

MAX_NAMED, MAX_NAMES_LENGTH = 3, 200
MAX_RANKED_LENGTH, MAX_MORE_LENGTH = 60, 30
"""The maximum lengths of an option's name in a line, and of the line that counts the omitted options."""


def ranking_text(view: PollView, limit: int, localize: Localizer) -> str:
    """Return as many lines as fit: the options by votes, or a ranked count's last round and earlier eliminations."""
    if view.outcome and view.outcome.count and view.outcome.count.first:
        return _rounds_text(view, view.outcome.count, limit, localize)
    return _votes_ranking(view, limit, localize)


def _rounds_text(view: PollView, count: RankedCount, limit: int, localize: Localizer) -> str:
    last, earlier = [*last_round_lines(view, count, localize)], [*elimination_lines(view, count, localize)]
    lines = [*last, *([""] if earlier else []), *earlier]
    shown = _count_fitting(lines, limit - 2 * MAX_MORE_LENGTH)
    options, rounds = len(last) - shown, min(len(lines) - shown, len(earlier))
    more = [localize("polls.result.more", count=options)] if options > 0 else []
    more += [localize("polls.counted.more-rounds", count=rounds)] if rounds else []
    return "\n".join([*lines[:shown], *more])


def _votes_ranking(view: PollView, limit: int, localize: Localizer) -> str:
    """Return a line for each option with votes, most first, and one line for all options without votes."""
    counts, ranked = view.counts or {}, options_by_votes(view)
    names = ", ".join(option_name(option, localize) for option in ranked if not counts.get(option.id))
    last = localize("polls.result.without", names=escaping.truncate(names, MAX_NAMES_LENGTH)) if names else ""
    lines = list(_ranking_lines(view, [option for option in ranked if counts.get(option.id)], localize))
    shown = _count_fitting(lines, limit - escaping.utf16_length(last) - MAX_MORE_LENGTH)
    more = [localize("polls.result.more", count=len(lines) - shown)] if shown < len(lines) else []
    return "\n".join(filter(None, (*lines[:shown], *more, last)))


def _ranking_lines(view: PollView, ranked: Sequence[Option], localize: Localizer) -> Iterator[str]:
    for index, option in enumerate(ranked):
        place = place_text(view, index, is_first=view.outcome is not None and option in view.outcome.tied)
        yield f"{place} {option_name(option, localize, MAX_RANKED_LENGTH)} · {votes_text(view, option, localize)}"


def _count_fitting(lines: Sequence[str], limit: int) -> int:
    """Return how many lines, from the first on, fit within `limit`."""
    totals = accumulate(escaping.utf16_length(line) + 1 for line in lines)
    return sum(total <= limit for total in totals)


def reason_text(outcome: Outcome, localize: Localizer) -> str:
    """Return a sentence that says why the winner won, or that there is none."""
    if outcome.winner and not outcome.votes:
        return localize("polls.result.unvoted")
    others = [option for option in outcome.tied if option != outcome.winner]
    return localize(f"polls.result.{outcome.reason}", others=name_list(others, localize))


def side_notes(view: PollView, localize: Localizer) -> list[str]:
    """Return notes for a result: when the winner is watched, what was vetoed, and any Condorcet winner that lost."""
    outcome = view.outcome
    notes = watch_lines(view.poll.watch_at, localize) if view.winner else []
    if outcome and outcome.vetoed:
        notes.append(localize("polls.result.vetoed", names=name_list(outcome.vetoed, localize)))
    if option := losing_condorcet_winner(view):
        notes.append(localize("polls.result.condorcet", option=option_name(option, localize)))
    return notes


def losing_condorcet_winner(view: PollView) -> Option | None:
    """Return the option that beats every other one head to head, if another option won."""
    count = view.outcome.count if view.outcome else None
    if not count or not count.condorcet_id or not view.winner or count.condorcet_id == view.winner.id:
        return None
    return view.find_option(count.condorcet_id)


def name_list(options: Sequence[Option], localize: Localizer) -> str:
    """Return the names of the first few options as one line, with the number of any others."""
    names = [option_name(option, localize) for option in options[:MAX_NAMED]]
    if more := len(options) - len(names):
        names.append(localize("polls.result.more", count=more))
    return ", ".join(names)
