"""The outcome of a poll: the options by votes, and why the winner won."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import option_name, options_by_votes, votes_text
from bot.polls.rules.counting.tally import Outcome
from bot.polls.rules.option import Option
from bot.polls.rules.views.poll_view import PollView

MAX_NAMED, MAX_NAMES_LENGTH = 3, 200
MAX_RANKED_LENGTH, MAX_MORE_LENGTH = 60, 30
"""The most characters of an option's name in the ranking, and of the line that counts the omitted options."""
MEDALS = ("🥇", "🥈", "🥉")


def ranking_text(view: PollView, limit: int, localize: Localizer) -> str:
    """Return as many lines as fit, one per option by votes, and one line for all options without votes."""
    counts, ranked = view.counts or {}, options_by_votes(view)
    names = ", ".join(option_name(option, localize) for option in ranked if not counts.get(option.id))
    last = localize("polls.result.without", names=escaping.truncate(names, MAX_NAMES_LENGTH)) if names else ""
    lines = list(_ranking_lines(view, [option for option in ranked if counts.get(option.id)], localize))
    shown = _fitting(lines, limit - escaping.utf16_length(last) - MAX_MORE_LENGTH)
    more = [localize("polls.result.more", count=len(lines) - shown)] if shown < len(lines) else []
    return "\n".join(filter(None, (*lines[:shown], *more, last)))


def _ranking_lines(view: PollView, ranked: Sequence[Option], localize: Localizer) -> Iterator[str]:
    for index, option in enumerate(ranked):
        place = MEDALS[index] if index < len(MEDALS) else f"**{index + 1}.**"
        yield f"{place} {option_name(option, localize, MAX_RANKED_LENGTH)} · {votes_text(view, option, localize)}"


def _fitting(lines: Sequence[str], limit: int) -> int:
    """Return how many of the lines fit together."""
    totals = accumulate(escaping.utf16_length(line) + 1 for line in lines)
    return sum(total <= limit for total in totals)


def reason_text(outcome: Outcome, localize: Localizer) -> str:
    """Return a sentence that says why the winner won, or that there is none."""
    others = [option for option in outcome.tied if option != outcome.winner]
    return localize(f"polls.result.{outcome.reason}", others=_name_list(others, localize))


def _name_list(options: Sequence[Option], localize: Localizer) -> str:
    names = [option_name(option, localize) for option in options[:MAX_NAMED]]
    if more := len(options) - len(names):
        names.append(localize("polls.result.more", count=more))
    return ", ".join(names)
