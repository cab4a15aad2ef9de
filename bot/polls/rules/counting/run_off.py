"""Decides when a tie goes to another poll, and by which method that poll is held."""

from bot.polls.rules.counting.tally import Outcome, OutcomeReason
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import TieBreak, VotingMethod

PAIR = 2


def needs_run_off(poll: Poll, outcome: Outcome | None) -> bool:
    """Return whether a closed poll's tie still needs a run-off, which is impossible in an unreachable channel."""
    is_tied = outcome is not None and outcome.reason is OutcomeReason.DRAW
    return is_tied and poll.tie_break is TieBreak.RUN_OFF and poll.unreachable_reason is None


def run_off_method(method: VotingMethod, tied_count: int) -> VotingMethod:
    """Return the method of a run-off: the poll's own, or single choice instead of ranking if only two options tied."""
    return VotingMethod.SINGLE if method is VotingMethod.RANKED and tied_count == PAIR else method
