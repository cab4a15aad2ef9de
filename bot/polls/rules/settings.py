"""The settings of polls, such as voting method, tie break and deadline, and the checks on times."""

from enum import StrEnum

from msgspec import Struct

from bot.core.errors import UserError

MINUTE, DAY = 60, 24 * 60 * 60
MIN_DURATION, MAX_DURATION, RUN_OFF_DURATION = MINUTE, 30 * DAY, DAY
"""The shortest and the longest duration of a poll with a deadline, and the duration of a run-off, in seconds."""


class VotingMethod(StrEnum):
    """How people vote: for one option, for every option that they approve of, or by ranking options."""

    SINGLE = "single"
    APPROVAL = "approval"
    RANKED = "ranked"


class TieBreak(StrEnum):
    """How a tie is broken: in favour of the option added first, by lot, or by another poll.

    Lots are drawn with a seed that is secret until the poll closes. A run-off that ends in a tie is also decided by
    lot.
    """

    EARLIEST = "earliest"
    DRAW = "draw"
    RUN_OFF = "run-off"


class CloseAfter(Struct, frozen=True):
    """A deadline as seconds after the start."""

    seconds: int


class CloseAt(Struct, frozen=True):
    """A deadline as an epoch second."""

    timestamp: int


Deadline = CloseAfter | CloseAt | None
"""When a poll closes; None if it stays open until somebody ends it."""


class PollSettings(Struct, frozen=True):
    """What a host chooses before the start; `shows_counts` applies until the poll closes."""

    question: str
    method: VotingMethod = VotingMethod.SINGLE
    tie_break: TieBreak = TieBreak.EARLIEST
    shows_counts: bool = True
    is_secret: bool = True
    deadline: Deadline = CloseAfter(DAY)
    veto_threshold: int | None = None  # how many vetoes rule an option out; None if there are no vetoes
    watch_at: int | None = None  # when the winner is watched, in epoch seconds; None if that is not known
    takes_suggestions: bool = False  # whether voters may suggest options


def check_watch_time(settings: PollSettings, now: int) -> None:
    """Raise UserError if the winner would be watched in the past."""
    if settings.watch_at is not None and settings.watch_at <= now:
        raise UserError("polls.refused.watch-past")


def is_watched_early(settings: PollSettings, now: int) -> bool:
    """Return whether the winner would be watched before a poll that starts at `now` closes."""
    deadline = settings.deadline
    if settings.watch_at is None or deadline is None:
        return False
    return settings.watch_at < (deadline.timestamp if isinstance(deadline, CloseAt) else now + deadline.seconds)


def resolve_deadline(deadline: Deadline, now: int) -> int | None:
    """Return the epoch second at which a poll that starts at `now` closes, or None if it has no deadline.

    Raise UserError for a deadline that is past, too soon or too far ahead.
    """
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
