"""Counts votes, and decides who wins and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from bot.ids import OptionId
from bot.polls.rules.option import Option


class OutcomeReason(StrEnum):
    """Why the winner won, or that there is none."""

    NO_VOTES = "no-votes"
    MOST = "most"
    EARLIEST = "earliest"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes by option id, and the number of voters."""

    counts: Mapping[OptionId, int]
    voter_count: int


@dataclass(frozen=True, slots=True)
class DrawTicket:
    """A tied option's ticket in a draw; `digest` is the SHA-256 of `text` in hex."""

    option: Option
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The winner and its votes, all options with that many votes, and the tickets of a draw, the winner's first."""

    reason: OutcomeReason
    winner: Option | None = None
    votes: int = 0
    tied: tuple[Option, ...] = ()
    tickets: tuple[DrawTicket, ...] = ()


def count_votes(options: Iterable[OptionId], ballots: Iterable[Collection[OptionId]]) -> Tally:
    """Count each option at most once per ballot, and the ballots that are not empty."""
    counts = dict.fromkeys(options, 0)
    voter_count = 0
    for ballot in ballots:
        for option in set(ballot):
            counts[option] += 1
        voter_count += bool(ballot)
    return Tally(counts, voter_count)


def decide_outcome(options: Iterable[Option], tally: Tally, seed: str | None) -> Outcome:
    """Return the outcome of a poll; a tie is drawn if there is a seed, otherwise the earliest option wins."""
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


# Anybody can verify a draw by hand. A ticket's text is the seed, a colon and the option's name with its year, as in
# "5f…c2:Hope (2013)", hashed as UTF-8 without a line break; the smallest digest wins. The order of adding does not
# matter, and all options are equally likely. The commitment, the SHA-256 of the seed's 64 characters, is shown from the
# start and proves that the seed was not chosen later.
def draw_tickets(seed: str, tied: Iterable[Option]) -> tuple[DrawTicket, ...]:
    """Return the tickets of the tied options, the smallest digest first."""
    tickets = (_ticket(f"{seed}:{option.name}", option) for option in tied)
    return tuple(sorted(tickets, key=lambda ticket: (ticket.digest, ticket.option.position)))


def _ticket(text: str, option: Option) -> DrawTicket:
    return DrawTicket(option, text, sha256(text.encode()).hexdigest())
