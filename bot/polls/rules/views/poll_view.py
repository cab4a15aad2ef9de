"""The parts of a poll that may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.ids import OptionId, UserId
from bot.polls.rules.counting.tally import Outcome
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.views.streaming import Streaming


@dataclass(frozen=True, slots=True)
class Voter:
    """A person who voted for an option, and the display name last seen."""

    option_id: OptionId
    user_id: UserId
    display_name: str | None


@dataclass(frozen=True, slots=True)
class Host:
    """The host of a poll, as shown on its message."""

    name: str
    avatar_url: str | None = None


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll as everybody may see it now."""

    poll: Poll
    options: tuple[Option, ...]
    voter_count: int
    counts: Mapping[OptionId, int] | None  # votes by option id; None while they are hidden
    # User ids by option id; None in a secret poll and while the counts are hidden.
    voters: Mapping[OptionId, tuple[UserId, ...]] | None
    outcome: Outcome | None  # None until the poll is closed
    streaming: Streaming | None = None  # how many voters have a service with each film
    display_names: Mapping[UserId, str] = field(default_factory=dict)  # by user id, as last seen

    @property
    def winner(self) -> Option | None:
        """Return the option that won, or None if there is none or the poll is not closed."""
        return self.outcome.winner if self.outcome else None

    def find_option(self, option_id: OptionId) -> Option | None:
        """Return the option with that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class PollSummary:
    """A poll in a server's list, with its winner if it has one."""

    poll: Poll
    winner: Option | None
