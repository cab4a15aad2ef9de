"""What may be shown of a poll, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.tally import Outcome


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll as everybody may see it now.

    `voters` is how many people voted. `counts` are the votes by option id, None while they are hidden; `names` the
    people by option id, None in a secret poll and while counts are hidden; `display_names` what those people were last
    called; `outcome` is None until the poll is closed.
    """

    poll: Poll
    options: tuple[Option, ...]
    voter_count: int
    counts: Mapping[int, int] | None
    voters: Mapping[int, tuple[int, ...]] | None
    outcome: Outcome | None
    display_names: Mapping[int, str] = field(default_factory=dict)

    def find_option(self, option_id: int) -> Option | None:
        """The option of an id; None when the poll has none."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class PollSummary:
    """A line of a server's list of polls; what won, once that is decided."""

    poll: Poll
    winner: Option | None
