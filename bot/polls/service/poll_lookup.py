"""Reading a poll so that what nobody may know yet is never part of the answer."""

from collections.abc import Sequence

from bot.core.errors import UserError
from bot.core.storage.sql import Reader
from bot.polls.queries import polls
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.tally import Outcome, Tally, count_votes, decide_outcome
from bot.polls.rules.views.poll_view import PollView


async def get_poll(reader: Reader, guild_id: int, poll_id: int) -> Poll:
    """A poll of this server; raises Refusal for another server's, as for one that never was."""
    poll = await polls.find_poll(reader, guild_id, poll_id)
    if poll is None:
        raise UserError("polls.refused.gone")
    return poll


async def compute_outcome(reader: Reader, poll_id: int) -> Outcome:
    """Who wins by the ballots that are there."""
    options = await polls.list_options(reader, poll_id)
    return decide_outcome(options, await _count_votes(reader, poll_id, options), await polls.find_seed(reader, poll_id))


async def read_poll_view(reader: Reader, poll: Poll) -> PollView:
    """A poll with what everybody may know of it now."""
    options = await polls.list_options(reader, poll.id)
    tally = await _count_votes(reader, poll.id, options)
    voters = await polls.list_voters(reader, poll.id) if poll.are_voters_visible else None
    return PollView(
        poll=poll,
        options=options,
        voter_count=tally.voter_count,
        counts=tally.counts if poll.are_counts_visible else None,
        voters=None if voters is None else {option.id: _voter_ids(option, voters) for option in options},
        outcome=decide_outcome(options, tally, poll.seed) if poll.state is PollState.CLOSED else None,
        display_names={user_id: name for _, user_id, name in voters or () if name},
    )


async def _count_votes(reader: Reader, poll_id: int, options: tuple[Option, ...]) -> Tally:
    return count_votes([option.id for option in options], await polls.list_ballots(reader, poll_id))


def _voter_ids(option: Option, voters: Sequence[tuple[int, int, str | None]]) -> tuple[int, ...]:
    """Who voted for an option; people who were forgotten are counted and not named."""
    return tuple(user_id for option_id, user_id, _ in voters if option_id == option.id)
