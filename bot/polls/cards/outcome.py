"""Who won and why, in a sentence or two."""

from collections.abc import Sequence

from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import name, people, votes
from bot.polls.rules.option import Option
from bot.polls.rules.tally import Outcome, OutcomeReason
from bot.polls.rules.views.poll_view import PollView

MOST_NAMED = 3


def sentence(shown: PollView, localize: Localizer) -> str:
    """What came of a closed poll, and why; nothing of one that is open."""
    outcome = shown.outcome
    if outcome is None:
        return ""
    if outcome.winner is None:
        return localize("polls.result.no-votes")
    won = localize(
        "polls.result.won",
        winner=name(outcome.winner, localize),
        votes=votes(outcome.votes, localize),
        people=people(shown.voter_count, localize),
    )
    return f"{won}\n{_why(outcome, outcome.winner, localize)}"


def _why(outcome: Outcome, winner: Option, localize: Localizer) -> str:
    if outcome.reason is OutcomeReason.MOST:
        return localize("polls.result.most")
    others = [option for option in outcome.tied if option != winner]
    return localize(
        f"polls.result.{outcome.reason}", others=_named(others, localize), votes=votes(outcome.votes, localize)
    )


def _named(options: Sequence[Option], localize: Localizer) -> str:
    names = [name(option, localize) for option in options[:MOST_NAMED]]
    if more := len(options) - len(names):
        names.append(localize("polls.result.more", count=more))
    return ", ".join(names)
