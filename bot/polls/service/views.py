"""The use cases of reading polls, without anything that is still secret."""

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.ids import GuildId, PollId, UserId
from bot.polls.queries import ballots, polls
from bot.polls.queries.management.exports import list_named_ballots
from bot.polls.queries.run_offs import find_run_off_id, list_tied_ids
from bot.polls.queries.vetoes import count_vetoes
from bot.polls.rules.counting.outcome import decide_poll, tally_votes
from bot.polls.rules.option import Option, clean_input
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.settings import TieBreak
from bot.polls.rules.views.exported_poll import ExportedBallot, in_neutral_order
from bot.polls.rules.views.poll_search import match_questions, parse_message_link
from bot.polls.rules.views.poll_view import PollSummary, PollView, Voter


class PollReader(Struct, frozen=True):
    """Reads polls as everyone may see them; hidden counts and the voters of secret polls are left out."""

    database: Database

    async def get(self, guild_id: GuildId, poll_id: PollId) -> PollView:
        """Return a poll, including its result once it is closed; raise UserError if the server has no such poll."""
        return await self.database.read(lambda reader: get_view(reader, guild_id, poll_id))

    async def get_poll(self, guild_id: GuildId, poll_id: PollId) -> Poll:
        """Return a poll without reading its ballots; raise UserError if the server has no such poll."""
        return await self.database.read(lambda reader: get_poll(reader, guild_id, poll_id))

    async def list_named_ballots(self, guild_id: GuildId, poll_id: PollId) -> tuple[ExportedBallot, ...]:
        """Return the ballots of a poll with their voters, sorted by name, or no ballots if voters may not be shown."""
        return await self.database.read(lambda reader: _list_named_ballots(reader, guild_id, poll_id))

    async def list_polls(self, guild_id: GuildId, user_input: str = "") -> tuple[PollSummary, ...]:
        """Return at most 100 polls of a server: open ones, soonest to close first, then ended ones, latest first.

        With a typed text, return only those whose question contains it or whose message or result it links to.
        """
        text = clean_input(user_input)
        return await self.database.read(lambda reader: _list_summaries(reader, guild_id, text))


async def _list_named_ballots(reader: Reader, guild_id: GuildId, poll_id: PollId) -> tuple[ExportedBallot, ...]:
    poll = await get_poll(reader, guild_id, poll_id)
    return in_neutral_order(await list_named_ballots(reader, poll_id)) if poll.are_voters_visible else ()


async def get_poll(reader: Reader, guild_id: GuildId, poll_id: PollId) -> Poll:
    """Return a poll of this server; raise UserError if the server has no such poll."""
    poll = await polls.find_poll(reader, guild_id, poll_id)
    if poll is None:
        raise UserError("polls.refused.gone")
    return poll


async def get_view(reader: Reader, guild_id: GuildId, poll_id: PollId) -> PollView:
    """Return a poll of this server with everything that may be shown now."""
    return await read_view(reader, await get_poll(reader, guild_id, poll_id))


async def read_view(reader: Reader, poll: Poll) -> PollView:
    """Return a poll with everything that may be shown now."""
    options = await polls.list_options(reader, poll.id)
    cast = await ballots.list_ballots(reader, poll.id)
    tally = await reader.compute(lambda: tally_votes(poll, options, cast))
    vetoes = await count_vetoes(reader, poll.id) if poll.veto_threshold and poll.are_counts_visible else {}
    run_off_id = await find_run_off_id(reader, poll.id) if poll.tie_break is TieBreak.RUN_OFF else None
    voters = await ballots.list_voters(reader, poll.id) if poll.are_voters_visible else None
    view = PollView(
        poll=poll,
        options=options,
        voter_count=tally.voter_count,
        counts=tally.counts if poll.are_counts_visible else None,
        voters=None if voters is None else {option.id: _voter_ids(option, voters) for option in options},
        outcome=None,
        display_names={voter.user_id: voter.display_name for voter in voters or () if voter.display_name},
        vetoes=vetoes,
        run_off_id=run_off_id,
    )
    if poll.state is not PollState.CLOSED:
        return view
    has_run_off = run_off_id is not None
    outcome = await reader.compute(lambda: decide_poll(poll, options, cast, vetoes, has_run_off=has_run_off))
    return replace(view, outcome=outcome)


def _voter_ids(option: Option, voters: Sequence[Voter]) -> tuple[UserId, ...]:
    """Return the ids of the voters for an option, without people whose data was deleted."""
    return tuple(voter.user_id for voter in voters if voter.option_id == option.id)


async def _list_summaries(reader: Reader, guild_id: GuildId, user_input: str) -> tuple[PollSummary, ...]:
    winners, tied = await polls.list_winners(reader, guild_id), await list_tied_ids(reader, guild_id)
    found = await _find_polls(reader, guild_id, user_input)
    return tuple(PollSummary(poll, winners.get(poll.id), poll.id in tied) for poll in found)


async def _find_polls(reader: Reader, guild_id: GuildId, user_input: str) -> tuple[Poll, ...]:
    if not user_input:
        return await polls.list_polls(reader, guild_id)
    if link := parse_message_link(user_input):
        linked_guild_id, message_id = link
        return await polls.find_by_message(reader, guild_id, message_id) if linked_guild_id == guild_id else ()
    questions = [(found.poll_id, found.question) for found in await polls.list_questions(reader, guild_id)]
    poll_ids = tuple(islice(match_questions(questions, user_input), polls.MAX_LISTED))
    return await polls.list_by_ids(reader, guild_id, poll_ids)
