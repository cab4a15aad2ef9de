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


class Reason(StrEnum):
    """Why the winner won, or that nobody did."""

    NO_VOTES = "no-votes"
    MOST = "most"
    EARLIEST = "earliest"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of each option, by its id, and how many people voted."""

    counts: Mapping[int, int]
    voters: int


@dataclass(frozen=True, slots=True)
class Lot:
    """What a tied option draws: the SHA-256 of `text`, in hex."""

    option: Option
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who won with how many votes, and why; who else had as many; the lots of a draw, the winner's first."""

    reason: Reason
    winner: Option | None = None
    votes: int = 0
    tied: tuple[Option, ...] = ()
    lots: tuple[Lot, ...] = ()


def tally(options: Iterable[int], ballots: Iterable[Collection[int]]) -> Tally:
    """Count what stands on each ballot, an option once at most; a ballot with nothing on it is nobody's vote."""
    counts = dict.fromkeys(options, 0)
    voters = 0
    for ballot in ballots:
        for option in set(ballot):
            counts[option] += 1
        voters += bool(ballot)
    return Tally(counts, voters)


def outcome(options: Iterable[Option], counted: Tally, seed: str | None) -> Outcome:
    """Decide a poll; its options may come in any order. Ties are drawn by the seed if there is one."""
    most = max(counted.counts.values(), default=0)
    if not most:
        return Outcome(Reason.NO_VOTES)
    tied = tuple(sorted(_with(most, options, counted), key=lambda option: option.position))
    if len(tied) == 1:
        return Outcome(Reason.MOST, tied[0], most, tied)
    if seed is None:
        return Outcome(Reason.EARLIEST, tied[0], most, tied)
    drawn = lots(seed, tied)
    return Outcome(Reason.DRAW, drawn[0].option, most, tied, drawn)


def _with(votes: int, options: Iterable[Option], counted: Tally) -> Iterable[Option]:
    return (option for option in options if counted.counts[option.id] == votes)


def lots(seed: str, tied: Iterable[Option]) -> tuple[Lot, ...]:
    """What each of the tied options draws, the smallest first."""
    drawn = (_lot(f"{seed}:{option.name}", option) for option in tied)
    return tuple(sorted(drawn, key=lambda lot: (lot.digest, lot.option.position)))


def _lot(text: str, option: Option) -> Lot:
    return Lot(option, text, sha256(text.encode()).hexdigest())
