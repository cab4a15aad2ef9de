"""What a poll may be: what it asks, how it is voted on and counted, and until when."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import UserError

MINUTE, DAY = 60, 24 * 60 * 60
SHORTEST, LONGEST = MINUTE, 30 * DAY
"""Seconds that a poll may be open, if it closes by the clock."""


class Method(StrEnum):
    """How people vote: for one option, or for every option that they would be happy with."""

    SINGLE = "single"
    APPROVAL = "approval"


class Tie(StrEnum):
    """What settles a tie: the option added earliest, or a draw by a seed that nobody could see before the close."""

    EARLIEST = "earliest"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class After:
    """A poll that closes so many seconds after its start."""

    seconds: int


@dataclass(frozen=True, slots=True)
class At:
    """A poll that closes at an epoch second."""

    moment: int


Closing = After | At | None
"""When a poll closes; None for one that is open until it is ended."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a host decides before the start, `shows_counts` for the time until the close; the defaults are ours."""

    question: str
    method: Method = Method.SINGLE
    tie: Tie = Tie.EARLIEST
    shows_counts: bool = True
    secret: bool = True
    closing: Closing = After(DAY)


def moment_of(closing: Closing, now: int) -> int | None:
    """The epoch second at which a poll started now closes; raises Refusal for one too soon or too far away."""
    if closing is None:
        return None
    moment = now + closing.seconds if isinstance(closing, After) else closing.moment
    if moment <= now and isinstance(closing, At):
        raise UserError("polls.refused.time-past")
    if moment - now < SHORTEST:
        raise UserError("polls.refused.time-soon")
    if moment - now > LONGEST:
        raise UserError("polls.refused.time-far", days=LONGEST // DAY)
    return moment
