"""Polls, their states, and the checks on what may be done in each."""

from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from bot.core.errors import UserError
from bot.ids import ChannelId, GuildId, MessageId, PollId, UserId
from bot.polls.rules.settings import TieBreak, VotingMethod

UNDO_SECONDS = 10 * 60
"""Seconds after which a cancelled poll cannot be reopened and a closed one forgets who cast secret votes and vetoes."""

MAX_ENDED_KEPT = 200
"""The number of ended polls kept in a server for each host, and for all deleted hosts together."""


class PollState(StrEnum):
    """The state of a poll; a cancelled poll can be reopened, a closed one cannot."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CloseReason(StrEnum):
    """Why a poll was closed."""

    CLOCK = "clock"
    HOST = "host"
    MODERATOR = "moderator"
    UNREACHABLE = "place"


class UnreachableReason(StrEnum):
    """Why the bot can no longer show a poll in its channel."""

    MESSAGE = "message"
    CHANNEL = "channel"
    FORBIDDEN = "forbidden"
    ARCHIVED = "archived"
    SERVER = "server"


class PollKey(Struct, frozen=True):
    """The ids of a poll and its server."""

    guild_id: GuildId
    poll_id: PollId


class Poll(Struct, frozen=True):
    """A started poll; times are epoch seconds."""

    id: PollId
    guild_id: GuildId
    channel_id: ChannelId
    message_id: MessageId | None
    host_id: UserId | None
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
    result_message_id: MessageId | None
    unreachable_reason: UnreachableReason | None
    revision: int
    shown_revision: int
    commitment: str | None  # the seed's SHA-256, in hex; None if there is no seed
    seed: str | None  # secret, so None, until the poll is closed; always None if there is no seed
    parent_channel_id: ChannelId | None = None  # if `channel_id` is a public thread
    duration_seconds: int | None = None  # None if the poll closes at a fixed time or only when its host ends it
    edit_not_before_at: int = 0  # the message is not edited before this epoch second
    veto_threshold: int | None = None  # how many vetoes rule an option out; None if there are no vetoes
    tied_poll_id: PollId | None = None  # the poll that ended in a tie, if this one is its run-off
    watch_at: int | None = None  # when the winner is watched; None if that is not known
    takes_suggestions: bool = False  # whether voters may suggest options while it is open

    @property
    def are_counts_visible(self) -> bool:
        """Return whether vote counts may be shown now."""
        return self.state is PollState.CLOSED or (self.state is PollState.OPEN and self.shows_counts)

    @property
    def are_voters_visible(self) -> bool:
        """Return whether everybody may see who voted for what."""
        return self.are_counts_visible and not self.is_secret

    @property
    def is_run_off(self) -> bool:
        """Return whether the poll was started to decide another poll's tie."""
        return self.tied_poll_id is not None

    @property
    def undo_until(self) -> int | None:
        """Return the last epoch second at which a cancelled poll can be reopened, or None if it is not cancelled."""
        return None if self.cancelled_at is None else self.cancelled_at + UNDO_SECONDS

    @property
    def message_nonce(self) -> str:
        """Return the nonce of the poll's message: at most 25 characters, the same for every attempt."""
        return f"poll-{self.id:x}-{self.opened_at:x}"[:25]

    @property
    def result_nonce(self) -> str:
        """Return the nonce of the result's message: at most 25 characters, the same for every attempt."""
        return f"result-{self.id:x}-{self.opened_at:x}"[:25]

    @property
    def notice_nonce(self) -> str:
        """Return the nonce of a notice: at most 25 characters, the same for every attempt at this revision."""
        return f"notice-{self.id:x}-{self.revision:x}"[:25]


def seed_commitment(seed: str) -> str:
    """Return the SHA-256 of a seed in hex; its first digits are shown from the start of the poll."""
    return sha256(seed.encode()).hexdigest()


def is_due(poll: Poll, now: int) -> bool:
    """Return whether a poll is open although it has reached its closing time."""
    return poll.state is PollState.OPEN and poll.closes_at is not None and poll.closes_at <= now


def check_accepts_votes(poll: Poll, now: int) -> None:
    """Raise UserError if the poll is cancelled, closed, or due but not closed yet."""
    if poll.state is PollState.CANCELLED:
        raise UserError("polls.refused.cancelled")
    if poll.state is PollState.CLOSED or is_due(poll, now):
        raise UserError("polls.refused.late")


def can_undo_cancel(poll: Poll, now: int) -> bool:
    """Return whether it is not too late to reopen a poll; always True if it is not cancelled."""
    return poll.undo_until is None or now <= poll.undo_until


def check_can_undo_cancel(poll: Poll, now: int) -> None:
    """Raise UserError if the poll is closed, or it is too late to reopen it."""
    if poll.state is PollState.CLOSED:
        raise UserError("polls.refused.over")
    if not can_undo_cancel(poll, now):
        raise UserError("polls.refused.undo-late", minutes=UNDO_SECONDS // 60)


def check_can_cancel(poll: Poll, now: int) -> None:
    """Raise UserError if the poll is closed or due."""
    if poll.state is PollState.CLOSED or is_due(poll, now):
        raise UserError("polls.refused.over")
