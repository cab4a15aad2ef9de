"""Ballots, and how a press of an option's button changes one."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from bot.ids import NO_CHANNEL, ChannelId, OptionId
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import VotingMethod

SINGLE_VOTE_PLACE = 1
DOUBLE_TAP_MS = 1_500
"""Milliseconds within which a second press of the same button is a double tap."""
SNOWFLAKE_TIMESTAMP_SHIFT = 22
"""Bits to the right of the timestamp in a Discord snowflake."""


class BallotChange(StrEnum):
    """How a press changed a ballot: first vote, another option, one more, one fewer, or none left."""

    CAST = "cast"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


class Ballot(Struct, frozen=True):
    """The options that one person voted for in a poll, in the poll's order, or in the person's order if ranked."""

    poll: Poll
    chosen: tuple[Option, ...]


class VoteReceipt(Ballot, frozen=True):
    """A ballot as stored after a press of `option`; `avoided` has the content notes that the person avoids."""

    option: Option
    change: BallotChange
    avoided: tuple[str, ...] = ()


class ButtonPress(Struct, frozen=True):
    """A press of an option's button, with the interaction's snowflake and the person's name in the server."""

    option_id: OptionId
    interaction_id: int
    channel_id: ChannelId = NO_CHANNEL
    display_name: str = ""

    @property
    def timestamp_ms(self) -> int:
        """Return the time of the press in milliseconds since Discord's epoch."""
        return self.interaction_id >> SNOWFLAKE_TIMESTAMP_SHIFT


class RankedBallot(Ballot, frozen=True):
    """A ranked ballot, which counts even if incomplete; `options` has all options of the poll.

    After a press, `avoided` has the content notes that the person avoids.
    """

    options: tuple[Option, ...]
    avoided: tuple[str, ...] = ()

    @property
    def remaining(self) -> tuple[Option, ...]:
        """Return the options that are not ranked yet."""
        return tuple(option for option in self.options if option not in self.chosen)


RankingChange = Callable[[tuple[OptionId, ...]], tuple[OptionId, ...]]
"""Returns the option ids on a ranked ballot after a press, favourite first; a repeated press must change nothing."""


def append_to_ranking(option_id: OptionId) -> RankingChange:
    """Return the change that ranks an option last, unless it is ranked already."""
    return lambda ranking: ranking if option_id in ranking else (*ranking, option_id)


def remove_from_ranking(option_id: OptionId) -> RankingChange:
    """Return the change that removes an option, so that those after it move up."""
    return lambda ranking: tuple(ranked for ranked in ranking if ranked != option_id)


def clear_ranking(_: tuple[OptionId, ...]) -> tuple[OptionId, ...]:
    """Return a ranking without options."""
    return ()


def is_recent(first: ButtonPress, second: ButtonPress) -> bool:
    """Return whether two presses are close enough in time to be a double tap."""
    return abs(second.timestamp_ms - first.timestamp_ms) <= DOUBLE_TAP_MS


def is_double_tap(first: ButtonPress, second: ButtonPress) -> bool:
    """Return whether one person's two presses are a double tap: the same button within `DOUBLE_TAP_MS`."""
    return first.option_id == second.option_id and is_recent(first, second)


def choices_after_press(method: VotingMethod, chosen: frozenset[OptionId], option_id: OptionId) -> frozenset[OptionId]:
    """Return the option ids on an unranked ballot after a press.

    A chosen option is removed; any other is added or, in a single-choice poll, replaces the choice.
    """
    if method is VotingMethod.APPROVAL:
        return chosen ^ {option_id}
    return frozenset() if chosen == {option_id} else frozenset({option_id})


def classify_change(before: frozenset[OptionId], after: frozenset[OptionId]) -> BallotChange:
    """Return how a press changed the option ids on a ballot."""
    if not after:
        return BallotChange.WITHDRAWN
    if not before:
        return BallotChange.CAST
    if len(before) == len(after):
        return BallotChange.CHANGED
    return BallotChange.ADDED if len(after) > len(before) else BallotChange.REMOVED


def ballot_place(method: VotingMethod, option: Option) -> int:
    """Return an option's place on an unranked ballot: its position, or the only place in a single-choice poll."""
    return SINGLE_VOTE_PLACE if method is VotingMethod.SINGLE else option.position
