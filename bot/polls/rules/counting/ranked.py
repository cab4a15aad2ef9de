"""Counts ranked ballots by instant run-off, and keeps every round.

In each round, a ballot is one vote for the highest of its options that is still in. An option with more than half of
these votes wins. If all options are tied, the count ends. Otherwise, all options without votes are out together. If
every option has votes, the one with the fewest is out, and its ballots move on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from bot.ids import OptionId
from bot.polls.rules.counting.condorcet import find_condorcet_winner

Ranking = tuple[OptionId, ...]
"""The ids of the options on one ballot, the favourite first; a ballot need not rank every option."""
Piles = dict[OptionId, list[tuple[Ranking, int]]]
"""For each option that is still in, the rankings that count for it, each with its number of ballots."""


class EliminationReason(StrEnum):
    """Why an option is out: no votes, the fewest votes, a tie and fewer votes in an earlier round, or the tie break."""

    NO_VOTES = "no-votes"
    FEWEST = "fewest"
    EARLIER_ROUND = "earlier-round"
    TIE_BREAK = "tie-break"


class Transfer(Struct, frozen=True):
    """How many ballots move from an eliminated option to another, or to None if they rank no remaining option."""

    from_id: OptionId
    to_id: OptionId | None
    count: int


class Elimination(Struct, frozen=True):
    """The option that is out after a round, or several if nobody voted for them, and where their ballots move.

    `tied` has all options with the fewest votes. `compared_round` is the earlier round that decided between them, if
    one did.
    """

    option_ids: tuple[OptionId, ...]
    reason: EliminationReason
    tied: tuple[OptionId, ...]
    transfers: tuple[Transfer, ...] = ()
    compared_round: int | None = None


class Round(Struct, frozen=True):
    """One round: the votes of the remaining options, most first, and the number of exhausted ballots."""

    number: int
    votes: Mapping[OptionId, int]
    exhausted: int
    elimination: Elimination | None = None  # None in the last round


class RankedCount(Struct, frozen=True):
    """All rounds of a count, and which options are first at the end: one, several that are tied, or none.

    `condorcet_id` is the option that beats every other one head to head, if there is one.
    """

    rounds: tuple[Round, ...]
    first: tuple[OptionId, ...]
    condorcet_id: OptionId | None

    @property
    def winner_id(self) -> OptionId | None:
        """Return the id of the only option that is first, or None if several or none are."""
        return self.first[0] if len(self.first) == 1 else None


def count_rankings(tie_order: Sequence[OptionId], ballots: Iterable[Sequence[OptionId]]) -> RankedCount:
    """Count ballots on the options in `tie_order`, and skip all other options on the ballots.

    Options without votes are eliminated together. If several share the fewest votes and no earlier round separates
    them, the last of them in `tie_order` is eliminated.
    """
    is_in = frozenset(tie_order).__contains__
    rankings = Counter(tuple(filter(is_in, ballot)) for ballot in ballots)
    exhausted = rankings.pop((), 0)
    piles: Piles = {option_id: [] for option_id in tie_order}
    for ranking, count in rankings.items():
        piles[ranking[0]].append((ranking, count))
    rounds, first = _count_rounds(piles, exhausted)
    return RankedCount(rounds, first, find_condorcet_winner(tie_order, rankings))


def _count_rounds(piles: Piles, exhausted: int) -> tuple[tuple[Round, ...], tuple[OptionId, ...]]:
    """Count all rounds; return them, and the options that are first in the last round."""
    rounds: list[Round] = []
    votes = {option_id: sum(count for _, count in pile) for option_id, pile in piles.items()}
    while (first := _first_options(votes)) is None:
        elimination = _eliminate(piles, votes, rounds)
        rounds.append(Round(len(rounds) + 1, _sort_by_votes(votes), exhausted, elimination))
        votes, lost = _votes_after(votes, elimination)
        exhausted += lost
    return (*rounds, Round(len(rounds) + 1, _sort_by_votes(votes), exhausted)), first


def _sort_by_votes(votes: Mapping[OptionId, int]) -> Mapping[OptionId, int]:
    return dict(sorted(votes.items(), key=lambda item: -item[1]))


def _votes_after(votes: Mapping[OptionId, int], elimination: Elimination) -> tuple[dict[OptionId, int], int]:
    """Return the votes after an elimination, and how many ballots it exhausted."""
    moved = {transfer.to_id: transfer.count for transfer in elimination.transfers}
    remaining = {
        option_id: count + moved.get(option_id, 0)
        for option_id, count in votes.items()
        if option_id not in elimination.option_ids
    }
    return remaining, moved.get(None, 0)


def _first_options(votes: Mapping[OptionId, int]) -> tuple[OptionId, ...] | None:
    """Return the option with a majority, all options if they tie, () without votes, or None if the count goes on."""
    highest, total = max(votes.values(), default=0), sum(votes.values())
    if not highest:
        return ()
    leaders = tuple(option_id for option_id, count in votes.items() if count == highest)
    return leaders if 2 * highest > total or len(leaders) == len(votes) else None


def _eliminate(piles: Piles, votes: Mapping[OptionId, int], rounds: Sequence[Round]) -> Elimination:
    """Remove options from the piles: all that have no votes or, if every option has votes, one with the fewest."""
    fewest = min(votes.values())
    tied = tuple(option_id for option_id, count in votes.items() if count == fewest)
    if not fewest:
        for option_id in tied:
            del piles[option_id]
        return Elimination(tied, EliminationReason.NO_VOTES, tied)
    out, reason, compared_round = _choose_last(tied, rounds)
    return Elimination((out,), reason, tied, _transfer(piles, out), compared_round)


def _choose_last(tied: Sequence[OptionId], rounds: Sequence[Round]) -> tuple[OptionId, EliminationReason, int | None]:
    """Return which tied option to eliminate, why, and the earlier round that decided this, if one did."""
    if len(tied) == 1:
        return tied[0], EliminationReason.FEWEST, None
    for earlier in reversed(rounds):
        fewest = min(earlier.votes[option_id] for option_id in tied)
        tied = [option_id for option_id in tied if earlier.votes[option_id] == fewest]
        if len(tied) == 1:
            return tied[0], EliminationReason.EARLIER_ROUND, earlier.number
    return tied[-1], EliminationReason.TIE_BREAK, None


def _transfer(piles: Piles, out: OptionId) -> tuple[Transfer, ...]:
    """Move the ballots of an option to their next choices; return how many moved to each option, most first."""
    moved: Counter[OptionId | None] = Counter()
    for ranking, count in piles.pop(out):
        next_id = next((option_id for option_id in ranking if option_id in piles), None)
        moved[next_id] += count
        if next_id is not None:
            piles[next_id].append((ranking, count))
    return tuple(Transfer(out, option_id, count) for option_id, count in moved.most_common())
