"""What a press of an option does to a ballot."""

from dataclasses import dataclass
from enum import StrEnum

from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import VotingMethod

SINGLE_VOTE_PLACE = 1
DOUBLE_TAP_MS = 1_500
"""Milliseconds within which a second press of the same button is a double tap."""
SNOWFLAKE_TIMESTAMP_SHIFT = 22
"""Where the milliseconds begin in an id of Discord's."""


class BallotChange(StrEnum):
    """What became of a ballot: a first vote, another one instead, one more, one fewer, or nothing left on it."""

    CAST = "cast"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person has voted for in a poll, in the poll's order; nothing for somebody who has not."""

    poll: Poll
    chosen: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class VoteReceipt(Ballot):
    """What a ballot is after a press of `option`, as it was read back."""

    option: Option
    change: BallotChange


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A press of an option's button: `interaction` is its id, which tells the millisecond.

    `channel` is one that the person sees, `name` is what they are called there.
    """

    option_id: int
    interaction_id: int
    channel_id: int = 0
    display_name: str = ""

    @property
    def timestamp_ms(self) -> int:
        """When it was made, by Discord's clock."""
        return self.interaction_id >> SNOWFLAKE_TIMESTAMP_SHIFT


def is_recent(first: ButtonPress, second: ButtonPress) -> bool:
    """Return whether two presses are so close that they may be a double tap."""
    return abs(second.timestamp_ms - first.timestamp_ms) <= DOUBLE_TAP_MS


def is_double_tap(first: ButtonPress, second: ButtonPress) -> bool:
    """Return whether the second of two presses by one person is a double tap: the same button, too soon."""
    return first.option_id == second.option_id and is_recent(first, second)


def choices_after_press(method: VotingMethod, chosen: frozenset[int], option_id: int) -> frozenset[int]:
    """What is on a ballot after a press: the same option again takes it back."""
    if method is VotingMethod.APPROVAL:
        return chosen ^ {option_id}
    return frozenset() if chosen == {option_id} else frozenset({option_id})


def classify_change(before: frozenset[int], after: frozenset[int]) -> BallotChange:
    """What a press did."""
    if not after:
        return BallotChange.WITHDRAWN
    if not before:
        return BallotChange.CAST
    if len(before) == len(after):
        return BallotChange.CHANGED
    return BallotChange.ADDED if len(after) > len(before) else BallotChange.REMOVED


def ballot_place(method: VotingMethod, option: Option) -> int:
    """Where on a ballot an option stands: a place can be taken once, so a single vote has only one."""
    return SINGLE_VOTE_PLACE if method is VotingMethod.SINGLE else option.position
