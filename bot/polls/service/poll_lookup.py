"""Reading a poll so that what nobody may know yet is never part of the answer."""

from collections.abc import Sequence

from bot.core.errors import UserError
from bot.core.storage.sql import Reader
from bot.polls.queries import polls
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.tally import Outcome, Tally, count_votes, decide_outcome
from bot.polls.rules.views.poll_view import PollView


async def poll_of(reader: Reader, server: int, key: int) -> Poll:
    """A poll of this server; raises Refusal for another server's, as for one that never was."""
    poll = await polls.find_poll(reader, server, key)
    if poll is None:
        raise UserError("polls.refused.gone")
    return poll


async def decided(reader: Reader, poll: int) -> Outcome:
    """Who wins by the ballots that are there."""
    options = await polls.list_options(reader, poll)
    return decide_outcome(options, await _tally(reader, poll, options), await polls.find_seed(reader, poll))


async def shown(reader: Reader, poll: Poll) -> PollView:
    """A poll with what everybody may know of it now."""
    options = await polls.list_options(reader, poll.id)
    counted = await _tally(reader, poll.id, options)
    voters = await polls.list_voters(reader, poll.id) if poll.are_voters_visible else None
    return PollView(
        poll=poll,
        options=options,
        voter_count=counted.voter_count,
        counts=counted.counts if poll.are_counts_visible else None,
        voters=None if voters is None else {one.id: _people(one, voters) for one in options},
        outcome=decide_outcome(options, counted, poll.seed) if poll.state is PollState.CLOSED else None,
        display_names={person: name for _, person, name in voters or () if name},
    )


async def _tally(reader: Reader, poll: int, options: tuple[Option, ...]) -> Tally:
    return count_votes([option.id for option in options], await polls.list_ballots(reader, poll))


def _people(option: Option, voters: Sequence[tuple[int, int, str | None]]) -> tuple[int, ...]:
    """Who voted for an option; people who were forgotten are counted and not named."""
    return tuple(person for key, person, _ in voters if key == option.id)
