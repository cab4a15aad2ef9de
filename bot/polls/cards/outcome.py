"""The outcome of a poll in a sentence or two."""

from collections.abc import Sequence

from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import option_name, people_count_text, vote_count_text
from bot.polls.rules.option import Option
from bot.polls.rules.tally import Outcome, OutcomeReason
from bot.polls.rules.views.poll_view import PollView

MAX_NAMED = 3


def outcome_text(view: PollView, localize: Localizer) -> str:
    """Return who won and why, or an empty string if the poll is not closed."""
    outcome = view.outcome
    if outcome is None:
        return ""
    if outcome.winner is None:
        return localize("polls.result.no-votes")
    won = localize(
        "polls.result.won",
        winner=option_name(outcome.winner, localize),
        votes=vote_count_text(outcome.votes, localize),
        people=people_count_text(view.voter_count, localize),
    )
    return f"{won}\n{_reason_text(outcome, outcome.winner, localize)}"


def _reason_text(outcome: Outcome, winner: Option, localize: Localizer) -> str:
    if outcome.reason is OutcomeReason.MOST:
        return localize("polls.result.most")
    others = [option for option in outcome.tied if option != winner]
    return localize(
        f"polls.result.{outcome.reason}",
        others=_name_list(others, localize),
        votes=vote_count_text(outcome.votes, localize),
    )


def _name_list(options: Sequence[Option], localize: Localizer) -> str:
    names = [option_name(option, localize) for option in options[:MAX_NAMED]]
    if more := len(options) - len(names):
        names.append(localize("polls.result.more", count=more))
    return ", ".join(names)
