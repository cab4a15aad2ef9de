"""What a poll may be: what it asks, how it is voted on and counted, and until when."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import UserError

MINUTE, DAY = 60, 24 * 60 * 60
MIN_DURATION, MAX_DURATION = MINUTE, 30 * DAY
"""Seconds that a poll may be open, if it closes by the clock."""


class VotingMethod(StrEnum):
    """How people vote: for one option, or for every option that they would be happy with."""

    SINGLE = "single"
    APPROVAL = "approval"


class TieBreak(StrEnum):
    """What settles a tie: the option added earliest, or a draw by a seed that nobody could see before the close."""

    EARLIEST = "earliest"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class CloseAfter:
    """A poll that closes so many seconds after its start."""

    seconds: int


@dataclass(frozen=True, slots=True)
class CloseAt:
    """A poll that closes at an epoch second."""

    timestamp: int


Deadline = CloseAfter | CloseAt | None
"""When a poll closes; None for one that is open until it is ended."""


@dataclass(frozen=True, slots=True)
class PollSettings:
    """What a host decides before the start, `shows_counts` for the time until the close; the defaults are ours."""

    question: str
    method: VotingMethod = VotingMethod.SINGLE
    tie_break: TieBreak = TieBreak.EARLIEST
    shows_counts: bool = True
    is_secret: bool = True
    deadline: Deadline = CloseAfter(DAY)


def resolve_deadline(deadline: Deadline, now: int) -> int | None:
    """The epoch second at which a poll started now closes; raises Refusal for one too soon or too far away."""
    if deadline is None:
        return None
    closes_at = now + deadline.seconds if isinstance(deadline, CloseAfter) else deadline.timestamp
    if closes_at <= now and isinstance(deadline, CloseAt):
        raise UserError("polls.refused.time-past")
    if closes_at - now < MIN_DURATION:
        raise UserError("polls.refused.time-soon")
    if closes_at - now > MAX_DURATION:
        raise UserError("polls.refused.time-far", days=MAX_DURATION // DAY)
    return closes_at
