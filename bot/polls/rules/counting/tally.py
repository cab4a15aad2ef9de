"""Counts votes, and decides who wins and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from bot.ids import OptionId
from bot.polls.rules.counting.ranked import RankedCount
from bot.polls.rules.option import Option


class OutcomeReason(StrEnum):
    """Why the winner won, or why there is no winner."""

    NO_VOTES = "no-votes"
    NO_VOTES_LEFT = "no-votes-left"  # all votes were for options that were vetoed
    ALL_VETOED = "all-vetoed"
    MOST = "most"
    MAJORITY = "majority"  # in the last round of a ranked count
    EARLIEST = "earliest"
    DRAW = "draw"
    RUN_OFF = "run-off"  # the tie is decided by another poll


class Tally(Struct, frozen=True):
    """The votes by option id, and the number of voters."""

    counts: Mapping[OptionId, int]
    voter_count: int


class LotTicket(Struct, frozen=True):
    """A tied option's ticket for drawing lots; `digest` is the SHA-256 of `text` in hex."""

    option: Option
    text: str
    digest: str


class Outcome(Struct, frozen=True):
    """The winner and its votes, all options with that many votes, and the tickets of any lots, smallest digest first.

    A ranked poll has its `count`, and the votes are those of the last round. `vetoed` options cannot win.
    """

    reason: OutcomeReason
    winner: Option | None = None
    votes: int = 0
    tied: tuple[Option, ...] = ()
    tickets: tuple[LotTicket, ...] = ()
    vetoed: tuple[Option, ...] = ()
    count: RankedCount | None = None


class TieRules(Struct, frozen=True):
    """How a tie is settled: by a run-off if there is one, else by lot if there is a seed, else for the earliest option.

    With `needs_winner`, as in a run-off, all options count as tied if none has a vote.
    """

    seed: str | None = None
    has_run_off: bool = False
    needs_winner: bool = False


def count_votes(options: Iterable[OptionId], ballots: Iterable[Collection[OptionId]]) -> Tally:
    """Count each option at most once per ballot, and the ballots that are not empty."""
    counts = dict.fromkeys(options, 0)
    voter_count = 0
    for ballot in ballots:
        for option in set(ballot):
            counts[option] += 1
        voter_count += bool(ballot)
    return Tally(counts, voter_count)


def decide_outcome(options: Sequence[Option], tally: Tally, rules: TieRules) -> Outcome:
    """Return the outcome of an unranked poll, in which the most votes win. `options` has none that were vetoed."""
    highest = max((tally.counts[option.id] for option in options), default=0)
    if not highest and not rules.needs_winner:
        return Outcome(no_winner_reason(options, tally.voter_count))
    tied = [option for option in options if tally.counts[option.id] == highest]
    return settle_tie(tied, highest, OutcomeReason.MOST, rules)


def no_winner_reason(options: Sequence[Option], voter_count: int) -> OutcomeReason:
    """Return why there is no winner if none of `options` has a vote; the vetoed options are not among them."""
    if not options:
        return OutcomeReason.ALL_VETOED
    return OutcomeReason.NO_VOTES_LEFT if voter_count else OutcomeReason.NO_VOTES


def settle_tie(first: Iterable[Option], votes: int, reason: OutcomeReason, rules: TieRules) -> Outcome:
    """Return the outcome if these options are first. If there is only one, `reason` says why it wins."""
    tied = tuple(sorted(first, key=lambda option: option.position))
    if len(tied) == 1:
        return Outcome(reason, tied[0], votes, tied)
    if rules.has_run_off:
        return Outcome(OutcomeReason.RUN_OFF, None, votes, tied)
    if rules.seed is None:
        return Outcome(OutcomeReason.EARLIEST, tied[0], votes, tied)
    tickets = draw_lots(rules.seed, tied)
    return Outcome(OutcomeReason.DRAW, tickets[0].option, votes, tied, tickets)


# Anybody can check the draw without the bot. A ticket's text is the seed, a colon and the option's name with its year,
# as in "5f…c2:Hope (2013)". Its digest is the SHA-256 of this text as UTF-8 without a line break. The smallest digest
# wins. The order of the options does not matter, and all are equally likely to win. The commitment is the SHA-256 of
# the seed's 64 characters. Its first digits are shown from the start, and prove that the seed was not chosen later.
def draw_lots(seed: str, options: Iterable[Option]) -> tuple[LotTicket, ...]:
    """Draw lots among options; return their tickets, the smallest digest first."""
    tickets = (_ticket(f"{seed}:{option.name}", option) for option in options)
    return tuple(sorted(tickets, key=lambda ticket: (ticket.digest, ticket.option.position)))


def _ticket(text: str, option: Option) -> LotTicket:
    return LotTicket(option, text, sha256(text.encode()).hexdigest())
