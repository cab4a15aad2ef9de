"""What may be shown of a poll."""

from collections.abc import Mapping

from msgspec import Struct, field

from bot.ids import OptionId, PollId, UserId
from bot.polls.rules.counting.tally import Outcome
from bot.polls.rules.counting.vetoes import vetoed_options
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.views.streaming import Streaming


class Voter(Struct, frozen=True):
    """A person who voted for an option, and their last known display name."""

    option_id: OptionId
    user_id: UserId
    display_name: str | None


class Host(Struct, frozen=True):
    """The host of a poll, as shown on its message."""

    name: str
    avatar_url: str | None = None


class PollView(Struct, frozen=True):
    """A poll as everybody may see it now."""

    poll: Poll
    options: tuple[Option, ...]
    voter_count: int
    counts: Mapping[OptionId, int] | None  # votes or first choices by option id; None while they are hidden
    # User ids by option id; None in a secret poll and while the counts are hidden.
    voters: Mapping[OptionId, tuple[UserId, ...]] | None
    outcome: Outcome | None  # None unless the poll is closed
    streaming: Streaming | None = None  # how many voters can stream each film; None if not counted
    display_names: Mapping[UserId, str] = field(default_factory=dict)  # by user id, as last seen
    vetoes: Mapping[OptionId, int] = field(default_factory=dict)  # how many by option id; empty while counts are hidden
    run_off_id: PollId | None = None  # the poll that decides this one's tie

    @property
    def winner(self) -> Option | None:
        """Return the option that won, or None if none did or the poll is not closed."""
        return self.outcome.winner if self.outcome else None

    @property
    def vetoed(self) -> tuple[Option, ...]:
        """Return the options that vetoes have ruled out, or none while vetoes are hidden."""
        return vetoed_options(self.options, self.vetoes, self.poll.veto_threshold)

    def find_option(self, option_id: OptionId) -> Option | None:
        """Return the option with that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


class PollSummary(Struct, frozen=True):
    """A poll in a list, with its winner if it has one; `has_run_off` is set if another poll decides its tie."""

    poll: Poll
    winner: Option | None
    has_run_off: bool = False
