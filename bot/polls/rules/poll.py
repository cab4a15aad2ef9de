"""What a poll is, and who may do what with it when."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from bot.core.errors import UserError
from bot.polls.rules.actor import Actor
from bot.polls.rules.settings import TieBreak, VotingMethod

UNDO_SECONDS = 10 * 60
"""Seconds in which a cancelled poll can be brought back, and after which the ballots of a closed one are settled."""

MAX_OPEN_PER_HOST, MAX_OPEN_PER_GUILD = 150, 1000
"""Open polls of one host in a server, and of everybody there; none of them is ever dropped, so no more are started."""
MAX_ENDED_KEPT = 200
"""Ended polls of one host in a server, and of all there whose host was forgotten; older ones go."""


class PollState(StrEnum):
    """Where a poll stands; a cancelled one may open again, a closed one never."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CloseReason(StrEnum):
    """What closed a poll."""

    CLOCK = "clock"
    HOST = "host"
    MODERATOR = "moderator"
    UNREACHABLE = "place"


class UnreachableReason(StrEnum):
    """What became of the place of a poll, so that nothing can be shown there any more."""

    MESSAGE = "message"
    CHANNEL = "channel"
    FORBIDDEN = "forbidden"
    ARCHIVED = "archived"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Poll:
    """A started poll; times are epoch seconds, `commitment` is the SHA-256 of the seed, which is told when closed.

    `parent` is the channel of the public thread that it is in, if any; `lasts` are the seconds that its host chose.
    """

    id: int
    guild_id: int
    channel_id: int
    message_id: int | None
    host_id: int | None
    question: str
    method: VotingMethod
    tie_break: TieBreak
    shows_counts: bool
    is_secret: bool
    state: PollState
    opened_at: int
    closes_at: int | None
    closed_at: int | None
    close_reason: CloseReason | None
    cancelled_at: int | None
    announced_at: int | None
    result_message_id: int | None
    unreachable_reason: UnreachableReason | None
    revision: int
    shown_revision: int
    commitment: str | None
    seed: str | None
    parent_channel_id: int | None = None
    duration_seconds: int | None = None

    @property
    def are_counts_visible(self) -> bool:
        """Whether anybody may know yet how many votes an option has, or who voted for it."""
        return self.state is PollState.CLOSED or (self.state is PollState.OPEN and self.shows_counts)

    @property
    def are_voters_visible(self) -> bool:
        """Whether everybody may know who voted for what."""
        return self.are_counts_visible and not self.is_secret

    @property
    def undo_until(self) -> int | None:
        """The last epoch second at which a cancelled poll can be brought back."""
        return None if self.cancelled_at is None else self.cancelled_at + UNDO_SECONDS

    @property
    def result_nonce(self) -> str:
        """The key of its result's message, the same at every try; at most 25 characters."""
        return f"result-{self.id:x}-{self.opened_at:x}"[:25]


def seed_commitment(seed: str) -> str:
    """What is shown of a seed before the close: the SHA-256, in hex, of its 64 characters."""
    return sha256(seed.encode()).hexdigest()


def is_due(poll: Poll, now: int) -> bool:
    """Whether the time of an open poll has come."""
    return poll.state is PollState.OPEN and poll.closes_at is not None and poll.closes_at <= now


def check_accepts_votes(poll: Poll, now: int) -> None:
    """Raise Refusal for a vote that comes too late: the clock decides, whether or not anybody has closed the poll."""
    if poll.state is PollState.CANCELLED:
        raise UserError("polls.refused.cancelled")
    if poll.state is PollState.CLOSED or is_due(poll, now):
        raise UserError("polls.refused.late")


def can_manage(poll: Poll, actor: Actor) -> bool:
    """Whether it is the poll's host who asks, or a moderator."""
    return actor.is_moderator or actor.user_id == poll.host_id


def can_undo_cancel(poll: Poll, now: int) -> bool:
    """Whether there is still time to bring a cancelled poll back."""
    return poll.undo_until is None or now <= poll.undo_until


def check_can_manage(poll: Poll, actor: Actor) -> None:
    """Raise Refusal unless it is the host or a moderator who asks."""
    if not can_manage(poll, actor):
        raise UserError("polls.refused.not-yours")


def check_can_undo_cancel(poll: Poll, now: int) -> None:
    """Raise Refusal unless a poll was cancelled and can still be brought back."""
    if poll.state is PollState.CLOSED:
        raise UserError("polls.refused.over")
    if not can_undo_cancel(poll, now):
        raise UserError("polls.refused.undo-late", minutes=UNDO_SECONDS // 60)


def check_can_cancel(poll: Poll, now: int) -> None:
    """Raise Refusal for a poll that has, or should have, a result."""
    if poll.state is PollState.CLOSED or is_due(poll, now):
        raise UserError("polls.refused.over")


def check_open_limits(open_by_host: int, open_in_guild: int) -> None:
    """Raise Refusal where so many polls are open already, of one host in a server and in all."""
    if open_by_host >= MAX_OPEN_PER_HOST:
        raise UserError("polls.refused.many-open", count=MAX_OPEN_PER_HOST)
    if open_in_guild >= MAX_OPEN_PER_GUILD:
        raise UserError("polls.refused.many-open-here", count=MAX_OPEN_PER_GUILD)


def manual_close_reason(poll: Poll, actor: Actor, now: int) -> CloseReason:
    """What it is that closes a poll when somebody ends it by hand: the clock, if it was first."""
    if is_due(poll, now):
        return CloseReason.CLOCK
    return CloseReason.HOST if actor.user_id == poll.host_id else CloseReason.MODERATOR
