"""The use case of exporting a closed poll with its ballots."""

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.ids import PollId
from bot.polls.queries.management import exports
from bot.polls.rules.permissions import Actor, check_can_manage
from bot.polls.rules.poll import PollState
from bot.polls.rules.views.exported_poll import ExportedPoll, in_neutral_order
from bot.polls.service.views import get_poll, read_view


class PollExporter(Struct, frozen=True):
    """Exports polls for their hosts and moderators; the voters of secret ballots are never read."""

    database: Database

    async def export(self, actor: Actor, poll_id: PollId) -> ExportedPoll:
        """Return a closed poll with its ballots; raise UserError if it is not closed or the actor may not manage it."""
        return await self.database.read(lambda reader: _export(reader, actor, poll_id))


async def _export(reader: Reader, actor: Actor, poll_id: PollId) -> ExportedPoll:
    poll = await get_poll(reader, actor.guild_id, poll_id)
    check_can_manage(poll, actor)
    if poll.state is not PollState.CLOSED:
        raise UserError("polls.export.not-closed")
    view = await read_view(reader, poll)
    list_ballots = exports.list_secret_ballots if poll.is_secret else exports.list_named_ballots
    ballots = in_neutral_order(await list_ballots(reader, poll_id))
    return ExportedPoll(poll, view.options, ballots, view.winner, view.vetoes)
