"""Who won and why, in a sentence or two."""

from collections.abc import Sequence

from bot.core.text.translations import Say
from bot.polls.cards.parts import name, people, votes
from bot.polls.rules.counting import Outcome, Reason
from bot.polls.rules.option import Option
from bot.polls.rules.shown import Shown

MOST_NAMED = 3


def sentence(shown: Shown, say: Say) -> str:
    """What came of a closed poll, and why; nothing of one that is open."""
    outcome = shown.outcome
    if outcome is None:
        return ""
    if outcome.winner is None:
        return say("polls.result.no-votes")
    won = say(
        "polls.result.won",
        winner=name(outcome.winner, say),
        votes=votes(outcome.votes, say),
        people=people(shown.voters, say),
    )
    return f"{won}\n{_why(outcome, outcome.winner, say)}"


def _why(outcome: Outcome, winner: Option, say: Say) -> str:
    if outcome.reason is Reason.MOST:
        return say("polls.result.most")
    others = [option for option in outcome.tied if option != winner]
    return say(f"polls.result.{outcome.reason}", others=_named(others, say), votes=votes(outcome.votes, say))


def _named(options: Sequence[Option], say: Say) -> str:
    names = [name(option, say) for option in options[:MOST_NAMED]]
    if more := len(options) - len(names):
        names.append(say("polls.result.more", count=more))
    return ", ".join(names)
