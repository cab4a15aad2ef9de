"""Decides who wins a poll, by its method, its vetoes and its tie break."""

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from bot.ids import OptionId
from bot.polls.rules.counting.ranked import EliminationReason, RankedCount, count_rankings
from bot.polls.rules.counting.tally import (
    Outcome,
    OutcomeReason,
    Tally,
    TieRules,
    count_votes,
    decide_outcome,
    draw_lots,
    no_winner_reason,
    settle_tie,
)
from bot.polls.rules.counting.vetoes import vetoed_options
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import VotingMethod

Ballots = Collection[Sequence[OptionId]]


def tally_votes(poll: Poll, options: Sequence[Option], ballots: Ballots) -> Tally:
    """Count the votes for each option on the ballots; in a ranked poll, only the first choices."""
    votes = [ballot[:1] for ballot in ballots] if poll.method is VotingMethod.RANKED else ballots
    return count_votes([option.id for option in options], votes)


def decide_poll(
    poll: Poll, options: Sequence[Option], ballots: Ballots, vetoes: Mapping[OptionId, int], *, has_run_off: bool
) -> Outcome:
    """Return the outcome of a closed poll; options with enough vetoes are removed before the count."""
    vetoed = vetoed_options(options, vetoes, poll.veto_threshold)
    remaining = [option for option in options if option not in vetoed]
    rules = TieRules(poll.seed, has_run_off=has_run_off, needs_winner=poll.is_run_off)
    if poll.method is VotingMethod.RANKED:
        outcome = decide_ranked_outcome(remaining, ballots, rules)
    else:
        outcome = decide_outcome(remaining, tally_votes(poll, options, ballots), rules)
    return replace(outcome, vetoed=vetoed)


def decide_ranked_outcome(options: Sequence[Option], ballots: Ballots, rules: TieRules) -> Outcome:
    """Return the outcome of ranked ballots, among options that were not vetoed.

    `rules` settle a tie for the most votes. A tie for the fewest that no earlier round breaks is settled by lot if
    there is a seed, else by position.
    """
    tickets = draw_lots(rules.seed, options) if rules.seed else ()
    tie_order = [ticket.option for ticket in tickets] or options
    count = count_rankings([option.id for option in tie_order], ballots)
    if not count.first and not rules.needs_winner:
        return Outcome(no_winner_reason(options, len(ballots)), count=count)
    first = [option for option in options if option.id in count.first] or options
    votes = max(count.rounds[-1].votes.values())
    outcome = settle_tie(first, votes, OutcomeReason.MAJORITY, rules)
    drawn = _tie_break_ids(count) | {ticket.option.id for ticket in outcome.tickets}
    return replace(outcome, count=count, tickets=tuple(ticket for ticket in tickets if ticket.option.id in drawn))


def _tie_break_ids(count: RankedCount) -> set[OptionId]:
    """Return the ids of all options that were tied when the tie break chose which one to eliminate."""
    eliminations = [each.elimination for each in count.rounds if each.elimination]
    broken = [elimination for elimination in eliminations if elimination.reason is EliminationReason.TIE_BREAK]
    return {option_id for elimination in broken for option_id in elimination.tied}
