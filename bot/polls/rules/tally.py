"""How votes are counted, who wins, and why.

A draw can be checked by hand. For each tied option take the poll's seed, a colon and the option's name with its year,
as in "5f…c2:Hope (2013)", in UTF-8 and without a line's end; the smallest SHA-256 wins. So the order in which options
were added plays no part, and each is as likely as any other. That the seed was not chosen afterwards is shown by the
SHA-256 of its 64 characters, which stands on the poll from the start.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from bot.polls.rules.option import Option


class OutcomeReason(StrEnum):
    """Why the winner won, or that nobody did."""

    NO_VOTES = "no-votes"
    MOST = "most"
    EARLIEST = "earliest"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of each option, by its id, and how many people voted."""

    counts: Mapping[int, int]
    voter_count: int


@dataclass(frozen=True, slots=True)
class DrawTicket:
    """What a tied option draws: the SHA-256 of `text`, in hex."""

    option: Option
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who won with how many votes, and why; who else had as many; the lots of a draw, the winner's first."""

    reason: OutcomeReason
    winner: Option | None = None
    votes: int = 0
    tied: tuple[Option, ...] = ()
    tickets: tuple[DrawTicket, ...] = ()


def count_votes(options: Iterable[int], ballots: Iterable[Collection[int]]) -> Tally:
    """Count what stands on each ballot, an option once at most; a ballot with nothing on it is nobody's vote."""
    counts = dict.fromkeys(options, 0)
    voter_count = 0
    for ballot in ballots:
        for option in set(ballot):
            counts[option] += 1
        voter_count += bool(ballot)
    return Tally(counts, voter_count)


def decide_outcome(options: Iterable[Option], tally: Tally, seed: str | None) -> Outcome:
    """Decide a poll; its options may come in any order. Ties are drawn by the seed if there is one."""
    highest = max(tally.counts.values(), default=0)
    if not highest:
        return Outcome(OutcomeReason.NO_VOTES)
    tied = tuple(sorted(_options_with(highest, options, tally), key=lambda option: option.position))
    if len(tied) == 1:
        return Outcome(OutcomeReason.MOST, tied[0], highest, tied)
    if seed is None:
        return Outcome(OutcomeReason.EARLIEST, tied[0], highest, tied)
    tickets = draw_tickets(seed, tied)
    return Outcome(OutcomeReason.DRAW, tickets[0].option, highest, tied, tickets)


def _options_with(votes: int, options: Iterable[Option], tally: Tally) -> Iterable[Option]:
    return (option for option in options if tally.counts[option.id] == votes)


def draw_tickets(seed: str, tied: Iterable[Option]) -> tuple[DrawTicket, ...]:
    """What each of the tied options draws, the smallest first."""
    tickets = (_ticket(f"{seed}:{option.name}", option) for option in tied)
    return tuple(sorted(tickets, key=lambda ticket: (ticket.digest, ticket.option.position)))


def _ticket(text: str, option: Option) -> DrawTicket:
    return DrawTicket(option, text, sha256(text.encode()).hexdigest())
